/* The owned types: closing, giving away, misuse, other threads, other name spaces, messages. Each test leaves the space as it found it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Threading;
using Machport;

static class OwnedTest
{
    static readonly TimeSpan Now = TimeSpan.Zero, Ever = Timeout.InfiniteTimeSpan;

    static void Main()
    {
        Trace.Listeners.Clear();
        Trace.Listeners.Add(new TextWriterTraceListener(Console.Error));
        Action[] tests = {Closing, RawInAndOut, ConsumedOnSuccess, ConsumedAlways, NullIsNotConsumed, ResultsThatMayBeNothing, Lent, Sets,
            Errors, Messages, Replies, LargeMessages, SendingFails, KeptUnderAnotherName, ComesBack, Notifications, ClosedInUse,
            InUseIsNotGivenAway, AbortedInACall, ClosingEndsAReceive, ManyUseWhatOneCloses, AnotherNameSpace, NobodyDisposed};
        foreach (Action test in tests) {
            ulong before = Names();
            test();
            Equal(before, Names());
        }
        Trace.Flush();
        Console.WriteLine(tests.Length + " done");
    }

    static void Closing()
    {
        SendRight kept;
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend()) {
            Equal(1u, send.Urefs);
            using (var another = send.Dup()) {
                Equal(2u, send.Urefs);
                Equal(send.Name, another.Name);
            }
            Equal(1u, send.Urefs);
            kept = send.Dup();
        }
        Equal(Raw.TYPE_DEAD_NAME, Raw.Types(kept.Name));
        Equal(1u, kept.Urefs);
        kept.Dispose();
        kept.Dispose();
        Check(kept.IsClosed);
        Throwing<ObjectDisposedException>(() => kept.Name.ToString());
        Throwing<ObjectDisposedException>(() => kept.Dup());
        Throwing<ObjectDisposedException>(() => kept.Detach());
        Throwing<ObjectDisposedException>(() => Calls.SendRightRelease(kept));
        Equal("SendRight (closed)", kept.ToString());
    }

    static void RawInAndOut()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend()) {
            uint raw = send.Dup().Detach();
            Equal(send.Name, raw);
            Equal(2u, send.Urefs);
            Failing(Raw.E_WRONG_KIND, () => SendOnceRight.Adopt(raw));
            Equal(2u, send.Urefs);
            SendRight.Adopt(raw).Dispose();
            Equal(1u, send.Urefs);
        }
        Failing(Raw.E_DEAD, () => SendRight.Adopt(Raw.DEAD));
        Failing(Raw.E_NULL, () => PortSet.Adopt(Raw.NULL));
    }

    static void ConsumedOnSuccess()
    {
        ReceiveRight receive = Calls.ReceiveRightNew(Raw.GUARD, 7);
        Failing(Raw.KERN_INVALID_ARGUMENT, () => Calls.ReceiveRightRelease(receive, 8));
        Check(!receive.IsClosed);
        Failing(Raw.KERN_INVALID_ARGUMENT, receive.Dispose);
        Check(!receive.IsClosed);
        receive.WithGuard(7).Dispose();
        Check(receive.IsClosed);
        ReceiveRight other = Calls.ReceiveRightNew(Raw.GUARD, 7);
        Calls.ReceiveRightRelease(other, 7);
        Check(other.IsClosed);
    }

    static void ConsumedAlways()
    {
        using (var receive = ReceiveRight.Create())
        using (var gone = ReceiveRight.Create())
        using (var dead = gone.MakeSend()) {
            gone.Dispose();
            SendOnceRight notify = receive.MakeSendOnce();
            Failing(Raw.E_DEAD, () => Calls.NotifySendPossible(dead, notify));
            Check(notify.IsClosed);
        }
    }

    static void NullIsNotConsumed()
    {
        using (var receive = ReceiveRight.Create())
        using (var notify = receive.MakeSendOnce()) {
            Throwing<NullReferenceException>(() => Calls.NotifyNoSenders(null, 0, notify));
            Check(!notify.IsClosed);
            Equal(1u, notify.Urefs);
            Throwing<ObjectDisposedException>(() => Calls.NotifyNoSenders(Closed(), 0, notify));
            Equal(1u, notify.Urefs);
        }
    }

    static ReceiveRight Closed()
    {
        var receive = ReceiveRight.Create();
        receive.Dispose();
        return receive;
    }

    static void ResultsThatMayBeNothing()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend()) {
            Check(Calls.NotifyDeadName(send, receive.MakeSendOnce()) == null);
            Calls.NotifyDeadName(send, receive.MakeSendOnce()).Dispose();
            Calls.NotifyCancel(send, Raw.NOTIFY_DEAD_NAME).Dispose();
        }
        using (var usual = Calls.SpecialPort(Raw.SPECIAL_BOOTSTRAP).Right) {
            Embedded.BootstrapSet(Raw.NULL);
            Given<SendRight> none = Calls.SpecialPort(Raw.SPECIAL_BOOTSTRAP);
            Check(none.Right == null && !none.Dead);
            using (var receive = ReceiveRight.Create())
            using (var send = receive.MakeSend()) {
                Embedded.BootstrapSet(send.Name);
                using (var port = Calls.SpecialPort(Raw.SPECIAL_BOOTSTRAP).Right)
                    Equal(send.Name, port.Name);
            }
            Given<SendRight> dead = Calls.SpecialPort(Raw.SPECIAL_BOOTSTRAP);
            Check(dead.Right == null && dead.Dead);
            Embedded.BootstrapSet(usual == null ? Raw.NULL : usual.Name);
        }
    }

    static void Lent()
    {
        SendRight task = Calls.TaskSelf();
        task.Dispose();
        Throwing<InvalidOperationException>(() => new Message(0).Move(Calls.TaskSelf()).Send(Calls.TaskSelf(), Now));
        Throwing<InvalidOperationException>(() => Calls.TaskSelf().Detach());
    }

    static void Sets()
    {
        using (var set = PortSet.Create())
        using (var one = ReceiveRight.Create())
        using (var other = ReceiveRight.Create()) {
            set.Insert(one);
            set.Insert(other);
            Equal(2ul, Calls.PortSetMembers(set, 0).count);
            set.Extract(one);
            Equal(other.Name, Calls.PortSetMembers(set, 4).names[0]);
            using (var send = other.MakeSend()) {
                new Message(3).Send(send, Now);
                using (Delivery delivery = set.Receive(Now))
                    Equal(other.Name, delivery.CameBy);
            }
        }
    }

    static void Errors()
    {
        MachException error = Failing(Raw.KERN_INVALID_VALUE, () => Raw.Urefs(Raw.TaskSelf(), 9));
        Equal("KERN_INVALID_VALUE", error.Name);
        Equal("machport_urefs", error.Call);
        Equal(0u, error.Results);
        Equal(Raw.StatusText(error.Status), error.Text);
        Equal((0u, 0u), Failing(Raw.KERN_INVALID_ARGUMENT, () => Raw.PairNew(1u << 31, 0)).Results);
        Equal(0xffffffffu, Raw.DEAD);
        Equal(ulong.MaxValue, Raw.FOREVER);
    }

    static void Messages()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var other = ReceiveRight.Create()) {
            SendRight moved = other.MakeSend();
            byte[] bytes = Encoding.ASCII.GetBytes("with rights.");
            new Message(7, bytes).Move(moved).Copy(send).MakeSend(other).MakeSendOnce(other).Send(send, Now);
            Check(moved.IsClosed);
            using (Delivery delivery = receive.Receive(Now)) {
                Equal(7, delivery.Id);
                Equal("with rights.", Encoding.ASCII.GetString(delivery.Bytes));
                Equal(4, delivery.Count);
                Throwing<InvalidCastException>(() => delivery.Take<ReceiveRight>(0));
                using (var arrived = delivery.Take<SendRight>(0))
                    Equal(other.Name, arrived.Name);
                Check(delivery.Take<SendRight>(0) == null);
            }
            Equal(1u, send.Urefs);
        }
    }

    static void Replies()
    {
        using (var server = ReceiveRight.Create())
        using (var send = server.MakeSend())
        using (var client = ReceiveRight.Create()) {
            new Message(1).ReplyTo(client).Send(send, Ever);
            using (Delivery request = server.Receive(Ever))
            using (var reply = (SendOnceRight)request.TakeReply()) {
                new Message(2, 1, 2, 3, 4).Send(reply);
                Check(reply.IsClosed);
            }
            using (Delivery answer = client.Receive(Now)) {
                Equal(2, answer.Id);
                Equal(4, answer.Bytes.Length);
                Check(answer.BySendOnce && answer.TakeReply() == null);
            }
        }
    }

    static void LargeMessages()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend()) {
            var message = new Message(0, new byte[100000]);
            for (int i = 0; i < 40; i++)
                message.Copy(send);
            message.Send(send, Now);
            using (Delivery delivery = receive.Receive(Now)) {
                Equal(100000, delivery.Bytes.Length);
                Equal(40, delivery.Count);
                Equal(41u, send.Urefs);
            }
            Failing(Raw.MACH_RCV_TIMED_OUT, () => receive.Receive(Now));
        }
    }

    static void SendingFails()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var other = ReceiveRight.Create())
        using (var set = PortSet.Create()) {
            SendRight carried = other.MakeSend();
            Failing(Raw.KERN_INVALID_ARGUMENT, () => new Message(0, 1).Move(carried).Send(send, Now));
            Equal(1u, carried.Urefs);
            Throwing<InvalidOperationException>(() => new Message(0).Move(carried).Move(carried).Send(send, Now));
            Equal(1u, carried.Urefs);
            Throwing<ArgumentException>(() => new Message(0).Move(set));
            carried.Dispose();
            Throwing<ObjectDisposedException>(() => new Message(0).Copy(send).Move(carried).Send(send, Now));
            Calls.SendRightRelease(send.Dup());
            Equal(1u, send.Urefs);
        }
    }

    static void Full(SendRight send, Action then)
    {
        try {
            for (int sent = 0;; sent++)
                new Message(sent).Send(send, Now);
        } catch (MachException error) {
            Equal(Raw.MACH_SEND_TIMED_OUT, error.Status);
        }
        then();
    }

    static void KeptUnderAnotherName()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var carried = ReceiveRight.Create())
            Full(send, () => {
                Failing(Raw.MACH_SEND_TIMED_OUT, () => new Message(0).Move(carried).Send(send, Now));
                Check(!carried.IsClosed);
                Equal(Raw.TYPE_RECEIVE, Raw.Types(carried.Name));
            });
    }

    static void ComesBack()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var other = ReceiveRight.Create())
            Full(send, () => {
                MachException error = Failing(Raw.MACH_SEND_TIMED_OUT, () => new Message(0).MakeSendOnce(other).Send(send, Now));
                var returned = (List<Right>)error.Results;
                Equal(1, returned.Count);
                using (var made = (SendOnceRight)returned[0])
                    Equal(1u, made.Urefs);
            });
    }

    static void Notifications()
    {
        using (var kept = ReceiveRight.Create())
        using (var port = ReceiveRight.Create())
        using (var send = port.MakeSend()) {
            Calls.NotifyDeadName(send, kept.MakeSendOnce());
            port.Dispose();
            using (Delivery delivery = kept.Receive(Now)) {
                Equal(Raw.NOTIFY_DEAD_NAME, delivery.Notification.Id);
                Check(delivery.Notification.Trusted && delivery.Notification.Right is DeadName);
                Equal(2u, send.Urefs);
            }
            Equal(1u, send.Urefs);
        }
    }

    /// <summary>A send that waits uses its right; disposing it meanwhile does not wait, and the last one releases.</summary>
    static void ClosedInUse()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var another = send.Dup())
            Full(send, () => {
                Thread sender = Using(another, () => new Message(99).Send(another, Ever));
                another.Dispose();
                Throwing<ObjectDisposedException>(() => another.Name.ToString());
                Equal(2u, send.Urefs);
                Drain(receive);
                sender.Join();
                Equal(1u, send.Urefs);
            });
    }

    static void InUseIsNotGivenAway()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var another = send.Dup())
            Full(send, () => {
                Thread sender = Using(another, () => new Message(99).Send(another, Ever));
                Throwing<InvalidOperationException>(() => another.Detach());
                Drain(receive);
                sender.Join();
                Check(!another.IsClosed);
            });
    }

    /// <summary>A message leaves, but its thread is never told so: what moved is nobody's to dispose. It is tried until that
    /// happens.</summary>
    static void AbortedInACall()
    {
        bool left, returned;
        var bytes = new byte[1 << 20];
        int tries = 0;
        do {
            using (var receive = ReceiveRight.Create())
            using (var send = receive.MakeSend()) {
                SendRight moved = send.Dup();
                int leaks = Right.Leaks;
                returned = false;
                Thread sender = Using(moved, () => {
                    new Message(99, bytes).Move(moved).Send(send, Ever);
                    returned = true;
                });
                Check(tries < 20000);
                Thread.SpinWait(tries++ % 100 * 100);
                sender.Abort();
                sender.Join();
                left = HasMessage(receive);
                moved.Dispose();
                int lost = left ? 0 : Right.Leaks - leaks;
                Equal(1u + (uint)lost, send.Urefs);
                for (; lost > 0; lost--)
                    Raw.SendRightRelease(send.Name);
            }
        } while (!left || returned);
    }

    static bool HasMessage(ReceiveRight receive)
    {
        try {
            receive.Receive(Now).Dispose();
            return true;
        } catch (MachException error) when (error.Status == Raw.MACH_RCV_TIMED_OUT) {
            return false;
        }
    }

    static void Drain(ReceiveRight receive)
    {
        for (int id = 0; id != 99;)
            using (Delivery delivery = receive.Receive(Ever))
                id = delivery.Id;
    }

    /// <summary>A thread that has begun a call with a right.</summary>
    static Thread Using(Right right, ThreadStart call)
    {
        var thread = new Thread(call);
        thread.Start();
        FieldInfo state = typeof(Right).GetField("state", BindingFlags.NonPublic | BindingFlags.Instance);
        while ((int)state.GetValue(right) == 0)
            Thread.Sleep(1);
        return thread;
    }

    /// <summary>It may find the right disposed before it waits.</summary>
    static void ClosingEndsAReceive()
    {
        var receive = ReceiveRight.Create();
        Exception ended = null;
        var receiver = new Thread(() => {
            try {
                receive.Receive(Ever).Dispose();
            } catch (Exception error) {
                ended = error;
            }
        });
        receiver.Start();
        Thread.Sleep(50);
        receive.Dispose();
        receiver.Join();
        Check(ended is MachException || ended is ObjectDisposedException);
    }

    /// <summary>Each has what it made, until the right is disposed; then nothing is left of it.</summary>
    static void ManyUseWhatOneCloses()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var busy = new CountdownEvent(4)) {
            var ended = new List<Exception>();
            ThreadStart user = () => {
                try {
                    for (int made = 0;; made++) {
                        send.Dup().Dispose();
                        if (made == 1000)
                            busy.Signal();
                    }
                } catch (Exception error) {
                    lock (ended)
                        ended.Add(error);
                }
            };
            var threads = new List<Thread>();
            for (int i = 0; i < 4; i++)
                threads.Add(new Thread(user));
            threads.ForEach(thread => thread.Start());
            busy.Wait();
            send.Dispose();
            threads.ForEach(thread => thread.Join());
            Check(ended.Count == 4 && ended.TrueForAll(error => error is ObjectDisposedException));
            Equal(0u, Raw.Urefs(receive.Name, Raw.KIND_SEND));
        }
    }

    static void AnotherNameSpace()
    {
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend()) {
            int leaks = Right.Leaks;
            uint name = send.Name;
            ulong task = Embedded.TaskCreate(), own = Embedded.TaskEnter(task);
            try {
                Throwing<InvalidOperationException>(() => send.Dup());
                Throwing<InvalidOperationException>(() => receive.Name.ToString());
                send.Dispose();
                Equal(leaks + 1, Right.Leaks);
            } finally {
                Embedded.TaskEnter(own);
                Embedded.TaskDestroy(task);
            }
            Equal(1u, Raw.Urefs(name, Raw.KIND_SEND));
            Raw.SendRightRelease(name);
        }
    }

    /// <summary>What nobody can reach is released by and by. The thread that had it is gone with its stack.</summary>
    static void NobodyDisposed()
    {
        using (var receive = ReceiveRight.Create()) {
            var thread = new Thread(() => Equal(1u, receive.MakeSend().Urefs));
            thread.Start();
            thread.Join();
            while (Raw.Urefs(receive.Name, Raw.KIND_SEND) != 0) {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    static ulong Names()
    {
        return Raw.SpaceNames(0).count;
    }

    static void Check(bool holds)
    {
        if (!holds)
            throw new Exception("it does not hold");
    }

    static void Equal(object wanted, object got)
    {
        if (!wanted.Equals(got))
            throw new Exception("wanted " + wanted + ", got " + got);
    }

    static MachException Failing(int status, Action test)
    {
        var error = Throwing<MachException>(test);
        Equal(Raw.StatusName(status), error.Name);
        return error;
    }

    static E Throwing<E>(Action test) where E : Exception
    {
        try {
            test();
        } catch (E error) {
            return error;
        }
        throw new Exception("nothing was thrown, wanted " + typeof(E).Name);
    }
}
