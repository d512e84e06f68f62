/* A received message: bytes and owned rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Linq;

namespace Machport {

/// <summary>What a message says as a notification.</summary>
public sealed class Notification
{
    internal Notification(Raw.Notification said)
    {
        Id = said.Id;
        Name = said.Name;
        Count = said.Count;
        Trusted = said.Trusted == 1;
        if (said.Kind == Raw.KIND_DEAD_NAME)
            Right = new DeadName(said.Name);
        else if (said.Kind == Raw.KIND_RECEIVE)
            Right = new ReceiveRight(said.Name);
    }

    /// <summary>One of Raw.NOTIFY_*.</summary>
    public int Id { get; }

    /// <summary>The name that it is about; it claims nothing but what Right owns.</summary>
    public uint Name { get; }

    /// <summary>The make-send count of one that there are no senders.</summary>
    public uint Count { get; }

    /// <summary>Whether it is known that the kernel sent it.</summary>
    public bool Trusted { get; }

    /// <summary>The dead name or the receive right that it hands over, the delivery's to dispose; or null.</summary>
    public Right Right { get; }
}

/// <summary>A received message. It owns the rights in it until they are taken: disposing it disposes what is left.</summary>
public sealed class Delivery : IDisposable
{
    const uint BYTES = 4096, RIGHTS = 16;

    readonly Raw.Received told;
    readonly Right[] rights;
    Right reply;

    Delivery(byte[] bytes, Raw.Right[] given, Raw.Received told)
    {
        Bytes = bytes;
        this.told = told;
        if (told.Id >= Raw.NOTIFY_PORT_DELETED && told.Id <= Raw.NOTIFY_DEAD_NAME)
            try {
                var decoded = Raw.NotificationDecode(told, bytes, given);
                given = decoded.rights;
                Notification = new Notification(decoded.notification);
            } catch (MachException error) when (error.Status == Raw.KERN_INVALID_VALUE) {
            }
        rights = given.Where(right => right.Outcome != Raw.OUTCOME_MOVED).Select(Right.Of).ToArray();
        reply = Right.Of(told.Reply);
    }

    internal static Delivery From(Right source, TimeSpan timeout)
    {
        try {
            return Waiting.Until(timeout, Raw.MACH_RCV_INTERRUPTED, wait => Received(source, wait));
        } catch (MachException error) when (error.Status == Raw.MACH_RCV_BODY_ERROR) {
            // The message is here, without rights that the name space had no room for.
            var got = (ValueTuple<byte[], Raw.Right[], Raw.Received>)error.Results;
            throw error.With(new Delivery(got.Item1, got.Item2, got.Item3));
        }
    }

    /// <summary>The name is not held: whoever disposes the right meanwhile ends the wait.</summary>
    static Delivery Received(Right source, ulong wait)
    {
        ulong room = BYTES, rightsRoom = RIGHTS;
        for (;;) {
            try {
                var got = Raw.MessageReceive(source.Name, room, rightsRoom, 0, wait);
                return new Delivery(got.bytes, got.rights, got.received);
            } catch (MachException error) when (error.Status == Raw.MACH_RCV_TOO_LARGE) {
                Raw.Received needed = ((ValueTuple<byte[], Raw.Right[], Raw.Received>)error.Results).Item3;
                room = Math.Max(room, needed.Size);
                rightsRoom = Math.Max(rightsRoom, needed.Count);
            }
        }
    }

    public int Id
    {
        get { return told.Id; }
    }

    public byte[] Bytes { get; }

    /// <summary>How many rights there are, those that were taken and those that are null too.</summary>
    public int Count
    {
        get { return rights.Length; }
    }

    /// <summary>What it says as a notification; null where it is none.</summary>
    public Notification Notification { get; }

    /// <summary>The name of the receive right that it came by. It claims nothing.</summary>
    public uint CameBy
    {
        get { return told.From; }
    }

    /// <summary>Its number among those of its port.</summary>
    public uint Sequence
    {
        get { return told.Sequence; }
    }

    /// <summary>Who sent it, one of Raw.ORIGIN_*.</summary>
    public uint Origin
    {
        get { return told.Origin; }
    }

    /// <summary>Whether it was sent to a send-once right.</summary>
    public bool BySendOnce
    {
        get { return told.Via == Raw.MOVE_SEND_ONCE; }
    }

    /// <summary>How many parts of it bytes and rights cannot express: they were destroyed.</summary>
    public uint Dropped
    {
        get { return told.Dropped; }
    }

    /// <summary>Takes a right out, which is the caller's to dispose now; null where it was NULL, died on its way, or was taken.
    /// InvalidCastException where it is of another kind, and then it stays.</summary>
    public R Take<R>(int i) where R : Right
    {
        var right = (R)rights[i];
        rights[i] = null;
        return right;
    }

    /// <summary>Takes out the right to reply to, a SendOnceRight or a SendRight, which is the caller's to dispose now; null where
    /// there is none.</summary>
    public Right TakeReply()
    {
        Right right = reply;
        reply = null;
        return right;
    }

    /// <summary>Disposes the rights that are left, the notification's too.</summary>
    public void Dispose()
    {
        var left = new List<Right>(rights) {TakeReply(), Notification?.Right};
        Array.Clear(rights, 0, rights.Length);
        foreach (Right right in left)
            right?.Dispose();
    }
}
}
