-- Messages: bytes and owned rights.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local raw = require "machport.raw"
local rights = require "machport.rights"

local BYTES, RIGHTS = 4096, 16 -- room at first; a message that needs more stays, and is received with more
local MOVES = {
    [rights.SendRight] = raw.MOVE_SEND,
    [rights.SendOnceRight] = raw.MOVE_SEND_ONCE,
    [rights.ReceiveRight] = raw.MOVE_RECEIVE,
}
local CLASSES = {}
for class, disposition in pairs(MOVES) do
    CLASSES[disposition] = class
end
local MINE = {[raw.OUTCOME_NONE] = true, [raw.OUTCOME_KEPT] = true, [raw.OUTCOME_RETURNED] = true}

local function nanoseconds(timeout)
    return timeout and math.floor(timeout * 1e9) or raw.FOREVER
end

local function owned(right)
    if right.name == raw.NULL or right.name == raw.DEAD then
        return false
    end
    return rights.own(CLASSES[right.disposition], right.name)
end

-- How a right goes: as itself, or made or copied from one (as_copy, as_send, as_send_once); false is none.
local function planned(item)
    if not item then
        return {name = raw.NULL, disposition = raw.MOVE_SEND, outcome = 0}
    elseif type(item) == "table" and item.disposition then
        return {name = rights.lent(item.source, rights.Right, "it"), disposition = item.disposition, outcome = 0}
    end
    local class = getmetatable(item)
    if not MOVES[class] then
        error("a " .. (type(class) == "table" and class.__name or type(item)) .. " cannot be sent", 3)
    end
    return {name = rights.owner(item, class, "it"), disposition = MOVES[class], outcome = 0}
end

-- Every right of a message, of which none may move twice, nor be its destination.
local function planned_all(items, destination)
    local moving, plan = {[destination] = true}, {}
    for place, item in ipairs(items) do
        plan[place] = planned(item)
        if moving[item] then
            error(tostring(item) .. " moves twice, or is the destination: let it go as_copy()", 3)
        elseif MOVES[getmetatable(item)] then
            moving[item] = true
        end
    end
    return plan
end

-- Brings each owner into the state that its outcome tells; what came back of what was made for the message becomes a new owner.
local function settled(items, plan, now)
    local left = {}
    for place, right in ipairs(now) do
        local item, mine = items[place], MINE[right.outcome]
        if MOVES[getmetatable(item)] then
            if mine then
                item:hold(right.name)
            else
                item:forget()
            end
            left[place] = mine and item or false
        else
            left[place] = mine and right.disposition ~= plan[place].disposition and owned(right) or false
        end
    end
    return left
end

local function failed(failure, reply, others)
    failure.results = {reply, others, n = 2}
    error(failure, 0)
end

-- Sends to a send right: {id, bytes, rights, reply, timeout in seconds}. Where it does not leave, the error's results are what is
-- there of the reply right and of the rights: their owners.
function rights.SendRight:send(message)
    local items, reply = message.rights or {}, message.reply
    local name, plan = rights.lent(self, rights.SendRight, "it"), planned_all(items, self)
    local first = reply and planned_all({reply}, self)[1]
    local function attempt(reply_right, others)
        return pcall(raw.message_send, name, message.id or 0, message.bytes or "", reply_right, others, message.flags or 0,
                     nanoseconds(message.timeout))
    end
    local ok, now_first, now = attempt(first, plan)
    while not ok and not message.timeout and getmetatable(now_first) == raw.MachError and
        now_first.status == raw.MACH_SEND_INTERRUPTED do
        ok, now_first, now = attempt(first and now_first.results[1], now_first.results[2])
    end
    local failure
    if not ok then
        failure = now_first
        if getmetatable(failure) ~= raw.MachError then
            error(failure, 2)
        end
        now_first, now = failure.results[1], failure.results[2]
    end
    local others = settled(items, plan, now)
    local back = reply and settled({reply}, {first}, {now_first})[1]
    if failure then
        failed(failure, back, others)
    end
end

-- Sends to a send-once right, which is good for one message: {id, bytes, rights}.
function rights.SendOnceRight:send(message)
    local items = message.rights or {}
    local plan, to = planned_all(items, self), planned(self)
    local ok, now_to, now = pcall(raw.message_send_once, to, message.id or 0, message.bytes or "", plan, message.flags or 0)
    local failure
    if not ok then
        failure = now_to
        if getmetatable(failure) ~= raw.MachError then
            error(failure, 2)
        end
        now_to, now = failure.results[1], failure.results[2]
    end
    settled({self}, {to}, {now_to})
    local others = settled(items, plan, now)
    if failure then
        failed(failure, nil, others)
    end
end

-- A received message: id, bytes, rights (false for one that is NULL or died on its way), reply, sequence, origin, dropped, and
-- notification where it is one. It owns its rights until they are taken out.
local Message = {__name = "Message"}
Message.__index = Message

function Message:close()
    local said = self.notification and self.notification.right
    for _, right in ipairs({said or false, self.reply or false, table.unpack(self.rights)}) do
        if right then
            right:close()
        end
    end
    self.rights, self.reply, self.notification = {}, nil, nil
end

function Message:__close()
    self:close()
end

local function notification(received, bytes, given)
    local ok, now, said = pcall(raw.notification_decode, received, bytes, given)
    if not ok then
        return nil, given
    end
    local class = rights.by_kind[said.kind]
    said.right = class and rights.own(class, said.name) or nil
    said.trusted = said.trusted == 1
    return said, now
end

-- Receives: {timeout in seconds, capacity, rights_capacity}. Without a capacity there is room for what comes.
local function receive(self, options)
    options = options or {}
    local capacity, rights_capacity = options.capacity or BYTES, options.rights_capacity or RIGHTS
    while true do
        local ok, bytes, given, received = pcall(raw.message_receive, rights.lent(self, rights.Right, "it"), capacity,
                                                 rights_capacity, options.flags or 0, nanoseconds(options.timeout))
        if ok then
            local said
            if received.via == raw.MOVE_SEND_ONCE then
                said, given = notification(received, bytes, given)
            end
            local message = {bytes = bytes, rights = {}, reply = owned(received.reply) or nil, notification = said}
            for _, field in ipairs({"id", "sequence", "origin", "dropped", "via", "from"}) do
                message[field] = received[field]
            end
            for place, right in ipairs(given) do
                message.rights[place] = owned(right)
            end
            return setmetatable(message, Message)
        end
        local failure = bytes
        if getmetatable(failure) ~= raw.MachError then
            error(failure, 2)
        end
        local more = failure.status == raw.MACH_RCV_TOO_LARGE and not (options.capacity or options.rights_capacity)
        if more then
            local told = failure.results[3]
            capacity, rights_capacity = math.max(capacity, told.size), math.max(rights_capacity, told.count)
        elseif failure.status ~= raw.MACH_RCV_INTERRUPTED or options.timeout then
            error(failure, 0)
        end
    end
end
rights.ReceiveRight.receive = receive
rights.PortSet.receive = receive

return Message
