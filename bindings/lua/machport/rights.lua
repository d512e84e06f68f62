-- The owned rights: each holds one unit of one right, and releases it once.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local raw = require "machport.raw"

local rights = {}
local leaked = 0
local epoch, NULL, DEAD = raw.epoch, raw.NULL, raw.DEAD

-- A right of any kind. name: nil where it is closed; epoch: the name space that the name belongs to; guard: what a receive right
-- needs to be released; borrowed: somebody else keeps it.
local Right = {}
Right.__index = Right
rights.Right = Right

local function is_right(value)
    local meta = getmetatable(value)
    return type(value) == "table" and type(meta) == "table" and meta.is_right
end

-- Why a right cannot be lent.
local function refuse(right, class, what)
    if not is_right(right) or (class ~= Right and getmetatable(right) ~= class) then
        local got = is_right(right) and getmetatable(right).__name or type(right)
        error(string.format("%s must be a %s, not %s", what, class == Right and "right" or class.__name, got), 4)
    elseif not right._name then
        error(string.format("%s is closed", getmetatable(right).__name), 4)
    end
    error(string.format("%s 0x%x belongs to another name space", getmetatable(right).__name, right._name), 4)
end

-- The name of a right that a call borrows, or an error: it is open, of the class, and of this thread's name space.
local function lent(right, class, what)
    local meta = getmetatable(right)
    if meta == class or (class == Right and is_right(right)) then
        local name = right._name
        if name and right._epoch == epoch() then
            return name
        end
    end
    return refuse(right, class, what)
end
rights.lent = lent

-- The same, where a raw name may stand, or nothing.
function rights.lent_or_raw(right, class, what)
    if math.type(right) == "integer" then
        return right
    end
    return right == nil and raw.NULL or lent(right, class, what)
end

-- The name of a right that a call consumes, which only its owner may give.
function rights.owner(right, class, what)
    local name = lent(right, class, what)
    if right._borrowed then
        error(string.format("%s 0x%x is borrowed: it is not yours to give", class.__name, name), 3)
    end
    return name
end

-- Calls a function that consumes rights: some whatever it answers, some where it succeeds. What was refused took none.
function rights.take(consumed, on_success, call, ...)
    local got = table.pack(pcall(call, ...))
    if got[1] or getmetatable(got[2]) == raw.MachError then
        for _, right in ipairs(consumed) do
            right._name = nil
        end
    end
    if not got[1] then
        error(got[2], 0)
    end
    for _, right in ipairs(on_success) do
        right._name = nil
    end
    return table.unpack(got, 2, got.n)
end

local function made(class, name, guard, borrowed)
    return setmetatable({_name = name, _epoch = epoch(), _guard = guard, _borrowed = borrowed}, class)
end

-- An owner for a name that a call gave; nil for NULL; the number DEAD for what was dead.
function rights.own(class, name, guard)
    if name == NULL then
        return nil
    elseif name == DEAD then
        return name
    end
    return setmetatable({_name = name, _epoch = epoch(), _guard = guard}, class)
end

function rights.borrow(class, name)
    return made(class, name, nil, true)
end

-- How many rights ended without being closed in another name space than their own, where nobody can release them.
function rights.leaks()
    return leaked
end

-- The raw name, which stays the right's own.
function Right:raw()
    return lent(self, Right, "it")
end

function Right:is_closed()
    return self._name == nil
end

-- Into raw: releasing what the name stands for becomes the business of whoever takes it.
function Right:detach()
    local name = rights.owner(self, getmetatable(self), "it")
    raw.disown(name, self.kind)
    self._name = nil
    return name
end

-- Releases the right. Closing twice is no error.
function Right:close()
    local name = self._name
    if name and not self._borrowed then
        lent(self, Right, "it")
        self._name = nil
        getmetatable(self).release(name)
    end
    self._name = nil
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

local function text(self)
    local name = getmetatable(self).__name
    return self._name and string.format("%s 0x%x", name, self._name) or name .. " closed"
end

-- What nobody closed is released, with a warning, as `warn` shows it where somebody asked for it.
local function collected(self)
    if self._name == nil or self._borrowed then
        return
    end
    if self._epoch ~= raw.epoch() or not pcall(self.close, self) then
        leaked = leaked + 1
    end
    warn("machport: a ", getmetatable(self).__name, " was never closed")
end

local function class(name, kind)
    local made_class = setmetatable({__name = name, kind = kind, is_right = true}, {__index = Right})
    made_class.__index, made_class.__tostring, made_class.__gc = made_class, text, collected
    made_class.__close = function(self)
        self:close()
    end
    -- From raw: what the caller owns under a name becomes an owned right. It is looked at first. A receive right that is guarded comes
    -- with its guard.
    made_class.adopt = function(raw_name, guard)
        return made(made_class, raw.adopt(raw_name, kind, raw.ADOPT_VERIFY), guard)
    end
    rights[name] = made_class
    return made_class
end

rights.by_kind = {
    [raw.KIND_SEND] = class("SendRight", raw.KIND_SEND),
    [raw.KIND_SEND_ONCE] = class("SendOnceRight", raw.KIND_SEND_ONCE),
    [raw.KIND_RECEIVE] = class("ReceiveRight", raw.KIND_RECEIVE),
    [raw.KIND_PORT_SET] = class("PortSet", raw.KIND_PORT_SET),
    [raw.KIND_DEAD_NAME] = class("DeadName", raw.KIND_DEAD_NAME),
}
-- Where the guard is not the port's, the receive right stays open.
function rights.ReceiveRight:close(guard)
    if self._name and not self._borrowed then
        rights.ReceiveRight.release(lent(self, Right, "it"), guard or self._guard or 0)
    end
    self._name = nil
end
rights.SendRight.as_copy = carried(raw.COPY_SEND)
rights.ReceiveRight.as_send = carried(raw.MAKE_SEND)
rights.ReceiveRight.as_send_once = carried(raw.MAKE_SEND_ONCE)

return rights
