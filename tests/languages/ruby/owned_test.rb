# The owned rights of Ruby: what closes them, what is refused, what a message carries. Prints "done".
# SPDX-License-Identifier: MIT OR Apache-2.0
require "machport"
require "machport/embedded"
require "timeout"

include Machport

def names = Raw.space_names(0)[2]

def assert(truth, what = "it must hold")
  raise what unless truth
end

# The error of a call that must be refused.
def refused(type = StandardError)
  yield
rescue type => error
  error
else
  raise "it must be refused"
end

def test(what)
  before = names
  yield
  raise "it leaves names behind" if names != before
rescue StandardError => error
  warn "#{what}: #{error.full_message}"
  exit false
end

test "a block gets a right, which is closed when the block ends, also by an error" do
  kept = nil
  refused(RuntimeError) do
    ReceiveRight.open(0, 0) do |receive|
      kept = receive
      raise "out"
    end
  end
  assert kept.closed?
  Machport.pair do |receive, send|
    assert SendRight.open(send.dup.detach, &:units) == 2
    assert receive.send_right_make.use(&:raw) == receive.raw
  end
end

test "every kind is made and closed" do
  receive, send = Machport.pair
  once = receive.send_once_right_make
  PortSet.open do |set|
    set.insert(receive)
    assert set.members(4)[0] == [receive.raw]
  end
  once.close
  receive.close
  dead = DeadName.adopt(send.detach)
  copy = dead.dup
  assert dead.units == 2
  [dead, copy].each(&:close)
end

test "closing twice is no error, and use after it is refused" do
  Machport.pair do |_, send|
    send.close
    send.close
    assert send.inspect == "#<Machport::SendRight closed>"
    assert refused(IOError) { send.dup }.message == "Machport::SendRight is closed"
    refused(IOError) { send.raw }
  end
end

test "from raw and into raw: nothing is counted" do
  Machport.pair do |receive, send|
    name = send.detach
    assert send.closed? && Raw.urefs(name, KIND_SEND) == 1
    SendRight.adopt(name).close
    assert refused(MachError) { DeadName.adopt(receive.raw) }.status == E_WRONG_KIND
  end
end

test "what a call wants is one of its kind" do
  Machport.pair do |receive, send|
    message = refused(TypeError) { Machport.send_right_dup(receive) }.message
    assert message == "send must be a Machport::SendRight, not Machport::ReceiveRight", message
    refused(TypeError) { Machport.send_right_dup(send.raw) }
    refused(TypeError) { Machport.types(nil) }
  end
end

test "what is consumed is gone from its owner, whatever the call answers" do
  Machport.pair do |receive, send|
    notify = receive.send_once_right_make
    refused(TypeError) { send.notify_dead_name(send) }
    assert !notify.closed?
    assert send.notify_dead_name(notify).nil? && notify.closed?
    previous = send.notify_cancel(NOTIFY_DEAD_NAME)
    assert previous.is_a?(SendOnceRight)
    refused(RangeError) { receive.notify_no_senders(-1, previous) }
    assert !previous.closed?
    receive.notify_no_senders(0, previous)
    assert previous.closed?
    receive.notify_cancel(NOTIFY_NO_SENDERS)&.close
  end
end

test "what is consumed on success stays where the call fails" do
  receive, send = Machport.pair
  ReceiveRight.open(0, 0) do |other|
    receive.guard_set(7, 0)
    refused(MachError) { receive.close(8) }
    refused(RangeError) { receive.close(-1) }
    refused(TypeError) { receive.close(7.0) }
    refused(MachError) { other.pair_release(send, 0) }
    assert !receive.closed? && !send.closed? && !other.closed?
  end
  receive.pair_release(send, 7)
  assert receive.closed? && send.closed?
end

test "a receive right keeps its guard, of 64 bits" do
  ReceiveRight.new(GUARD, 2**64 - 1).close
  ReceiveRight.open(0, 0) do |receive|
    receive.context_set(0xfedcba9876543210)
    assert receive.context_get == 0xfedcba9876543210
  end
end

