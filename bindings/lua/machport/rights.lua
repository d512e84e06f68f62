-- The owned rights: each holds one unit of one right, and releases it once. What every one can is in C, src/right.c.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local raw = require "machport.raw"
local rights = require "machport.right"

-- A right of any kind.
local Right = rights.Right

-- The name of a right, where a raw name may stand, or nothing.
function rights.lent_or_raw(right, class, what)
    if math.type(right) == "integer" then
        return right
    end
    return right == nil and raw.NULL or rights.lent(right, class, what)
end

-- Calls a function that consumes rights: some whatever it answers, some where it succeeds. What was refused took none.
function rights.take(consumed, on_success, call, ...)
    local got = table.pack(pcall(call, ...))
    if got[1] or getmetatable(got[2]) == raw.MachError then
        for _, right in ipairs(consumed) do
            right:forget()
        end
    end
    if not got[1] then
        error(got[2], 0)
    end
    for _, right in ipairs(on_success) do
        right:forget()
    end
    return table.unpack(got, 2, got.n)
end

-- The raw name, which stays the right's own.
function Right:raw()
    return rights.lent(self, Right, "it")
end

-- Into raw: releasing what the name stands for becomes the business of whoever takes it.
function Right:detach()
    local name = raw.disown(rights.owner(self, getmetatable(self), "it"), self.kind)
    self:forget()
    return name
end

-- How many user references its name holds, of this kind or, where the right died, of the dead name that it has become.
function Right:units()
    local name = self:raw()
    local units = raw.urefs(name, self.kind)
    return units > 0 and units or raw.urefs(name, raw.KIND_DEAD_NAME)
end

-- For a message: a right that is made or copied from this one, which stays as it is.
local function carried(disposition)
    return function(self)
        return {source = self, disposition = disposition}
    end
end

-- A class is the metatable of its rights, and they look in it, and in Right.
local function class(name, kind)
    local made = setmetatable({__name = name, kind = kind}, {__index = Right})
    rights.class(made)
    made.__index, made.close = made, Right.close -- which is found at once
    for event, call in pairs(rights.events) do
        made[event] = call
    end
    -- From raw: what the caller owns under a name becomes an owned right. It is looked at first. A receive right that is guarded comes
    -- with its guard.
    made.adopt = function(raw_name, guard)
        return rights.own(made, raw.adopt(raw_name, kind, raw.ADOPT_VERIFY), guard)
    end
    rights[name] = made
    return made
end

rights.by_kind = {
    [raw.KIND_SEND] = class("SendRight", raw.KIND_SEND),
    [raw.KIND_SEND_ONCE] = class("SendOnceRight", raw.KIND_SEND_ONCE),
    [raw.KIND_RECEIVE] = class("ReceiveRight", raw.KIND_RECEIVE),
    [raw.KIND_PORT_SET] = class("PortSet", raw.KIND_PORT_SET),
    [raw.KIND_DEAD_NAME] = class("DeadName", raw.KIND_DEAD_NAME),
}
rights.SendRight.as_copy = carried(raw.COPY_SEND)
rights.ReceiveRight.as_send = carried(raw.MAKE_SEND)
rights.ReceiveRight.as_send_once = carried(raw.MAKE_SEND_ONCE)

return rights
