-- The owned rights of Lua: what closes them, what is refused, what a message carries. Prints "done".
-- SPDX-License-Identifier: MIT OR Apache-2.0
local machport = require "machport"
local raw = machport.raw

local function names()
    return (select(3, raw.space_names(0)))
end

-- The text of the error of a call that must be refused.
local function refused(call, ...)
    local ok, told = pcall(call, ...)
    assert(not ok, "it must be refused")
    return tostring(told)
end

local function test(what, run)
    local before = names()
    local ok, told = xpcall(run, debug.traceback)
    assert(ok, what .. ": " .. tostring(told))
    assert(names() == before, what .. ": it leaves names behind")
end

test("a variable that is closed releases its right at the end of its block, also where an error leaves it", function()
    local name
    pcall(function()
        local receive <close> = machport.ReceiveRight.new(0, 0)
        name = receive:raw()
        error("out")
    end)
    assert(raw.check(name, raw.KIND_ANY) == raw.E_STALE)
end)

test("every kind is made and closed", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local once, set = receive:send_once_right_make(), machport.PortSet.new()
    set:insert(receive)
    assert(set:members(4)[1] == receive:raw())
    set:close()
    once:close()
    local other, another = machport.pair_new(0, 0)
    other:close()
    assert(raw.check(another:raw(), raw.KIND_DEAD_NAME) == raw.KERN_SUCCESS)
    local dead = machport.DeadName.adopt(another:detach())
    local copy = dead:dup()
    assert(dead:units() == 2)
    dead:close()
    copy:close()
    send:close()
end)

test("closing twice is no error, and use after it is refused", function()
    local receive, send = machport.pair_new(0, 0)
    send:close()
    send:close()
    assert(send:is_closed() and tostring(send) == "SendRight closed")
    assert(refused(send.dup, send):find("SendRight is closed", 1, true))
    assert(refused(send.raw, send):find("closed", 1, true))
    receive:close()
end)

test("a copy is an owner of its own", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local copy = send:dup()
    assert(copy:raw() == send:raw() and send:units() == 2)
    copy:close()
    assert(send:units() == 1)
    send:close()
end)

test("from raw and into raw: nothing is counted", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local name = send:detach()
    assert(send:is_closed() and raw.urefs(name, raw.KIND_SEND) == 1)
    machport.SendRight.adopt(name):close()
    local ok, failure = pcall(machport.DeadName.adopt, receive:raw())
    assert(not ok and failure.status == machport.E_WRONG_KIND and failure.name == "E_WRONG_KIND")
end)

test("what a call wants is one of its kind", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local owned <close> = send
    assert(refused(machport.send_right_dup, receive):find("send must be a SendRight, not ReceiveRight", 1, true))
    assert(refused(machport.send_right_dup, send:raw()):find("not number", 1, true))
    assert(refused(machport.types, nil):find("name must be a right, not nil", 1, true))
end)

test("what is consumed is gone from its owner, whatever the call answers", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local owned <close> = send
    local notify = receive:send_once_right_make()
    assert(refused(send.notify_dead_name, send, send):find("notify must be a SendOnceRight", 1, true))
    assert(not notify:is_closed())
    assert(send:notify_dead_name(notify) == nil and notify:is_closed())
    local previous = send:notify_cancel(machport.NOTIFY_DEAD_NAME)
    assert(getmetatable(previous) == machport.SendOnceRight)
    local ok, failure = pcall(receive.notify_no_senders, receive, 0, previous)
    assert(ok or failure.status)
    assert(previous:is_closed())
    local back = ok and receive:notify_cancel(machport.NOTIFY_NO_SENDERS)
    if back then
        back:close()
    end
end)

test("what is consumed on success stays where the call fails", function()
    local receive, send = machport.pair_new(0, 0)
    local other <close> = machport.ReceiveRight.new(0, 0)
    receive:guard_set(7, 0)
    assert(refused(receive.close, receive, 8))
    assert(not receive:is_closed())
    assert(refused(other.pair_release, other, send, 0))
    assert(not send:is_closed())
    receive:pair_release(send, 7)
    assert(receive:is_closed() and send:is_closed())
end)

test("a receive right keeps its guard, of 64 bits", function()
    machport.ReceiveRight.new(machport.GUARD, 0xfedcba9876543210):close()
    local receive <close> = machport.ReceiveRight.new(0, 0)
    receive:context_set(-1)
    assert(receive:context_get() == 0xffffffffffffffff)
end)

test("what is borrowed is nobody's to give, and closing it does nothing", function()
    local task = machport.task_self()
    assert(refused(task.detach, task):find("is borrowed", 1, true))
    task:close()
    assert(raw.check(raw.task_self(), raw.KIND_SEND) == raw.KERN_SUCCESS)
end)

test("a result that may be nothing is nil, and one that may be dead the number DEAD", function()
    local set = require("machport.embedded").bootstrap_set
    local before <close> = machport.special_port(machport.SPECIAL_BOOTSTRAP)
    set(machport.NULL)
    assert(machport.special_port(machport.SPECIAL_BOOTSTRAP) == nil)
    local receive, send = machport.pair_new(0, 0)
    set(send:raw())
    local port = machport.special_port(machport.SPECIAL_BOOTSTRAP)
    assert(getmetatable(port) == machport.SendRight and port:raw() == send:raw())
    port:close()
    receive:close()
    send:close()
    assert(machport.special_port(machport.SPECIAL_BOOTSTRAP) == machport.DEAD)
    set(before and before:raw() or machport.NULL)
end)