test "what is borrowed is nobody's to give, and closing it does nothing" do
  task = Machport.task_self
  refused(IOError) { task.detach }
  task.close
  assert Raw.check(Raw.task_self, KIND_SEND) == KERN_SUCCESS
end

test "a result that may be nothing is nil, and one that may be dead the number DEAD" do
  set = Embedded.method(:bootstrap_set)
  before = Machport.special_port(SPECIAL_BOOTSTRAP)
  set.call(NULL)
  assert Machport.special_port(SPECIAL_BOOTSTRAP).nil?
  Machport.pair do |receive, send|
    set.call(send.raw)
    Machport.special_port(SPECIAL_BOOTSTRAP).use { |port| assert port.raw == send.raw }
    receive.close
  end
  assert Machport.special_port(SPECIAL_BOOTSTRAP) == DEAD
  set.call(before ? before.raw : NULL)
  before&.close
end

test "a message carries bytes and rights" do
  Machport.pair do |receive, send|
    moved = send.dup
    source = ReceiveRight.new(0, 0)
    bytes = "\0\1\2\3".b + "x" * 9996
    send.send_message(bytes, id: -7, rights: [moved, nil, source.as_send, source], reply: receive.as_send_once)
    assert moved.closed? && source.closed? && !send.closed?
    receive.receive do |message|
      assert message.id == -7 && message.bytes == bytes && message.rights.size == 4
      assert message.rights[0].raw == send.raw && message.rights[1].nil? && message.rights[3].is_a?(ReceiveRight)
      message.reply.send_message(id: 8)
      assert message.reply.closed?
    end
    assert receive.receive(timeout: 1).id == 8
  end
end

test "the rights of a message that does not leave are still their owners'" do
  receive, send = Machport.pair
  mine = ReceiveRight.new(0, 0)
  receive.close
  error = refused(MachError) { send.send_message(rights: [mine, mine.as_send_once]) }
  assert error.results[1][0].equal?(mine) && !mine.closed?
  [*error.results[1], send].compact.each(&:close)
end

test "no right moves twice in a message, nor its destination in it" do
  Machport.pair do |receive, send|
    send.dup.use { |copy| refused(ArgumentError) { send.send_message(rights: [copy, copy]) } }
    refused(ArgumentError) { send.send_message(rights: [send]) }
    refused(TypeError) { send.send_message(rights: [5]) }
    send.send_message(rights: [send.as_copy])
    receive.receive(&:id)
  end
end

test "a set receives for its members, and a receive that waits no longer says so" do
  Machport.pair do |receive, send|
    PortSet.open do |set|
      set.insert(receive)
      send.send_message(id: 1)
      assert set.receive(timeout: 1).came_by == receive.raw
      assert refused(MachError) { set.receive(timeout: 0) }.name == "MACH_RCV_TIMED_OUT"
    end
  end
end

test "other threads run while one waits, and can end its wait" do
  Machport.pair do |receive, send|
    waiting = Thread.new { receive.receive.bytes }
    Thread.pass until waiting.stop?
    send.send_message("woken up")
    assert waiting.value == "woken up"
    refused(Timeout::Error) { Timeout.timeout(0.05) { receive.receive } }
  end
end

# Tried until the message of a thread that is killed has left, and the thread was not told so.
test "a thread that is killed owns nothing of what has left it" do
  untold = false
  (0..20_000).each do |tries|
    Machport.pair do |receive, send|
      moved = send.dup
      begun = told = false
      thread = Thread.new do
        begun = true
        send.send_message(rights: [moved])
        told = true
      end
      Thread.pass until begun
      (tries % 50).times { nil }
      thread.kill.join
      has_left = receive.receive(timeout: 0, &:id) rescue nil
      assert moved.closed? == !has_left.nil?
      moved.close
      assert send.units == 1
      untold = has_left && !told
    end
    break if untold
  end
  assert untold, "no kill came between"
end

test "what a caller does not let be interrupted is done" do
  Machport.pair do |receive, send|
    begun = false
    thread = Thread.new do
      Thread.handle_interrupt(RuntimeError => :never) do
        begun = true
        Thread.pass until Thread.pending_interrupt?
        send.send_message("bye!", timeout: 0)
      end
    end
    thread.report_on_exception = false
    Thread.pass until begun
    thread.raise("out")
    refused(RuntimeError) { thread.join }
    receive.receive(timeout: 0) { |message| assert message.bytes == "bye!" }
  end
