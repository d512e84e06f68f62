-- Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
-- SPDX-License-Identifier: MIT OR Apache-2.0
local json = require "cjson"
local raw = require "machport.raw"
local embedded = require "machport.embedded"
local space = require "space"
local values = require "values"

-- An expectation that did not hold.
local function fail(...)
    error({failure = string.format(...)}, 0)
end

local function is_given(parameter)
    return parameter.role ~= "out" and not parameter.is_size
end

-- What the table says of a function, and how the layer has it.
local function prepared(described)
    for _, parameter in ipairs(described.parameters) do
        if parameter.role ~= "out" and parameter.sized_by ~= json.null then
            described.parameters[parameter.sized_by + 1].is_size = true
        end
    end
    local of_embedded = described.name:match("^mach_embedded_(.*)")
    described.call = of_embedded and embedded[of_embedded] or raw[described.name:match("^machport_(.*)")]
    return described
end

-- Makes a call as the layer's rules say: inputs in C order, outputs back; an error where it fails, which has them, too.
local function made(described, args)
    local given, count = {}, 0
    for i, parameter in ipairs(described.parameters) do
        if is_given(parameter) then
            count = count + 1
            given[count] = args[i]
        end
    end
    local got = table.pack(pcall(described.call, table.unpack(given, 1, count)))
    local outcome = {status = 0, out = {}}
    local results = {table.unpack(got, 2, got.n)}
    if not got[1] then
        if getmetatable(got[2]) ~= raw.MachError then
            error(got[2], 0)
        end
        outcome.status, results = got[2].status, got[2].results
    end
    if described.returns ~= "status" then
        outcome.returned = results[1]
        return outcome
    end
    local place = 0
    for i, parameter in ipairs(described.parameters) do
        if parameter.role ~= "in" then
            place = place + 1
            outcome.out[i] = results[place]
        end
    end
    return outcome
end

-- Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back.
local function log(vector, number, step, described, args, outcome, before, after)
    local told = {"call", vector.name, number, step.call}
    told[5] = described.returns == "status" and raw.status_name(outcome.status) or "-"
    local function tell(parameter, sign, value)
        for _, each in ipairs(values.labelled(parameter, value)) do
            if each.field.port then
                local letters, held = space.letters(before, each.number), space.units(before, each.number)
                local units = string.format(":%d:%d:%s", held, space.units(after, each.number), letters)
                told[#told + 1] = each.label .. sign .. each.number .. units
            elseif each.field.type == "u32" then
                told[#told + 1] = each.label .. sign .. each.number
            end
        end
    end
    for i, parameter in ipairs(described.parameters) do
        if parameter.role ~= "out" then
            tell(parameter, "=", args[i])
        end
        if parameter.role ~= "in" then
            tell(parameter, parameter.role == "out" and "=" or ">", outcome.out[i])
        end
    end
    print(table.concat(told, "\t"))
end

local function check_owned(what, field, status, got)
    if status ~= 0 and got ~= raw.NULL then
        fail("%s is owned and must be NULL after a failure", what)
    end
    if status == 0 and ((got == raw.NULL and not field.nullable) or (got == raw.DEAD and not field.maybe_dead)) then
        fail("%s is owned and must be a name after success", what)
    end
end

local function check_result(slots, parameter, expected, status, got)
    if parameter.shape == "array" then
        return
    end
    if parameter.shape == "bytes" then
        return slots:compare_bytes(parameter.name, expected, got, fail)
    end
    if parameter.shape == "scalar" then
        if parameter.fields[1].owned then
            check_owned(parameter.name, parameter.fields[1], status, got)
        end
        return slots:compare(parameter.name, expected, got, fail)
    end
    if expected.form == "parts" then
        local numbers = values.labelled(parameter, got)
        if #numbers ~= #expected.parts then
            fail("%s: there must be %d numbers, not %d", parameter.name, #expected.parts, #numbers)
        end
        for k, each in ipairs(numbers) do
            slots:compare(each.label, expected.parts[k], each.number, fail)
        end
    end
end

-- Whether the numbers of a row stand together in the arrays.
local function check_row(slots, outcome, row)
    for place = 1, math.maxinteger do
        local equal, inside = true, false
        for i, value in ipairs(row) do
            if value.form ~= "any" then
                inside = inside or outcome.out[i][place] ~= nil
                equal = equal and outcome.out[i][place] == slots:number(value)
            end
        end
        if not inside then
            fail("a row is not in the arrays")
        elseif equal then
            return
        end
    end
end

local function run_step(vector, number, step, described, slots)
    local args = {}
    for i, parameter in ipairs(described.parameters) do
        if is_given(parameter) then
            args[i] = slots:argument(parameter, step.args[i])
        end
    end
    local function check_status(outcome)
        if outcome.status ~= step.status then
            fail("the status must be %s, not %s", step.status_name, raw.status_name(outcome.status))
        end
    end
    for _ = 2, step["repeat"] do
        check_status(made(described, args))
    end
    local before = step.observed and space.look() or {}
    local outcome = made(described, args)
    local after = step.observed and space.look() or {}
    for i, parameter in ipairs(described.parameters) do
        if not step.arrays_are_told and parameter.counted_by ~= json.null then
            outcome.out[i] = {}
        end
    end
    if step.observed then
        log(vector, number, step, described, args, outcome, before, after)
    end
    check_status(outcome)
    if described.returns ~= "status" then
        slots:compare("the result", step.returns, outcome.returned, fail)
    end
    for i, parameter in ipairs(described.parameters) do
        if parameter.role ~= "in" and (step.arrays_are_told or parameter.counted_by == json.null) then
            check_result(slots, parameter, step.out[i], outcome.status, outcome.out[i])
        end
    end
    for _, row in ipairs(step.rows) do
        check_row(slots, outcome, row)
    end
    for _, count in ipairs(step.counts) do
        local name = slots.numbers[count.slot]
        if not space.same({after[name] or space.NONE}, {count.urefs}) then
            fail("the name %d must hold %s by kind", name, table.concat(count.urefs, ","))
        end
    end
end

local function run(vector, functions)
    local first, slots = space.look(), values.slots()
    for number, step in ipairs(vector.steps) do
        if not step.needs_pointers then
            local ok, told = pcall(run_step, vector, number, step, functions[step.call], slots)
            if not ok then
                error(string.format("%s, %s: %s (step %d)", vector.name, step.call, told.failure or tostring(told), number), 0)
            end
        end
    end
    if not space.same(space.look(), first) then
        error(string.format("%s, the space: it is not as it was before", vector.name), 0)
    end
end

local file = assert(io.open(arg[1]))
local whole = json.decode(file:read("a"))
file:close()
local functions, passed, failed = {}, 0, 0
for _, described in ipairs(whole.functions) do
    functions[described.name] = prepared(described)
end
for _, vector in ipairs(whole.vectors) do
    local ok, told = pcall(run, vector, functions)
    passed, failed = passed + (ok and 1 or 0), failed + (ok and 0 or 1)
    if not ok then
        print("FAILED " .. told)
    end
end
print(string.format("%d passed, %d failed", passed, failed))
os.exit(failed == 0)
