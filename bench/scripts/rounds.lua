-- Rounds in which the sides take turns: prints a line for each sample, its time over that of its peer, and in seconds.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local machport = require "machport"
local by_hand = require "by_hand"
local raw = machport.raw

local ROUNDS, TIMES = 31, 20000
local receive, send = machport.pair_new(0, 0)
local name, kind, sent = send:raw(), raw.KIND_SEND, by_hand.adopt(send:dup():detach())

local figures = {
    f = {
        ["by hand"] = function() for _ = 1, TIMES do if by_hand.check(name, kind) ~= 0 then error "dead" end end end,
        generated = function() for _ = 1, TIMES do if raw.check(name, kind) ~= 0 then error "dead" end end end,
        C = function() by_hand.check_in_c(name, TIMES) end,
    },
    g = {
        ["by hand"] = function() for _ = 1, TIMES do by_hand.types(name) end end,
        generated = function() for _ = 1, TIMES do raw.types(name) end end,
        C = function() by_hand.types_in_c(name, TIMES) end,
    },
    owned = {
        ["by hand"] = function() for _ = 1, TIMES do sent:dup():close() end end,
        generated = function() for _ = 1, TIMES do send:dup():close() end end,
        C = function() by_hand.dup_in_c(name, TIMES) end,
    },
}

local function seconds(side)
    local started = os.clock()
    side()
    return (os.clock() - started) / TIMES
end

for figure, sides in pairs(figures) do
    for _ = 1, ROUNDS do
        for side, call in pairs(sides) do
            local before, own, after = seconds(sides["by hand"]), seconds(call), seconds(sides["by hand"])
            print(figure, side, 2 * own / (before + after), own)
        end
    end
end
sent:close()
send:close()
receive:close()
