# Messages: bytes and owned rights.
# SPDX-License-Identifier: MIT OR Apache-2.0
module Machport
  # A notification: id, name and count, whether it is known that the kernel sent it, and the right that it hands over, if any.
  Notification = Struct.new(:id, :name, :count, :trusted, :right)

  # A received message. It owns its rights until they are taken out: nil stands for one that is NULL or died on its way.
  Message = Struct.new(:id, :bytes, :rights, :reply, :sequence, :origin, :dropped, :came_by, :notification, keyword_init: true) do
    def close
      [*rights, reply, notification&.right].each { |right| right&.close }
      self.rights = []
      self.reply = self.notification = nil
    end
  end

  # The rights of one message: how each goes, and whose it is afterwards.
  class Cargo
    MOVES = {SendRight => MOVE_SEND, SendOnceRight => MOVE_SEND_ONCE, ReceiveRight => MOVE_RECEIVE}.freeze
    MINE = [OUTCOME_NONE, OUTCOME_KEPT, OUTCOME_RETURNED].freeze
    attr_reader :structs

    def self.owned(right)
      return nil if [NULL, DEAD].include?(right[:name])

      Rights.own(MOVES.key(right[:disposition]), right[:name])
    end

    # None may move twice, nor may the destination move in its own message.
    def initialize(items, destination)
      @items = items
      moving = items.grep(Right)
      twice = moving.find { |right| right.equal?(destination) || moving.count { |other| other.equal?(right) } > 1 }
      raise ArgumentError, "#{twice.inspect} moves twice, or is the destination: let it go as_copy" if twice

      @structs = items.map { |item| planned(item) }
    end

    # Whether an error is what the sending of these rights was answered, and not raised by the handler of a signal.
    def answered?(error)
      now = error.is_a?(MachError) && Array(error.results)[1]
      now.is_a?(Array) && error.call == "message_send" && now.size == structs.size && now.all?(Hash)
    end

    # That answer, of an error that came after another one: the handler of a signal may have raised as the answer came.
    def answer(error, before)
      until error.nil? || error.equal?(before) || answered?(error)
        error = error.instance_variable_get(:@machport_answer) || error.cause
      end
      error unless error.equal?(before)
    end

    # Brings each owner into the state that its outcome tells; what came back of what was made for the message is a new owner.
    # The answer is what is there of them: their owners.
    def settle(now)
      now.each_with_index.map do |right, place|
        item = @items[place]
        mine = MINE.include?(right[:outcome])
        if item.is_a?(Right)
          mine ? item.hold(right[:name]) : item.forget
          mine ? item : nil
        elsif mine && right[:disposition] != structs[place][:disposition]
          Cargo.owned(right)
        end
      end
    end

    private

    def planned(item)
      name, disposition =
        case item
        when nil then [NULL, MOVE_SEND]
        when Carried then [item.source.raw, item.disposition]
        when *MOVES.keys then [Rights.owner(item, item.class, "it"), MOVES[item.class]]
        else raise TypeError, "#{item.class} cannot be sent"
        end
      {name: name, disposition: disposition, outcome: OUTCOME_NONE}
    end
  end

  # A time that passes: nanoseconds that are left of seconds, for ever where there are none.
  class Deadline
    INTERRUPTED = [MACH_SEND_INTERRUPTED, MACH_RCV_INTERRUPTED].freeze

    def initialize(seconds)
      @end = seconds && now + (seconds * 1_000_000_000).to_i
    end

    def left
      @end ? [@end - now, 0].max : FOREVER
    end

    # Calls again what a signal, or another thread, interrupted. Ruby looks after both before.
    def patiently
      yield left
    rescue MachError => error
      raise unless INTERRUPTED.include?(error.status)

      retry
    end

    private

    def now = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
  end

  class SendRight
    # Sends to it; timeout is in seconds. Where the message does not leave, the error's results are what is there of the reply right
    # and of the rights: their owners.
    def send_message(bytes = "", id: 0, rights: [], reply: nil, timeout: nil, flags: 0)
      cargo = Cargo.new(rights, self)
      first = reply && Cargo.new([reply], self)
      deadline = Deadline.new(timeout)
      given, before = [first&.structs&.first, cargo.structs], $!
      Rights.undisturbed(waits: timeout != 0) do
        deadline.patiently do |left|
          given = Raw.message_send(raw, id, bytes, *given, flags, left)
        rescue MachError => error
          given = [first && error.results[0], error.results[1]] if cargo.answered?(error) # what is there for another attempt
          raise
        end
        nil
      ensure
        answer = cargo.answer($!, before)
        given = [first && answer.results[0], answer.results[1]] if answer
        back = [first&.settle([given[0]])&.first, cargo.settle(given[1])]
        if answer && answer.equal?($!)
          answer.instance_variable_set(:@results, back)
        else # it has left, or the thread ends, or somebody raised in it
          (back.flatten - [nil, reply, *rights]).each(&:close)
        end
      end
    end
  end

  class SendOnceRight
    # Sends to it, which is good for one message.
    def send_message(bytes = "", id: 0, rights: [], flags: 0)
      to = Cargo.new([self], nil)
      cargo = Cargo.new(rights, self)
      Rights.undisturbed do
        now_to, now = Raw.message_send_once(to.structs.first, id, bytes, cargo.structs, flags)
        to.settle([now_to])
        cargo.settle(now)
        nil
      rescue MachError => error
        now_to, now = error.results
        to.settle([now_to])
        error.instance_variable_set(:@results, [nil, cargo.settle(now)])
        raise
      end
    end
  end

  # What a receive right and a set have in common.
  module Receiver
    ROOM = [4096, 16].freeze

    # Receives a message; timeout is in seconds. Without a capacity there is room for what comes. A block gets the message, which is
    # closed when the block ends.
    def receive(timeout: nil, capacity: nil, rights_capacity: nil, flags: 0)
      message = Rights.undisturbed(waits: timeout != 0) { arrived(Deadline.new(timeout), capacity, rights_capacity, flags) }
      return message unless block_given?

      begin
        yield message
      ensure
        message.close
      end
    end

    private

    def arrived(deadline, capacity, rights_capacity, flags)
      room = [capacity || ROOM[0], rights_capacity || ROOM[1]]
      begin
        bytes, given, told = deadline.patiently { |left| Raw.message_receive(raw, *room, flags, left) }
      rescue MachError => error
        raise if error.status != MACH_RCV_TOO_LARGE || capacity || rights_capacity

        room = room.zip(error.results[2].values_at(:size, :count)).map(&:max)
        retry
      end
      said, given = notification(told, bytes, given) if told[:via] == MOVE_SEND_ONCE
      Message.new(bytes: bytes, rights: given.map { |right| Cargo.owned(right) }, reply: Cargo.owned(told[:reply]),
                  came_by: told[:from], notification: said, **told.slice(:id, :sequence, :origin, :dropped))
    end

    def notification(told, bytes, given)
      now, said = Raw.notification_decode(told, bytes, given)
      type = Rights::BY_KIND[said[:kind]]
      [Notification.new(*said.values_at(:id, :name, :count), said[:trusted] == 1, type && Rights.own(type, said[:name])), now]
    rescue MachError
      [nil, given]
    end
  end
  ReceiveRight.include(Receiver)
  PortSet.include(Receiver)
end
