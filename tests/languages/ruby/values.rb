# The values of a vector: what they are as arguments, what they are against results, and the slots that keep some.
# SPDX-License-Identifier: MIT OR Apache-2.0

# An expectation that did not hold.
class Failure < StandardError; end

# A number of a call, with what the table says of it and what the log calls it.
Labelled = Struct.new(:label, :number, :field)

# A struct of the numbers of its fields; those of a struct inside it are `reply.name`.
def built(parameter, numbers)
  parameter["fields"].zip(numbers).each_with_object({}) do |(field, number), struct|
    *outer, name = field["path"].split(".").map(&:to_sym)
    outer.reduce(struct) { |inside, key| inside[key] ||= {} }[name] = number
  end
end

# The numbers of a name, of an array of names, or of structs.
def labelled(parameter, value)
  return [] if value.nil? || parameter["shape"] == "bytes"

  fields = parameter["fields"]
  if %w[scalar array].include?(parameter["shape"])
    return fields[0]["port"] ? Array(value).map { |number| Labelled.new(parameter["name"], number, fields[0]) } : []
  end
  many = parameter["shape"] == "structs"
  (many ? value : [value]).each_with_index.flat_map do |struct, place|
    fields.map do |field|
      label = "#{parameter["name"]}#{"[#{place}]" if many}.#{field["path"]}"
      Labelled.new(label, struct.dig(*field["path"].split(".").map(&:to_sym)), field)
    end
  end
end

class Slots
  attr_reader :numbers, :kept

  def initialize
    @numbers = {}
    @kept = {}
  end

  def number(value)
    return kept[value["slot"]].bytesize if value["form"] == "bytes"

    value["number"].to_i + (value["form"] == "slot" ? numbers[value["slot"]] : 0)
  end

  def bytes(value)
    case value["form"]
    when "bytes" then kept[value["slot"]]
    when "zeros" then "\0" * number(value)
    when "hex" then [value["text"]].pack("H*")
    else value["parts"].map { |part| number(part) }.pack("L*")
    end
  end

  # As the layer takes it: a number, a string of bytes, a struct, an array of structs, nil for no struct.
  def argument(parameter, value)
    return nil if value["form"] == "null" || (value["form"] == "any" && parameter["shape"] != "scalar")
    return bytes(value) if parameter["shape"] == "bytes"
    return number(value) if parameter["shape"] == "scalar"

    numbers = value["parts"].map { |part| number(part) }
    structs = numbers.each_slice(parameter["fields"].size).map { |some| built(parameter, some) }
    parameter["shape"] == "structs" ? structs : structs[0]
  end

  # Compares with what is expected, or keeps it.
  def compare(what, expected, got)
    case expected["form"]
    when "any" then return
    when "bind" then return numbers[expected["slot"]] = got
    end
    wanted = expected["form"] == "text" ? expected["text"] : number(expected)
    return if (wanted == got) != (expected["other"] || false)

    raise Failure, "#{what} must #{"not " if expected["other"]}be #{wanted}, not #{got}"
  end

  def compare_bytes(name, expected, got)
    case expected["form"]
    when "keep" then kept[expected["slot"]] = got
    when "hex" then raise Failure, "#{name} must be #{expected["text"]}" if got.unpack1("H*") != expected["text"]
    when "parts"
      words = got.unpack("L*")
      raise Failure, "#{name} has #{got.bytesize} bytes" if got.bytesize != 4 * expected["parts"].size

      expected["parts"].each_with_index { |part, k| compare("#{name}[#{k}]", part, words[k]) }
    end
  end
end
