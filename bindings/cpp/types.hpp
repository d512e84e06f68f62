/* Owned and borrowed rights for C++17. This part is written by hand; machport.hpp holds it and what is generated from the definition.
   SPDX-License-Identifier: MIT OR Apache-2.0
   It needs neither exceptions nor RTTI. */
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>
#if defined(__cpp_exceptions)
#include <exception>
#endif

/* clang's -Wconsumed follows an owned right through a function, and warns where one is used that was given away. */
#if defined(__clang__)
#define MACHPORT_TRACKED __attribute__((consumable(unconsumed)))
#define MACHPORT_NEEDS_RIGHT __attribute__((callable_when("unconsumed", "unknown")))
#define MACHPORT_GIVES_AWAY __attribute__((callable_when("unconsumed", "unknown"), set_typestate(consumed)))
#define MACHPORT_TELLS_RIGHT __attribute__((test_typestate(unconsumed)))
#define MACHPORT_IS_EMPTY __attribute__((return_typestate(consumed)))
#define MACHPORT_HAS_RIGHT __attribute__((return_typestate(unconsumed)))
#else
#define MACHPORT_TRACKED
#define MACHPORT_NEEDS_RIGHT
#define MACHPORT_GIVES_AWAY
#define MACHPORT_TELLS_RIGHT
#define MACHPORT_IS_EMPTY
#define MACHPORT_HAS_RIGHT
#endif

namespace machport {

/** A raw port: the same type as C's machport_name_t, mach_port_t and io_object_t. */
using raw_port = machport_name_t;

/** The kinds of rights, as types. */
namespace kind {
struct send {
    static constexpr machport_kind_t value = MACHPORT_KIND_SEND;
    static constexpr std::uint32_t move = MACHPORT_MOVE_SEND;
};
struct receive {
    static constexpr machport_kind_t value = MACHPORT_KIND_RECEIVE;
    static constexpr std::uint32_t move = MACHPORT_MOVE_RECEIVE;
};
struct send_once {
    static constexpr machport_kind_t value = MACHPORT_KIND_SEND_ONCE;
    static constexpr std::uint32_t move = MACHPORT_MOVE_SEND_ONCE;
};
struct port_set {
    static constexpr machport_kind_t value = MACHPORT_KIND_PORT_SET;
};
struct dead_name {
    static constexpr machport_kind_t value = MACHPORT_KIND_DEAD_NAME;
};
} // namespace kind

/** A status, with what the definition says of it. */
class [[nodiscard]] error {
  public:
    explicit error(machport_status_t status) noexcept : status_(status)
    {
    }
    /** The number, one of MACHPORT_KERN_*, MACHPORT_MACH_*, MACHPORT_E_*. */
    machport_status_t status() const noexcept
    {
        return status_;
    }
    /** Its name as Mach has it, such as KERN_INVALID_NAME. */
    const char *name() const noexcept
    {
        return machport_status_name(status_);
    }
    /** What it means, in a sentence without a full stop. */
    const char *text() const noexcept
    {
        return machport_status_text(status_);
    }
    /** One of MACHPORT_CLASS_*: the same question has the same answer on every Mach. */
    std::uint32_t status_class() const noexcept
    {
        return machport_status_class(status_);
    }
    /** Whether it is a failure. */
    explicit operator bool() const noexcept
    {
        return status_ != MACHPORT_KERN_SUCCESS;
    }

  private:
    machport_status_t status_;
};

#if defined(__cpp_exceptions)
/** What value() throws. */
class failure : public std::exception {
  public:
    explicit failure(error why) noexcept : why_(why)
    {
    }
    const char *what() const noexcept override
    {
        return why_.text();
    }
    /** The status. */
    error why() const noexcept
    {
        return why_;
    }

