// A process ends with live rights. A value of each of the five kinds ends with its thread, with the process, or never, in every order
// that C++ has for them: thread_local objects end before static ones, and both the other way round than they began. Each order is a
// process of its own. When everything is over, what is left must be what never ended.
// SPDX-License-Identifier: MIT OR Apache-2.0
#include <algorithm>
#include <atomic>
#include <cstring>
#include <machport/machport.hpp>
#include <map>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#define CHECK(condition)                                                                                                         \
    do {                                                                                                                         \
        if (!(condition)) {                                                                                                      \
            std::fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, told ? told->text().c_str() : "", #condition);           \
            std::_Exit(1);                                                                                                       \
        }                                                                                                                        \
    } while (0)

using namespace machport;
using space = std::map<raw_port, std::uint32_t>;

// Letters stand for values: Receive, Send and send-Once right to one port, Port set in which it is, Dead name. Each string is in the
// order of the ends.
struct way {
    std::string in_thread, in_process, never;
};

// One process and what it had. It has no end itself.
struct story {
    way ends;
    const char *thread;
    space before;
    raw_port port, once, set, dead; // the names; the receive and the send right have one

    std::string text() const
    {
        return ends.in_thread + "|" + ends.in_process + "|" + ends.never + " " + thread;
    }
    bool lives(char letter) const
    {
        return ends.never.find(letter) != std::string::npos;
    }
};
static story *told;
static char ended[8];
static std::atomic<int> *seen; // by all processes

template <class K> constexpr char letter = '?';
template <> constexpr char letter<kind::receive> = 'R';
template <> constexpr char letter<kind::send> = 'S';
template <> constexpr char letter<kind::send_once> = 'O';
template <> constexpr char letter<kind::port_set> = 'P';
template <> constexpr char letter<kind::dead_name> = 'D';

template <class K> struct owner {
    unique<K> right;
    ~owner()
    {
        ended[std::strlen(ended)] = letter<K>;
    }
};

struct with_thread {
    template <class K> static void keep(unique<K> right)
    {
        static thread_local owner<K> kept{std::move(right)};
    }
};

struct with_process {
    template <class K> static void keep(unique<K> right)
    {
        static owner<K> kept{std::move(right)};
    }
};

struct never {
    template <class K> static void keep(unique<K> right)
    {
        [[maybe_unused]] static const auto *const kept = new owner<K>{std::move(right)};
    }
};

struct values {
    receive_right receive;
    send_right send;
    send_once_right once;
    port_set set;
    dead_name dead;

    // What is kept first ends last.
    template <class Place> void go(std::string_view letters)
    {
        for (auto each = letters.rbegin(); each != letters.rend(); ++each)
            switch (*each) {
            case 'R': Place::keep(std::move(receive)); break;
            case 'S': Place::keep(std::move(send)); break;
            case 'O': Place::keep(std::move(once)); break;
            case 'P': Place::keep(std::move(set)); break;
            case 'D': Place::keep(std::move(dead)); break;
            default: CHECK(false);
            }
    }
};

static space look()
{
    raw_port names[64];
    std::uint32_t types[64];
    space found;
    const std::size_t count = space_names(names, types, 64).value();
    for (std::size_t i = 0; i < count; i++)
        found[names[i]] = types[i];
    return found;
}

static std::uint32_t units(raw_port name, machport_kind_t kind)
{
    return urefs(ref<kind::send>::borrow(name), kind).value();
}

static values make()
{
    auto [receive, send] = pair_new(0, 0).value();
    auto once = send_once_right_make(receive).value();
    auto set = port_set_new().value();
    port_set_insert(set, receive).value();
    auto [other, dead] = pair_new(0, 0).value();
    receive_right_release(std::move(other), 0).value();

    carried rights[] = {receive_right_new(0, 0).value(), carried::copy_send(send)};
    machport::send(send, 7, "wait", 4, rights, 2, 0).value();
    return {std::move(receive), std::move(send), std::move(once), std::move(set), dead_name::adopt(dead.release())};
}

// What the rights that live on leave in the name space. Whose port died has a dead name.
static space left()
{
    space names = told->before;
    const bool port = told->lives('R');
    if (port)
        names[told->port] |= MACHPORT_TYPE_RECEIVE;
    if (told->lives('S'))
        names[told->port] |= port ? MACHPORT_TYPE_SEND : MACHPORT_TYPE_DEAD_NAME;
    if (told->lives('O'))
        names[told->once] |= port ? MACHPORT_TYPE_SEND_ONCE : MACHPORT_TYPE_DEAD_NAME;
    if (told->lives('P'))
        names[told->set] |= MACHPORT_TYPE_PORT_SET;
    if (told->lives('D'))
        names[told->dead] |= MACHPORT_TYPE_DEAD_NAME;
    return names;
}

