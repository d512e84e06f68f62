# Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
# SPDX-License-Identifier: MIT OR Apache-2.0
require "json"
require "machport/raw"
require "machport/embedded"
require_relative "space"
require_relative "values"

RAW = Machport::Raw

# What a call came to.
Outcome = Struct.new(:status, :returned, :out)

# A function of the table, and how the layer has it.
class Function
  attr_reader :parameters, :returns

  def initialize(described)
    @parameters, @returns = described.values_at("parameters", "returns")
    sizes = parameters.reject { |each| each["role"] == "out" }.filter_map { |each| each["sized_by"] }
    @given = parameters.each_index.select { |i| parameters[i]["role"] != "out" && !sizes.include?(i) }
    @written = parameters.each_index.reject { |i| parameters[i]["role"] == "in" }
    embedded = described["name"].start_with?("mach_embedded_")
    @call = (embedded ? Machport::Embedded : RAW).method(described["name"].sub(/\A(machport|mach_embedded)_/, ""))
  end

  def arguments(step, slots)
    @given.to_h { |i| [i, slots.argument(parameters[i], step["args"][i])] }
  end

  # Makes a call as the layer's rules say: inputs in C's order, outputs back; an error where it fails, which has them, too.
  def made(args)
    begin
      status = 0
      got = @call.call(*@given.map { |i| args[i] })
      results = @written.size > 1 ? got : [got]
    rescue Machport::MachError => error
      status = error.status
      results = error.results
    end
    Outcome.new(status, got, returns == "status" ? @written.zip(results).to_h : {})
  end
end

# One vector under way.
class Run
  def initialize(vector, functions)
    @vector = vector
    @functions = functions
    @slots = Slots.new
  end

  def run
    first = Space.look
    @vector["steps"].each.with_index(1) do |step, number|
      step["needs_pointers"] or run_step(number, step, @functions[step["call"]])
    rescue Failure => failure
      raise Failure, "#{@vector["name"]}, #{step["call"]}: #{failure.message} (step #{number})"
    end
    raise Failure, "#{@vector["name"]}, the space: it is not as it was before" if Space.look != first
  end

  private

  def run_step(number, step, function)
    args = function.arguments(step, @slots)
    (step["repeat"] - 1).times { check_status(step, function.made(args)) }
    before = step["observed"] ? Space.look : Space.new
    outcome = function.made(args)
    after = step["observed"] ? Space.look : Space.new
    untold = step["arrays_are_told"] ? [] : function.parameters.each_index.select { |i| function.parameters[i]["counted_by"] }
    untold.each { |i| outcome.out[i] = [] }
    log(number, step, function, args, outcome, before, after) if step["observed"]
    check_status(step, outcome)
    @slots.compare("the result", step["returns"], outcome.returned) if function.returns != "status"
    (outcome.out.keys - untold).each { |i| check_result(function.parameters[i], step["out"][i], outcome.status, outcome.out[i]) }
    step["rows"].each { |row| check_row(row, outcome) }
    step["counts"].each do |count|
      name = @slots.numbers[count["slot"]]
      next if after.urefs(name) == count["urefs"]

      raise Failure, "the name #{name} must hold #{count["urefs"]} by kind, not #{after.urefs(name)}"
    end
  end

  # Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back.
  def log(number, step, function, args, outcome, before, after)
    told = ["call", @vector["name"], number, step["call"]]
    told << (function.returns == "status" ? RAW.status_name(outcome.status) : "-")
    function.parameters.each_with_index do |parameter, i|
      sides = []
      sides << ["=", args[i]] if parameter["role"] != "out"
      sides << [parameter["role"] == "out" ? "=" : ">", outcome.out[i]] if parameter["role"] != "in"
      sides.each do |sign, value|
        labelled(parameter, value).each do |each|
          units = [before.units(each.number), after.units(each.number), before.letters(each.number)].join(":")
          told << "#{each.label}#{sign}#{each.number}:#{units}" if each.field["port"]
          told << "#{each.label}#{sign}#{each.number}" if !each.field["port"] && each.field["type"] == "u32"
        end
      end
    end
    puts told.join("\t")
  end

  def check_status(step, outcome)
    return if outcome.status == step["status"]

    raise Failure, "the status must be #{step["status_name"]}, not #{RAW.status_name(outcome.status)}"
  end

  def check_result(parameter, expected, status, got)
    case parameter["shape"]
    when "bytes" then @slots.compare_bytes(parameter["name"], expected, got)
    when "scalar"
      check_owned(parameter["name"], parameter["fields"][0], status, got)
      @slots.compare(parameter["name"], expected, got)
    when "struct", "structs"
      return if expected["form"] != "parts"

      numbers = labelled(parameter, got)
      raise Failure, "#{parameter["name"]} has #{numbers.size} numbers" if numbers.size != expected["parts"].size

      numbers.zip(expected["parts"]) { |each, part| @slots.compare(each.label, part, each.number) }
    end
  end

  def check_owned(what, field, status, got)
    return unless field["owned"]
    raise Failure, "#{what} is owned and must be NULL after a failure" if status != 0 && got != RAW::NULL

    nothing = (got == RAW::NULL && !field["nullable"]) || (got == RAW::DEAD && !field["maybe_dead"])
    raise Failure, "#{what} is owned and must be a name after success" if status.zero? && nothing
  end

  # The numbers of a row stand together in the arrays.
  def check_row(row, outcome)
    wanted = row.each_with_index.reject { |value, _| value["form"] == "any" }
    columns = wanted.map { |_, i| outcome.out[i] }
    numbers = wanted.map { |value, _| @slots.number(value) }
    raise Failure, "a row is not in the arrays" unless columns[0].zip(*columns[1..]).include?(numbers)
  end
end

table = JSON.parse(File.read(ARGV[0]))
functions = table["functions"].to_h { |described| [described["name"], Function.new(described)] }
failed = table["vectors"].count do |vector|
  Run.new(vector, functions).run
  false
rescue Failure => failure
  puts "FAILED #{failure.message}"
  true
end
puts "#{table["vectors"].size - failed} passed, #{failed} failed"
exit failed.zero?
