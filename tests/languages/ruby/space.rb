# What the name space holds: the user references of each name by kind.
# SPDX-License-Identifier: MIT OR Apache-2.0
require "machport/raw"

class Space
  RAW = Machport::Raw
  KINDS = [RAW::KIND_SEND, RAW::KIND_RECEIVE, RAW::KIND_SEND_ONCE, RAW::KIND_PORT_SET, RAW::KIND_DEAD_NAME].freeze
  NOTHING = [0, 0, 0, 0, 0].freeze
  attr_reader :held

  def self.look
    new(RAW.space_names(RAW.space_names(0)[2])[0].to_h { |name| [name, KINDS.map { |kind| RAW.urefs(name, kind) }] })
  end

  def initialize(held = {})
    @held = held
  end

  def ==(other)
    held == other.held
  end

  def urefs(name)
    held.fetch(name, NOTHING)
  end

  def units(name)
    urefs(name).sum
  end

  # The kinds that a name holds.
  def letters(name)
    letters = "sropd".chars.zip(urefs(name)).filter_map { |letter, count| letter if count.positive? }.join
    letters.empty? ? "-" : letters
  end
end