  private:
    error why_;
};
#endif

/** Ends the program with the reason: by an exception where there are exceptions. */
[[noreturn]] inline void fail(error why)
{
#if defined(__cpp_exceptions)
    throw failure(why);
#else
    std::fprintf(stderr, "machport: %s: %s\n", why.name(), why.text());
    std::abort();
#endif
}

/** What a call gives, or why it failed. *r and r-> are for who has looked; value() is the variant that throws. */
template <class T> class [[nodiscard]] result {
  public:
    result(T value) noexcept : value_(std::move(value)), why_(MACHPORT_KERN_SUCCESS)
    {
    }
    result(machport::error why) noexcept : why_(why)
    {
    }
    /** A failure that tells something all the same, such as how many there are. */
    result(machport::error why, T outputs) noexcept : value_(std::move(outputs)), why_(why)
    {
    }

    explicit operator bool() const noexcept
    {
        return !why_;
    }
    bool has_value() const noexcept
    {
        return !why_;
    }
    machport::error error() const noexcept
    {
        return why_;
    }
    T &operator*() &noexcept
    {
        return *value_;
    }
    T &&operator*() &&noexcept
    {
        return std::move(*value_);
    }
    T *operator->() noexcept
    {
        return &*value_;
    }
    /** The value; without one it throws failure, or ends the program where there are no exceptions. */
    T value() &&
    {
        if (why_)
            fail(why_);
        return std::move(*value_);
    }
    T &value() &
    {
        if (why_)
            fail(why_);
        return *value_;
    }
    /** What the call wrote although it failed; empty where it is nothing. */
    const std::optional<T> &outputs() const noexcept
    {
        return value_;
    }

  private:
    std::optional<T> value_;
    machport::error why_;
};

/** Whether a call without a result did what it says. */
template <> class [[nodiscard]] result<void> {
  public:
    result(machport::error why) noexcept : why_(why)
    {
    }
    explicit operator bool() const noexcept
    {
        return !why_;
    }
    bool has_value() const noexcept
    {
        return !why_;
    }
    machport::error error() const noexcept
    {
        return why_;
    }
    void value() const
    {
        if (why_)
            fail(why_);
    }

  private:
    machport::error why_;
};

template <class K> class unique;

/** A right that its owner lends: a name that holds a right of this kind for as long as the owner lives. It never changes a count. */
template <class K> class ref {
  public:
    ref(const unique<K> &owner) noexcept : name_(owner.get())
    {
    }
    /** A borrow must not outlive its owner. */
    ref(unique<K> &&) = delete;
    /** From raw: the caller knows that somebody keeps the right. */
    static ref borrow(raw_port name) noexcept
    {
        return ref(name);
    }
    raw_port get() const noexcept
    {
        return name_;
    }

  private:
    explicit ref(raw_port name) noexcept : name_(name)
    {
    }
    raw_port name_;
};

/** A right of whatever kind, lent. */
class any_ref {
  public:
    template <class K> any_ref(ref<K> right) noexcept : name_(right.get())
    {
    }
    template <class K> any_ref(const unique<K> &owner) noexcept : name_(owner.get())
    {
    }
    template <class K> any_ref(unique<K> &&) = delete;
    raw_port get() const noexcept
    {
        return name_;
    }

