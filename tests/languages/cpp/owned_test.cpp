// Owned and borrowed rights in C++: each is released once. Built with and without exceptions and RTTI, by gcc and clang.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include <cstring>
#include <mach/embedded.h>
#include <machport/machport.hpp>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition)                                                                                                         \
    do {                                                                                                                         \
        if (!(condition)) {                                                                                                      \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                 \
            std::exit(1);                                                                                                        \
        }                                                                                                                        \
    } while (0)

using namespace machport;

static std::uint32_t sends(any_ref right)
{
    return urefs(right, MACHPORT_KIND_SEND).value();
}

static std::size_t names()
{
    return space_names(nullptr, nullptr, 0).value();
}

static_assert(sizeof(send_right) == sizeof(raw_port), "a right is four bytes");
static_assert(!std::is_copy_constructible<send_right>::value && !std::is_copy_assignable<send_right>::value, "and is moved");
static_assert(!std::is_convertible<raw_port, ref<kind::send>>::value, "a number is no right");
static_assert(!std::is_constructible<ref<kind::receive>, send_right &>::value, "a send right is no receive right");
static_assert(!std::is_constructible<ref<kind::send>, send_right>::value, "a borrow does not outlive its owner");

static void one_unit_is_released_once()
{
    auto [receive, send] = pair_new(0, 0).value();
    {
        const send_right another = send_right_dup(send).value();
        CHECK(sends(send) == 2);
    }
    CHECK(sends(send) == 1);
    send_right moved = std::move(send);
    CHECK(sends(receive) == 1);
    moved = send_right_dup(moved).value();
    CHECK(sends(receive) == 1);
    CHECK(send_right_release(std::move(moved)));
    CHECK(sends(receive) == 0);
}

static void a_right_that_died_is_released_all_the_same()
{
    auto [receive, send] = pair_new(0, 0).value();
    CHECK(receive_right_release(std::move(receive), 0));
    const auto again = send_right_dup(send);
    CHECK(!again && again.error().status() == MACHPORT_E_DEAD);
    CHECK(std::strcmp(again.error().name(), "E_DEAD") == 0 && again.error().status_class() == MACHPORT_CLASS_DEAD);
}

static void raw_and_back()
{
    auto [receive, send] = pair_new(0, 0).value();
    const raw_port raw = send.release();
    CHECK(!send_once_right::adopt_checked(raw) && !send_right::adopt_checked(MACHPORT_NULL));
    send = send_right::adopt_checked(raw).value();
    CHECK(send.get() == raw && sends(receive) == 1);
    CHECK(!send_right::adopt(MACHPORT_DEAD));
}

static void a_refused_release_keeps_the_right()
{
    auto receive = receive_right_new(MACHPORT_GUARD, 77).value();
    CHECK(receive_right_release(std::move(receive), 1).error().status() == MACHPORT_KERN_INVALID_ARGUMENT);
    const guarded owner(std::move(receive), 77);
    CHECK(context_get(owner).value() == 77);
}

static void counts_are_told_though_the_call_fails()
{
    auto set = port_set_new().value();
    auto one = receive_right_new(0, 0).value(), two = receive_right_new(0, 0).value();
    CHECK(port_set_insert(set, one) && port_set_insert(set, two));
    machport_name_t member = 0;
    const auto members = port_set_members(set, &member, 1);
    CHECK(members.error().status() == MACHPORT_KERN_NO_SPACE && *members.outputs() == 2);
}