static void check_units()
{
    const machport_kind_t kind = told->lives('R') ? MACHPORT_KIND_SEND : MACHPORT_KIND_DEAD_NAME;
    if (told->lives('S'))
        CHECK(units(told->port, kind) == 1);
    if (told->lives('O') && !told->lives('R'))
        CHECK(units(told->once, kind) == 1);
    if (told->lives('D'))
        CHECK(units(told->dead, MACHPORT_KIND_DEAD_NAME) == 1);
    if (told->lives('P')) {
        raw_port member = 0;
        const std::size_t count = port_set_members(ref<kind::port_set>::borrow(told->set), &member, 1).value();
        CHECK(told->lives('R') ? count == 1 && member == told->port : count == 0);
    }
}

// The message that waited is there with its rights, and where the send-once right ended before, its notification behind it.
static void check_messages()
{
    const auto from = ref<kind::receive>::borrow(told->port);
    char bytes[64];
    carried room[4];
    const auto waited = machport::receive(from, bytes, sizeof bytes, room, 4, 0);
    CHECK(waited && std::memcmp(bytes, "wait", 4) == 0 && room[0].take<kind::receive>());
    CHECK(room[1].take<kind::send>().get() == told->port);
    auto next = machport::receive(from, bytes, sizeof bytes, room, 4, 0);
    CHECK(told->lives('O') ? next.error().status() == MACHPORT_MACH_RCV_TIMED_OUT
                           : next && next->told.id == MACHPORT_NOTIFY_SEND_ONCE);
}

static void check_that_it_goes_on()
{
    auto [receive, send] = pair_new(0, 0).value();
    char bytes[64];
    machport::send(send, 1, "more", 4, nullptr, 0, 0).value();
    CHECK(machport::receive(receive, bytes, sizeof bytes, nullptr, 0, 0)->told.id == 1);
}

// Whatever C++ ends has ended by now.
__attribute__((destructor(101))) static void when_all_is_over()
{
    if (told == nullptr)
        return;
    CHECK(ended == told->ends.in_thread + told->ends.in_process);
    CHECK(look() == left());
    check_units();
    if (told->lives('R'))
        check_messages();
    check_that_it_goes_on();
    CHECK(look() == left());
    ++*seen;
}

static void main_exits(values five)
{
    five.go<with_process>(told->ends.in_process);
    five.go<with_thread>(told->ends.in_thread);
    std::exit(0);
}

static void a_thread_exits(values five)
{
    std::thread(main_exits, std::move(five)).join();
}

static void a_thread_ends_first(values five)
{
    std::thread([&five] { five.go<with_thread>(told->ends.in_thread); }).join();
    CHECK(ended == told->ends.in_thread);
    five.go<with_process>(told->ends.in_process);
    std::exit(0);
}

struct ending {
    const char *name;
    void (*run)(values);
};
static constexpr ending threads[] = {
    {"main exits", main_exits}, {"a thread exits", a_thread_exits}, {"a thread ends first", a_thread_ends_first}};

static void in_a_process(const way &ends, const ending &thread)
{
    const pid_t child = fork();
    if (child == 0) {
        renew().value();
        told = new story{ends, thread.name, look(), 0, 0, 0, 0};
        values five = make();
        told->port = five.receive.get(), told->once = five.once.get(), told->set = five.set.get(), told->dead = five.dead.get();
        five.go<never>(ends.never);
        thread.run(std::move(five));
        std::_Exit(1);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
}

// Every way, or one of so many: a number without a divisor in common with what is counted comes past each letter and place.
int main(int argc, char **argv)
{
    seen = new (mmap(nullptr, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) std::atomic<int>(0);
    const int one_of = argc > 1 ? std::atoi(argv[1]) : 1;
    int ways = 0, processes = 0;
    std::string order = "DOPRS";
    do
        for (std::size_t process = 0; process <= order.size(); process++)
            for (std::size_t live = process; live <= order.size(); live++) {
                const way ends = {order.substr(0, process), order.substr(process, live - process), order.substr(live)};
                if (!std::is_sorted(ends.never.begin(), ends.never.end()))
                    continue; // what never ends has no order
                for (const auto &thread : threads)
                    if (ways++ % one_of == 0) {
                        in_a_process(ends, thread);
                        processes++;
                    }
            }
    while (std::next_permutation(order.begin(), order.end()));
    CHECK(*seen == processes);
    std::printf("%d of %d\n", processes, ways);
}