  private:
    raw_port name_;
};

/** One owned unit of one right, released once: also where a send or send-once right has died under it. It moves, and is empty then.
    It does not compare: equal names do not mean equal ownership. Without NDEBUG, a release that finds nothing, or another kind,
    ends the program: then somebody released what was not his. */
template <class K> class [[nodiscard]] MACHPORT_TRACKED unique {
  public:
    unique() noexcept MACHPORT_IS_EMPTY = default;
    unique(unique &&other) noexcept : name_(std::exchange(other.name_, MACHPORT_NULL))
    {
    }
    unique(const unique &) = delete;
    unique &operator=(const unique &) = delete;
    unique &operator=(unique &&other) noexcept
    {
        const raw_port name = std::exchange(other.name_, MACHPORT_NULL);
        end();
        name_ = name;
        return *this;
    }
    ~unique()
    {
        end();
    }

    /** From raw: takes over what the caller owns under the name. NULL and DEAD are no rights: it is empty then. */
    static unique adopt(raw_port name) noexcept MACHPORT_HAS_RIGHT
    {
        return unique(name == MACHPORT_DEAD ? MACHPORT_NULL : name);
    }
    /** The same after a look at the name, which must hold a live right of this kind; else the right stays the caller's. */
    static result<unique> adopt_checked(raw_port name) noexcept
    {
        machport_any_t right = MACHPORT_NULL;
        const machport_status_t status = machport_adopt(name, K::value, MACHPORT_ADOPT_VERIFY, &right);
        if (status != MACHPORT_KERN_SUCCESS)
            return machport::error(status);
        return unique(right);
    }

    /** The raw name, lent. */
    raw_port get() const noexcept MACHPORT_NEEDS_RIGHT
    {
        return name_;
    }
    /** Into raw: whoever gets the name owns the right, and must release it. */
    [[nodiscard]] raw_port release() noexcept MACHPORT_GIVES_AWAY
    {
        return std::exchange(name_, MACHPORT_NULL);
    }
    /** Whether it holds a right. */
    explicit operator bool() const noexcept MACHPORT_TELLS_RIGHT
    {
        return name_ != MACHPORT_NULL;
    }

  private:
    explicit unique(raw_port name) noexcept MACHPORT_HAS_RIGHT : name_(name)
    {
    }
    void end() noexcept
    {
        if (name_ == MACHPORT_NULL)
            return;
        [[maybe_unused]] const machport_status_t status = machport_release(K::value, name_, 0);
#if !defined(NDEBUG)
        if (status == MACHPORT_E_STALE || status == MACHPORT_E_WRONG_KIND) {
            std::fprintf(stderr, "machport: fatal: %#x is not its owner's to release any more: %s\n",
                         static_cast<unsigned>(name_), machport_status_name(status));
            std::abort();
        }
#endif
        name_ = MACHPORT_NULL;
    }
    raw_port name_ = MACHPORT_NULL;
};

using send_right = unique<kind::send>;
using receive_right = unique<kind::receive>;
using send_once_right = unique<kind::send_once>;
using port_set = unique<kind::port_set>;
using dead_name = unique<kind::dead_name>;

/** A right that came from elsewhere: there may be none, and it may have died on its way. */
template <class K> struct received {
    unique<K> right;
    bool dead = false;

    static received of(raw_port name) noexcept
    {
        return {unique<K>::adopt(name), name == MACHPORT_DEAD};
    }
};

/** A receive right with the guard without which it cannot be destroyed. */
class guarded {
  public:
    guarded(receive_right right, machport_guard_t guard) noexcept : right_(std::move(right)), guard_(guard)
    {
    }
    guarded(guarded &&) noexcept = default;
    guarded &operator=(guarded &&) = delete;
    ~guarded()
    {
        if (right_)
            (void)machport_receive_right_release(right_.release(), guard_);
    }
    machport_guard_t guard() const noexcept
    {
        return guard_;
    }
    operator ref<kind::receive>() const noexcept
    {
        return ref<kind::receive>::borrow(right_.get());
    }

  private:
    receive_right right_;
    machport_guard_t guard_;
};

/** A right of a message. What moves is owned by it until the message has left; what is copied, or made from another right, is lent.
    After a failed send it tells what became of the right, and a second send takes it from there. */
class carried {
  public:
    carried() noexcept = default;
    template <class K> carried(unique<K> right) noexcept : right_{right.release(), K::move, MACHPORT_OUTCOME_NONE}
    {
    }
    carried(carried &&other) noexcept : right_(std::exchange(other.right_, nothing()))
    {
    }
    carried &operator=(carried &&other) noexcept
    {
        std::swap(right_, other.right_);
        return *this;
    }
    ~carried()
    {
        if (owns())
            (void)machport_rights_release(&right_, 1);
    }
    static carried copy_send(ref<kind::send> right) noexcept
    {
        return carried(right.get(), MACHPORT_COPY_SEND);
    }
    static carried make_send(ref<kind::receive> right) noexcept
    {
        return carried(right.get(), MACHPORT_MAKE_SEND);
    }
    static carried make_send_once(ref<kind::receive> right) noexcept
    {
        return carried(right.get(), MACHPORT_MAKE_SEND_ONCE);
    }
    static carried from_raw(machport_right_t right) noexcept
    {
        return carried(right.name, right.disposition);
    }