static void messages_tell_what_became_of_each_right()
{
    auto [receive, send] = pair_new(0, 0).value();
    auto [other, moved] = pair_new(0, 0).value();
    CHECK(attr_set(receive, MACHPORT_ATTR_QUEUE_LIMIT, 1));
    CHECK(machport::send(send, 1, nullptr, 0));
    carried rights[] = {std::move(moved), carried::copy_send(send), carried::make_send_once(other)};
    const auto full = machport::send(send, 2, "four", 4, rights, 3, 0);
    CHECK(full.error().status() == MACHPORT_MACH_SEND_TIMED_OUT);
    CHECK(rights[0].outcome() == MACHPORT_OUTCOME_KEPT && rights[2].outcome() == MACHPORT_OUTCOME_RETURNED);
    CHECK(sends(other) == 1);

    char bytes[64];
    carried room[8];
    CHECK(machport::receive(receive, bytes, sizeof bytes, room, 8, 0)->told.id == 1);
    CHECK(machport::send(send, 2, "four", 4, rights, 3, 0));
    auto delivery = machport::receive(receive, bytes, sizeof bytes, room, 8, 0).value();
    CHECK(delivery.told.id == 2 && delivery.told.size == 4 && delivery.told.count == 3 && std::memcmp(bytes, "four", 4) == 0);
    CHECK(!room[0].take<kind::receive>());
    CHECK(room[0].take<kind::send>() && !room[0].take<kind::send>());
    CHECK(room[2].take<kind::send_once>());
    const auto nothing = machport::receive(receive, bytes, sizeof bytes, room, 8, 0);
    CHECK(nothing.error().status() == MACHPORT_MACH_RCV_TIMED_OUT);
}

static void a_reply_is_sent_once()
{
    auto client = receive_right_new(0, 0).value();
    auto once = send_once_right_make(client).value();
    CHECK(!send_once(std::move(once), 1, "odd", 3));
    CHECK(once);
    CHECK(send_once(std::move(once), 1, "even", 4));
    char bytes[64];
    CHECK(machport::receive(client, bytes, 0, nullptr, 0, 0).error().status() == MACHPORT_MACH_RCV_TOO_LARGE);
    carried room[4];
    CHECK(machport::receive(client, bytes, sizeof bytes, room, 4, 0));
}

static void whose_right_it_is_stands_in_the_type()
{
    const ref<kind::send> task = task_self().value();
    CHECK(task.get() == special_port(MACHPORT_SPECIAL_TASK).value().right.get());
    CHECK(definition_hash().value() != 0);
}

static void the_child_of_a_fork_owns_nothing()
{
    auto [receive, send] = pair_new(0, 0).value();
    const pid_t child = fork();
    if (child == 0) {
        const auto copy = send_right_dup(send);
        bool right = !copy && copy.error().status() == MACHPORT_E_FORKED;
        {
            const auto ends = std::move(receive);
            const auto ends_too = std::move(send);
        }
        right = right && renew() && pair_new(0, 0);
        _exit(right ? 0 : 1);
    }
    int ended = -1;
    CHECK(waitpid(child, &ended, 0) == child && ended == 0);
    CHECK(sends(send) == 1);
}

#if defined(__cpp_exceptions)
static void value_throws()
{
    try {
        (void)send_right_dup(ref<kind::send>::borrow(MACHPORT_NULL)).value();
        CHECK(false);
    } catch (const failure &failed) {
        CHECK(failed.why().status() == MACHPORT_E_NULL && std::strlen(failed.what()) > 0);
    }
}
#else
static void value_throws()
{
}
#endif

int main()
{
    void (*const tests[])() = {
        one_unit_is_released_once,
        a_right_that_died_is_released_all_the_same,
        raw_and_back,
        a_refused_release_keeps_the_right,
        counts_are_told_though_the_call_fails,
        messages_tell_what_became_of_each_right,
        a_reply_is_sent_once,
        whose_right_it_is_stands_in_the_type,
        the_child_of_a_fork_owns_nothing,
        value_throws,
    };
    for (auto test : tests) {
        const std::size_t before = names();
        test();
        CHECK(names() == before);
    }
    std::uint64_t exceptions = 0;
    CHECK(mach_embedded_guard_exceptions(&exceptions) == MACHPORT_KERN_SUCCESS);
    CHECK(exceptions == 1); // the wrong guard's
    std::puts("done");
}