end

test "what the handler of a signal raises is no answer to a send" do
  Machport.pair do |receive, send|
    receive.attr_set(ATTR_QUEUE_LIMIT, 1)
    send.send_message("full")
    mine = nil
    before = trap(:USR1) { raise mine = refused(MachError) { Raw.types(0x7777) } }
    signals = Thread.new { sleep 0.05 and Process.kill(:USR1, Process.pid) }
    told = refused(MachError) { send.send_message("long", rights: [receive.as_send], timeout: 60) }
    signals.join
    trap(:USR1, before)
    assert told.equal?(mine) && told.results == [0] && send.units == 1
  end
end

test "a dead name is told of, and its unit handed over" do
  ReceiveRight.open(0, 0) do |port|
    Machport.pair do |service, send|
      send.notify_dead_name(port.send_once_right_make)
      service.close
      port.receive(timeout: 1) do |message|
        said = message.notification
        assert said.id == NOTIFY_DEAD_NAME && said.trusted && said.right.is_a?(DeadName) && send.units == 2
      end
    end
  end
end

test "what nobody closed is released when it is collected" do
  before = names
  100.times { PortSet.new }
  GC.start
  assert names < before + 50 && Machport.leaks.zero?
  ObjectSpace.each_object(PortSet, &:close)
end

test "a right of another name space is refused" do
  receive = ReceiveRight.new(0, 0)
  task = Embedded.task_create
  before = Embedded.task_enter(task)
  assert refused(IOError) { receive.raw }.message.include?("another name space")
  Embedded.task_enter(before)
  receive.close
  Embedded.task_destroy(task)
end

# What it says where it fails is what it prints; its finalizers run as it ends.
test "the child of a fork owns nothing, until it begins anew" do
  Machport.pair do |receive, send|
    child = fork do
      assert refused(IOError) { send.raw }.message.include?("another name space")
      assert refused(MachError) { Machport.pair }.name == "E_FORKED"
      lost = Machport.leaks
      send.close
      assert send.closed? && Machport.leaks == lost + 1
      Raw.renew
      Machport.pair do |own, other|
        receive.close
        assert other.units == 1 && Machport.leaks == lost + 2
        other.send_message("anew")
        own.receive(timeout: 1) { |message| assert message.bytes == "anew" }
      end
    end
    assert Process.wait2(child)[1].success?
    assert send.units == 1
    send.send_message("same")
    receive.receive(timeout: 1) { |message| assert message.bytes == "same" }
  end
end

test "a send that is interrupted goes on with what came back of what it made" do
  Machport.pair do |receive, send|
    interruptions = 3
    Raw.singleton_class.prepend(Module.new do
      define_method(:message_send) do |*given, left|
        raise "out" if given[2] == "dies" && interruptions == 1

        super(*given, interruptions.zero? ? left : 0)
      rescue MachError => error
        raise if interruptions.zero? || error.status != MACH_SEND_TIMED_OUT

        interruptions -= 1
        receive.receive(timeout: 0).close if interruptions.zero?
        error.instance_variable_set(:@status, MACH_SEND_INTERRUPTED)
        raise
      end
    end)
    receive.attr_set(ATTR_QUEUE_LIMIT, 1)
    ReceiveRight.open(0, 0) do |other|
      send.send_message("full")
      send.send_message("long", rights: [other.as_send, receive.as_send_once], reply: other.as_send_once)
    end
    assert interruptions.zero?
    interruptions = 3
    ReceiveRight.open(0, 0) do |other|
      refused(RuntimeError) { send.send_message("dies", rights: [other.as_send], reply: other.as_send_once) }
    end
    interruptions = 0
    receive.receive(timeout: 0, &:close)
  end
end

test "an error says what was called, and prints so" do
  error = refused(MachError) { Raw.types(0x7777) }
  assert error.call == "types" && error.status == E_STALE && error.results == [0]
  assert error.message.start_with?("types: E_STALE (-105529342): the name holds no right")
end

puts "done"