    /** What became of it, one of MACHPORT_OUTCOME_*. */
    std::uint32_t outcome() const noexcept
    {
        return right_.outcome;
    }
    /** Whether it died on its way here. */
    bool is_dead() const noexcept
    {
        return right_.name == MACHPORT_DEAD;
    }
    /** The right, taken out, where it owns one of this kind; else nothing is touched, and the answer is empty. */
    template <class K> unique<K> take() noexcept
    {
        const bool fits = owns() && right_.disposition == K::move;
        return unique<K>::adopt(fits ? std::exchange(right_.name, MACHPORT_NULL) : MACHPORT_NULL);
    }
    machport_right_t *raw() noexcept
    {
        return &right_;
    }

  private:
    carried(raw_port name, std::uint32_t disposition) noexcept : right_{name, disposition, MACHPORT_OUTCOME_NONE}
    {
    }
    static machport_right_t nothing() noexcept
    {
        return {MACHPORT_NULL, MACHPORT_MOVE_SEND, MACHPORT_OUTCOME_NONE};
    }
    bool owns() const noexcept
    {
        const bool moves = right_.disposition == MACHPORT_MOVE_SEND || right_.disposition == MACHPORT_MOVE_SEND_ONCE ||
                           right_.disposition == MACHPORT_MOVE_RECEIVE;
        return moves && right_.name != MACHPORT_NULL && right_.name != MACHPORT_DEAD;
    }
    machport_right_t right_ = nothing();
};
static_assert(sizeof(carried) == sizeof(machport_right_t), "an array of one is an array of the other");

/** Sends bytes, a multiple of 4 of them, and rights. Each right tells what became of it, also after a failure. */
inline result<void> send(ref<kind::send> to, std::int32_t id, const void *bytes, std::size_t size, carried *rights = nullptr,
                         std::size_t count = 0, std::uint64_t timeout_ns = MACHPORT_FOREVER, carried *reply = nullptr) noexcept
{
    return error(machport_message_send(to.get(), id, bytes, size, reply ? reply->raw() : nullptr, count ? rights->raw() : nullptr,
                                       count, 0, timeout_ns));
}

/** Sends to a send-once right, which never waits. Where it was not used it stays in `to`. */
inline result<void> send_once(send_once_right &&to, std::int32_t id, const void *bytes, std::size_t size,
                              carried *rights = nullptr, std::size_t count = 0) noexcept
{
    carried destination(std::move(to));
    const error why(machport_message_send_once(destination.raw(), id, bytes, size, count ? rights->raw() : nullptr, count, 0));
    to = destination.take<kind::send_once>();
    return why;
}

/** What a received message says of itself; the right to reply to is its own. */
struct delivery {
    machport_received_t told = {};
    carried reply;
};

/** Receives from a receive right or a port set into the caller's buffers: so many bytes and rights as `told` says. What is in the
    rights is released first. After MACH_RCV_TOO_LARGE outputs() tells the room that is needed. */
inline result<delivery> receive(any_ref from, void *bytes, std::size_t size, carried *rights, std::size_t count,
                                std::uint64_t timeout_ns = MACHPORT_FOREVER) noexcept
{
    for (std::size_t i = 0; i < count; i++)
        carried emptied(std::move(rights[i]));
    delivery made;
    made.told.struct_size = sizeof made.told;
    const machport_status_t status =
        machport_message_receive(from.get(), bytes, size, count ? rights->raw() : nullptr, count, 0, timeout_ns, &made.told);
    made.reply = carried::from_raw(made.told.reply);
    if (status != MACHPORT_KERN_SUCCESS)
        return {error(status), std::move(made)};
    return made;
}

} // namespace machport
