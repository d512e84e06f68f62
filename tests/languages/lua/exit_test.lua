-- The state is closed while rights are owned: of the five kinds, made in a given order. ../witness.py judges what is released.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local machport = require "machport"
local raw = machport.raw
local order, ending = ...

local function mark()
    raw.port_set_release(raw.NULL)
end

-- A message goes there and back.
local function use()
    mark()
    local receive <close>, send = machport.pair_new(0, 0)
    send:send {bytes = "four", rights = {send:dup()}, reply = receive:as_send_once()}
    local message <close> = receive:receive {timeout = 0}
    message.reply:send {bytes = message.bytes}
    local answer <close> = receive:receive {timeout = 0}
    assert(answer.bytes == "four")
    send:close()
end

-- Its finalizer is the last one, for it is the first.
local last <const> = setmetatable({}, {__gc = function()
    use()
    mark()
end})

mark()
local receive, send = machport.pair_new(0, 0)
send:send {rights = {machport.ReceiveRight.new(0, 0), receive:as_send()}}
local once, set = receive:send_once_right_make(), machport.PortSet.new()
set:insert(receive)
local service, dead = machport.pair_new(0, 0)
service:close()
local names = {R = receive:detach(), S = send:detach(), O = once:detach(), P = set:detach(), D = dead:detach()}
mark()

local classes = {
    R = machport.ReceiveRight, S = machport.SendRight, O = machport.SendOnceRight, P = machport.PortSet, D = machport.DeadName,
}
kept = {}
for letter in order:gmatch "." do
    table.insert(kept, classes[letter].adopt(names[letter]))
end

if ending == "some are collected before" then
    kept[1], kept[3], kept[5] = nil, nil, nil
    collectgarbage()
elseif ending == "os.exit closes the state" then
    os.exit(true, true)
elseif ending == "os.exit leaves a block" then
    local a <close>, b = kept[1]
    local b <close> = kept[2]
    local c <close> = kept[3]
    local d <close> = kept[4]
    local e <close> = kept[5]
    os.exit(true, true)
elseif ending == "os.exit does not close the state" then
    os.exit(3)
elseif ending == "an error" then
    error("out", 0)
end
