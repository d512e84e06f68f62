# The owned rights: each holds one unit of one right, and releases it once.
# SPDX-License-Identifier: MIT OR Apache-2.0
require "machport/raw"
require "machport/right"

module Machport
  Raw.constants.each { |name| const_set(name, Raw.const_get(name)) }

  # A right of any kind. Its other half is in C, ext/right.c.
  class Right
    # From raw: what the caller owns under a name becomes an owned right. It is looked at first. A receive right that is guarded comes
    # with its guard.
    def self.adopt(name, guard = 0)
      Rights.own(self, Raw.adopt(name, self::KIND, ADOPT_VERIFY), guard)
    end

    # As `new`, or, where there is none, as `adopt`; with a block, which gets the right, it is closed when the block ends.
    def self.open(*given, &block)
      right = respond_to?(:new) ? new(*given) : adopt(*given)
      block ? right.use(&block) : right
    end

    # Yields itself, and closes itself when the block ends, however that is.
    def use
      yield self
    ensure
      close
    end

    # Into raw: releasing what the name stands for becomes the business of whoever takes it.
    def detach
      name = Raw.disown(Rights.owner(self, self.class, "it"), self.class::KIND)
      forget
      name
    end

    # How many user references its name holds, of this kind or, where the right died, of the dead name that it has become.
    def units
      units = Raw.urefs(raw, self.class::KIND)
      units.positive? ? units : Raw.urefs(raw, KIND_DEAD_NAME)
    end

    def inspect
      closed? ? "#<#{self.class} closed>" : format("#<%s %#x>", self.class, raw)
    rescue IOError
      "#<#{self.class} of another name space>"
    end
  end

  # For a message: a right that is made or copied from another, which stays as it is.
  Carried = Struct.new(:source, :disposition)

  class SendRight < Right
    KIND = KIND_SEND

    def as_copy = Carried.new(self, COPY_SEND)
  end

  class SendOnceRight < Right
    KIND = KIND_SEND_ONCE
  end

  # A receive right keeps the number that is its guard and context: it is needed to release the right.
  class ReceiveRight < Right
    KIND = KIND_RECEIVE

    def as_send = Carried.new(self, MAKE_SEND)
    def as_send_once = Carried.new(self, MAKE_SEND_ONCE)
  end

  class PortSet < Right
    KIND = KIND_PORT_SET
  end

  class DeadName < Right
    KIND = KIND_DEAD_NAME
  end

  # What the functions of calls.rb do with rights. Its other half is in C, too.
  module Rights
    BY_KIND = [SendRight, SendOnceRight, ReceiveRight, PortSet, DeadName].to_h { |type| [type::KIND, type] }.freeze

    module_function

    # The name of a right that a call borrows, where a raw name may stand, or nothing.
    def lent_or_raw(right, type, what)
      return right if right.is_a?(Integer)

      right.nil? ? NULL : lent(right, type, what)
    end

    # From a call on until each right has its owner again nothing is interrupted, or nothing but a wait: by Thread#kill, Thread#raise,
    # Timeout, or the end of the program, which ends its threads. Else a thread would own what has left it.
    def undisturbed(waits: false, &call) = Thread.handle_interrupt(Object => waits ? :on_blocking : :never, &call)

    # Makes a call that consumes rights: some whatever it answers, some where it succeeds. What was refused took none.
    def take(consumed, on_success)
      undisturbed do
        got = yield
        consumed.each(&:forget)
        on_success.each(&:forget)
        got
      rescue MachError
        consumed.each(&:forget)
        raise
      end
    end
  end
end
