/* The runtime ends while rights are owned: of the five kinds, closed in the orders given. ../witness.py judges what is released.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Machport;

static class ExitTest
{
    static readonly Dictionary<char, Func<uint, Right>> Adopt = new Dictionary<char, Func<uint, Right>> {
        {'R', ReceiveRight.Adopt}, {'S', SendRight.Adopt}, {'O', SendOnceRight.Adopt}, {'P', PortSet.Adopt}, {'D', DeadName.Adopt}};
    static Right[] kept;

    static int Main(string[] arguments)
    {
        Trace.Listeners.Clear();
        Trace.Listeners.Add(new TextWriterTraceListener(Console.Error));
        Trace.AutoFlush = true;
        string ending = arguments[0];
        var orders = arguments.Skip(1).ToList();
        if (ending == "a handler closes them") {
            AtExit(() => orders.ForEach(Closed));
            return 3;
        }
        if (ending == "finalizers release them") {
            orders.ForEach(Collected);
            return 0;
        }
        kept = Five(orders[0]);
        switch (ending) {
        case "Environment.Exit":
            AtExit(Use);
            Environment.Exit(3);
            break;
        case "an error":
            throw new InvalidOperationException("out");
        case "threads wait":
            var full = ReceiveRight.Create();
            var send = full.MakeSend();
            Calls.AttrSet(full, Raw.ATTR_QUEUE_LIMIT, 0);
            Background(() => new Message(0).Send(send, Timeout.InfiniteTimeSpan));
            Background(() => ReceiveRight.Create().Receive(Timeout.InfiniteTimeSpan));
            Thread.Sleep(20);
            break;
        case "threads work":
            Background(Works);
            Background(Works);
            Thread.Sleep(20);
            break;
        default:
            AtExit(Use);
            break;
        }
        return 0;
    }

    static void AtExit(Action handler)
    {
        AppDomain.CurrentDomain.ProcessExit += (sender, told) => handler();
    }

    static void Background(ThreadStart work)
    {
        new Thread(work) {IsBackground = true}.Start();
    }

    static void Works()
    {
        for (;;)
            Use();
    }

    static void Mark()
    {
        Raw.PortSetRelease(Raw.NULL);
    }

    /// <summary>A message goes there and back.</summary>
    static void Use()
    {
        Mark();
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend()) {
            new Message(4).Move(send.Dup()).ReplyTo(receive).Send(send, TimeSpan.Zero);
            using (var asked = receive.Receive(TimeSpan.Zero))
            using (var reply = (SendOnceRight)asked.TakeReply())
                new Message(asked.Id + 1).Send(reply);
            using (var answer = receive.Receive(TimeSpan.Zero))
                if (answer.Id != 5)
                    throw new InvalidOperationException("it came back otherwise");
        }
        Mark();
    }

    static Right[] Five(string order)
    {
        Mark();
        var receive = ReceiveRight.Create();
        var send = receive.MakeSend();
        new Message(0).Move(ReceiveRight.Create()).MakeSend(receive).Send(send, TimeSpan.Zero);
        var once = receive.MakeSendOnce();
        var set = PortSet.Create();
        set.Insert(receive);
        var service = ReceiveRight.Create();
        var dead = service.MakeSend();
        service.Dispose();
        var names = new Dictionary<char, uint> {
            {'R', receive.Detach()}, {'S', send.Detach()}, {'O', once.Detach()}, {'P', set.Detach()}, {'D', dead.Detach()}};
        var rights = order.Select(letter => Adopt[letter](names[letter])).ToArray();
        Mark();
        return rights;
    }

    static void Closed(string order)
    {
        Raw.SendOnceRightRelease(Raw.NULL);
        foreach (Right right in Five(order)) {
            right.Dispose();
            Use();
        }
    }

    /// <summary>Nobody can reach them, one after the other.</summary>
    static void Collected(string order)
    {
        Raw.SendOnceRightRelease(Raw.NULL);
        Elsewhere(() => kept = Five(order));
        for (int i = 0; i < order.Length; i++) {
            uint[] before = Types();
            for (kept[i] = null; Types().SequenceEqual(before); GC.WaitForPendingFinalizers())
                Elsewhere(GC.Collect);
        }
    }

    /// <summary>On a thread whose stack is gone afterwards, and in whose place nothing is left that a collector could see.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Elsewhere(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }

    /// <summary>What each name of the space holds, which each release changes.</summary>
    static uint[] Types()
    {
        return Raw.SpaceNames(64).types;
    }
}
