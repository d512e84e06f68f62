-- The values of a vector: what they are as arguments, what they are against results, and the slots that keep some.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local values = {}

-- The 64 bits of a number that is written out, which may be more than Lua's largest.
local function bits(text)
    local number = 0
    for digit in text:gmatch("%d") do
        number = number * 10 + math.tointeger(digit)
    end
    return text:sub(1, 1) == "-" and -number or number
end

-- A struct of the numbers of its fields; those of a struct inside it are `reply.name`.
local function built(parameter, numbers)
    local struct = {}
    for k, field in ipairs(parameter.fields) do
        local inner, name = field.path:match("^(.-)%.(.*)")
        if inner then
            struct[inner] = struct[inner] or {}
            struct[inner][name] = numbers[k]
        else
            struct[field.path] = numbers[k]
        end
    end
    return struct
end

local function read(struct, path)
    local inner, name = path:match("^(.-)%.(.*)")
    return inner and struct[inner][name] or struct[path]
end

-- The numbers of a name, of an array of names, or of structs, each with its field and what the log calls it.
function values.labelled(parameter, value)
    local found = {}
    if value == nil or parameter.shape == "bytes" then
        return found
    end
    local label = parameter.name
    if parameter.shape == "scalar" or parameter.shape == "array" then
        for _, number in ipairs(parameter.fields[1].port and (type(value) == "table" and value or {value}) or {}) do
            found[#found + 1] = {label = label, number = number, field = parameter.fields[1]}
        end
        return found
    end
    for place, struct in ipairs(parameter.shape == "structs" and value or {value}) do
        label = parameter.shape == "structs" and string.format("%s[%d]", parameter.name, place - 1) or label
        for _, field in ipairs(parameter.fields) do
            found[#found + 1] = {label = label .. "." .. field.path, number = read(struct, field.path), field = field}
        end
    end
    return found
end

local Slots = {}
Slots.__index = Slots

function values.slots()
    return setmetatable({numbers = {}, kept = {}}, Slots)
end

function Slots:number(value)
    if value.form == "bytes" then
        return #self.kept[value.slot]
    end
    local number = value.number and bits(value.number) or 0
    return value.form == "slot" and self.numbers[value.slot] + number or number
end

function Slots:bytes(value)
    if value.form == "bytes" then
        return self.kept[value.slot]
    elseif value.form == "zeros" then
        return ("\0"):rep(bits(value.number))
    elseif value.form == "hex" then
        return (value.text:gsub("..", function(digits) return string.char(tonumber(digits, 16)) end))
    end
    local words = {}
    for k, part in ipairs(value.parts) do
        words[k] = string.pack("=I4", self:number(part))
    end
    return table.concat(words)
end

-- As the layer takes it: a number, a string of bytes, a struct, a list of structs, nil for no struct.
function Slots:argument(parameter, value)
    if value.form == "null" or (value.form == "any" and parameter.shape ~= "scalar") then
        return nil
    elseif parameter.shape == "bytes" then
        return self:bytes(value)
    elseif parameter.shape == "scalar" then
        return self:number(value)
    end
    local structs, size = {}, #parameter.fields
    for first = 1, #value.parts, size do
        local numbers = {}
        for k = 1, size do
            numbers[k] = self:number(value.parts[first + k - 1])
        end
        structs[#structs + 1] = built(parameter, numbers)
    end
    return parameter.shape == "structs" and structs or structs[1]
end

-- Compares with what is expected, or keeps it.
function Slots:compare(what, expected, got, fail)
    if expected.form == "any" then
        return
    elseif expected.form == "bind" then
        self.numbers[expected.slot] = got
        return
    end
    local wanted = expected.form == "text" and expected.text or self:number(expected)
    if (wanted == got) == (expected.other or false) then
        fail("%s must %sbe %s, not %s", what, expected.other and "not " or "", wanted, got)
    end
end

function Slots:compare_bytes(name, expected, got, fail)
    if expected.form == "keep" then
        self.kept[expected.slot] = got
    elseif expected.form == "hex" and got ~= self:bytes(expected) then
        fail("%s must be %s", name, expected.text)
    elseif expected.form == "parts" then
        if #got ~= 4 * #expected.parts then
            fail("%s: there must be %d bytes, not %d", name, 4 * #expected.parts, #got)
        end
        for k, part in ipairs(expected.parts) do
            self:compare(string.format("%s[%d]", name, k - 1), part, string.unpack("=I4", got, 4 * k - 3), fail)
        end
    end
end

return values
