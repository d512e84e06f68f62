-- What the name space holds: the user references of each name by kind.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local raw = require "machport.raw"

local KINDS = {raw.KIND_SEND, raw.KIND_RECEIVE, raw.KIND_SEND_ONCE, raw.KIND_PORT_SET, raw.KIND_DEAD_NAME}
local LETTERS = {"s", "r", "o", "p", "d"}
local space = {NONE = {0, 0, 0, 0, 0}}

function space.look()
    local _, _, count = raw.space_names(0)
    local found = {}
    for _, name in ipairs((raw.space_names(count))) do
        found[name] = {}
        for place, kind in ipairs(KINDS) do
            found[name][place] = raw.urefs(name, kind)
        end
    end
    return found
end

function space.units(seen, name)
    local sum = 0
    for _, urefs in ipairs(seen[name] or space.NONE) do
        sum = sum + urefs
    end
    return sum
end

-- The kinds that a name holds.
function space.letters(seen, name)
    local letters = ""
    for place, urefs in ipairs(seen[name] or space.NONE) do
        letters = letters .. (urefs > 0 and LETTERS[place] or "")
    end
    return letters == "" and "-" or letters
end

local function contains(one, other)
    for name, held in pairs(one) do
        for place = 1, #KINDS do
            if not other[name] or other[name][place] ~= held[place] then
                return false
            end
        end
    end
    return true
end

function space.same(one, other)
    return contains(one, other) and contains(other, one)
end

return space
