# Rounds in which the sides take turns: prints a line for each sample, its time over that of its peer, and in seconds.
# SPDX-License-Identifier: MIT OR Apache-2.0
require "machport"
require "by_hand"

ROUNDS, TIMES = 31, 20_000
receive, send = Machport.pair
name, kind = send.raw, Machport::KIND_SEND
sent = ByHand.adopt(send.dup.detach)

figures = {
  f: {
    "by hand" => -> { TIMES.times { raise "dead" if ByHand.check(name, kind) != 0 } },
    "generated" => -> { TIMES.times { raise "dead" if Machport::Raw.check(name, kind) != 0 } },
    "C" => -> { ByHand.check_in_c(name, TIMES) },
  },
  g: {
    "by hand" => -> { TIMES.times { ByHand.types(name) } },
    "generated" => -> { TIMES.times { Machport::Raw.types(name) } },
    "C" => -> { ByHand.types_in_c(name, TIMES) },
  },
  owned: {
    "by hand" => -> { TIMES.times { sent.dup.close } },
    "generated" => -> { TIMES.times { send.dup.close } },
    "C" => -> { ByHand.dup_in_c(name, TIMES) },
  },
}

def seconds(side)
  started = Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID)
  side.call
  (Process.clock_gettime(Process::CLOCK_THREAD_CPUTIME_ID) - started) / TIMES
end

figures.each do |figure, sides|
  ROUNDS.times do
    sides.each do |side, call|
      before, own, after = [sides["by hand"], call, sides["by hand"]].map { |each| seconds(each) }
      puts [figure, side, 2 * own / (before + after), own].join("\t")
    end
  end
end
[sent, send, receive].each(&:close)