test("a message carries bytes and rights", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local owned <close> = send
    local moved, source = send:dup(), machport.ReceiveRight.new(0, 0)
    local bytes = "\0\1\2\3" .. ("x"):rep(9996)
    send:send {id = -7, bytes = bytes, rights = {moved, false, source:as_send(), source}, reply = receive:as_send_once()}
    assert(moved:is_closed() and source:is_closed() and not send:is_closed())
    local message <close> = receive:receive()
    assert(message.id == -7 and message.bytes == bytes and #message.rights == 4)
    assert(message.rights[1]:raw() == send:raw() and message.rights[2] == false)
    assert(getmetatable(message.rights[4]) == machport.ReceiveRight)
    message.reply:send {id = 8}
    assert(message.reply:is_closed())
    assert(receive:receive({timeout = 1}).id == 8)
end)

test("the rights of a message that does not leave are still their owners'", function()
    local receive, send = machport.pair_new(0, 0)
    local mine = machport.ReceiveRight.new(0, 0)
    receive:close()
    local ok, failure = pcall(send.send, send, {rights = {mine, mine:as_send_once()}})
    assert(not ok and getmetatable(failure) == machport.MachError and failure.results.n == 2)
    assert(failure.results[2][1] == mine and not mine:is_closed())
    if failure.results[2][2] then
        failure.results[2][2]:close()
    end
    mine:close()
    send:close()
end)

test("no right moves twice in a message, nor its destination in it", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local owned <close> = send
    local copy <close> = send:dup()
    assert(refused(send.send, send, {rights = {copy, copy}}):find("moves twice", 1, true))
    assert(refused(send.send, send, {rights = {send}}):find("destination", 1, true))
    assert(refused(send.send, send, {rights = {machport.PortSet}}):find("cannot be sent", 1, true))
    send:send {rights = {send:as_copy()}}
    receive:receive():close()
end)

test("a set receives for its members, and a receive that waits no longer says so", function()
    local set <close> = machport.PortSet.new()
    local receive <close> = machport.ReceiveRight.new(0, 0)
    set:insert(receive)
    local send <close> = receive:send_right_make()
    send:send {id = 1}
    assert(set:receive().from == receive:raw())
    local ok, failure = pcall(set.receive, set, {timeout = 0})
    assert(not ok and failure.status == machport.MACH_RCV_TIMED_OUT)
end)

test("a dead name is told of, and its unit handed over", function()
    local port <close> = machport.ReceiveRight.new(0, 0)
    local service, send = machport.pair_new(0, 0)
    local owned <close> = send
    send:notify_dead_name(port:send_once_right_make())
    service:close()
    local message <close> = port:receive({timeout = 1})
    assert(message.notification.id == machport.NOTIFY_DEAD_NAME and message.notification.trusted)
    assert(getmetatable(message.notification.right) == machport.DeadName)
    assert(message.notification.right:raw() == send:raw() and send:units() == 2)
end)

test("what nobody closed is released when it is collected", function()
    do
        local receive, send = machport.pair_new(0, 0)
        send:dup()
    end
    collectgarbage()
    assert(machport.leaks() == 0)
end)

test("a right of another name space is refused, and counted where it ends", function()
    local embedded = require "machport.embedded"
    local receive = machport.ReceiveRight.new(0, 0)
    local task = embedded.task_create()
    local before = embedded.task_enter(task)
    local lost <close> = machport.PortSet.new()
    local leaks = machport.leaks()
    assert(refused(receive.raw, receive):find("another name space", 1, true))
    embedded.task_enter(before)
    receive:close()
    lost:close()
    assert(lost:is_closed() and machport.leaks() == leaks + 1)
    embedded.task_destroy(task)
end)

test("a send that is interrupted goes on with what came back of what it made", function()
    local receive <close>, send = machport.pair_new(0, 0)
    local other <close> = machport.ReceiveRight.new(0, 0)
    local original, interruptions = raw.message_send, 3
    receive:attr_set(raw.ATTR_QUEUE_LIMIT, 1)
    send:send{bytes = "full"}
    function raw.message_send(...)
        local given = table.pack(...)
        given[given.n] = interruptions > 0 and 0 or given[given.n]
        local got = table.pack(pcall(original, table.unpack(given, 1, given.n)))
        if got[1] then
            return table.unpack(got, 2, got.n)
        end
        interruptions = interruptions - 1
        if interruptions == 0 then
            receive:receive{timeout = 0}:close()
        end
        got[2].status = raw.MACH_SEND_INTERRUPTED
        error(got[2], 0)
    end
    send:send{bytes = "long", rights = {other:as_send(), receive:as_send_once()}, reply = other:as_send_once()}
    raw.message_send = original
    assert(interruptions == 0)
    receive:receive{timeout = 0}:close()
    send:close()
end)

test("an error says what was called, and prints so", function()
    local ok, failure = pcall(raw.types, 0x7777)
    assert(not ok and failure.call == "types" and failure.status == machport.E_STALE and failure.results[1] == 0)
    assert(tostring(failure):find("types: E_STALE (-105529342): the name holds no right", 1, true))
end)

print("done")
