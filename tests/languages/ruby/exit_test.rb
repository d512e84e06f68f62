# The VM ends while rights are owned: of the five kinds, in each of the orders given, in a process of its own. Prints the exit code of
# each. ../witness.py judges what is released.
# SPDX-License-Identifier: MIT OR Apache-2.0
require "machport"
include Machport

def mark = Raw.port_set_release(NULL)

# A message goes there and back.
def use
  mark
  Machport.pair do |receive, send|
    send.send_message("four", rights: [send.dup], reply: receive.as_send_once)
    receive.receive(timeout: 0) do |message|
      message.reply.send_message(message.bytes)
      receive.receive(timeout: 0) { |answer| raise "it came back otherwise" if answer.bytes != "four" }
    end
  end
  mark
end

def five
  mark
  receive, send = Machport.pair
  send.send_message(rights: [ReceiveRight.new(0, 0), receive.as_send])
  once = receive.send_once_right_make
  set = PortSet.new
  set.insert(receive)
  service, dead = Machport.pair
  service.close
  names = {"R" => receive, "S" => send, "O" => once, "P" => set, "D" => dead}.transform_values(&:detach)
  mark
  names
end

CLASSES = {"R" => ReceiveRight, "S" => SendRight, "O" => SendOnceRight, "P" => PortSet, "D" => DeadName}.freeze

def address(right) = Kernel.instance_method(:to_s).bind_call(right)[/0x\h+/].hex

# They lie in memory in this order, which is that in which the VM frees them.
def owned(names, order)
  loop do
    [order, order.reverse].each do |letters|
      rights = letters.chars.to_h { |letter| [letter, CLASSES[letter].adopt(names[letter])] }
      return rights.values_at(*order.chars) if order.chars.sort_by { |letter| address(rights[letter]) }.join == order

      rights.each_value(&:detach)
    end
  end
end

# It has a thread that waits for what never comes.
def waiting(&wait)
  thread = Thread.new(&wait)
  thread.report_on_exception = true
  Thread.pass until thread.stop?
end

def ends(ending, order)
  $kept = owned(five, order)
  case ending
  when "at_exit" # whose blocks run in the reverse order
    at_exit { use }
    $kept.reverse_each { |right| at_exit { right.close } }
    at_exit { use }
  when "finalizers"
    $stdout.sync = true
    $kept.zip(order.chars) do |right, letter|
      ObjectSpace.define_finalizer(right, proc do
        print letter
        use
      end)
    end
  when "exit" then exit 3
  when "exit!" then exit! 4
  when "abort" then abort "out"
  when "raise" then raise "out"
  when "threads that wait"
    receive, send = Machport.pair
    ReceiveRight.new(0, 0).then { |other| waiting { other.receive } }
    receive.attr_set(ATTR_QUEUE_LIMIT, 0)
    waiting { send.send_message("") }
  when "threads that work"
    2.times { Thread.new { loop { use } } }
    sleep 0.02
  end
end

ending, *orders = ARGV
orders.each do |order|
  child = fork do
    Raw.renew
    ends(ending, order)
  end
  puts Process.wait2(child)[1].exitstatus || "killed"
  $stdout.flush
end
