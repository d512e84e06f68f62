-- machport for Lua: owned rights, the functions of the definition, and its constants.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local raw = require "machport.raw"
local rights = require "machport.rights"
local calls = require "machport.calls"
local machport = {raw = raw, MachError = raw.MachError, Message = require "machport.message", leaks = rights.leaks}

for name, value in pairs(raw) do
    if math.type(value) == "integer" then
        machport[name] = value
    end
end
for name, call in pairs(calls) do
    machport[name] = call
end
for _, class in pairs(rights.by_kind) do
    machport[class.__name] = class
end

-- The number that is guard and context of a receive right, which its owner keeps: it is needed to release the right.
for call, guarded in pairs({guard_set = true, context_set = true, guard_clear = false}) do
    machport[call] = function(receive, number, ...)
        calls[call](receive, number, ...)
        receive:guard(guarded and number or 0)
    end
    rights.ReceiveRight[call] = machport[call]
end

return machport
