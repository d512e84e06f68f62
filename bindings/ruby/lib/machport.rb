# machport for Ruby: owned rights, the functions of the definition, and its constants.
# SPDX-License-Identifier: MIT OR Apache-2.0
require "machport/rights"
require "machport/calls"
require "machport/message"

module Machport
  # A new port's receive right and a send right to it; a block gets both, and they are closed when it ends.
  def self.pair(flags = 0, guard = 0)
    receive, send = pair_new(flags, guard)
    return [receive, send] unless block_given?

    begin
      yield receive, send
    ensure
      receive.close
      send.close
    end
  end

  # The number that is guard and context of a receive right, which its owner keeps.
  module Guarded
    def guard_set(number, flags) = super.tap { self.guard = number }
    def context_set(number) = super.tap { self.guard = number }
    def guard_clear(number) = super.tap { self.guard = 0 }
  end
  ReceiveRight.prepend(Guarded)
end
