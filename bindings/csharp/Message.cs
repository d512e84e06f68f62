/* A message to be sent: bytes and rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Linq;

namespace Machport {

/// <summary>A message to be sent. A right that moves is closed when the message has left; one that is copied, or made from another,
/// leaves that other as it is. Where sending fails, each right is as the message left it: open, perhaps under another name, or
/// closed where it was lost; MachException.Results is a List of those that were made for the message and came back, the caller's to
/// dispose.</summary>
public sealed class Message
{
    sealed class Item
    {
        readonly Right right;
        readonly uint disposition;

        internal Item(Right right, uint disposition)
        {
            Memory.NotNull("right", right);
            this.right = right;
            this.disposition = disposition;
        }

        bool Moves
        {
            get { return disposition == Raw.MOVE_SEND || disposition == Raw.MOVE_SEND_ONCE || disposition == Raw.MOVE_RECEIVE; }
        }

        internal Raw.Right Begun()
        {
            return new Raw.Right {Name = Moves ? right.Claim() : right.Pin(), Disposition = disposition};
        }

        /// <summary>How it is told what became of it, null where nothing was called; what came back for it is added.</summary>
        internal void Ended(Raw.Right? told, List<Right> returned)
        {
            uint outcome = told.HasValue ? told.Value.Outcome : Raw.OUTCOME_NONE;
            if (outcome == Raw.OUTCOME_RETURNED)
                returned.Add(Right.Of(told.Value));
            if (!Moves) {
                right.Unpin();
                return;
            }
            if (outcome == Raw.OUTCOME_KEPT)
                right.name = told.Value.Name;
            right.Settle(outcome != Raw.OUTCOME_KEPT && outcome != Raw.OUTCOME_NONE);
        }
    }

    readonly int id;
    readonly byte[] bytes;
    readonly List<Item> items = new List<Item>();
    Item reply;

    /// <summary>With an id, and bytes, a multiple of 4 of them.</summary>
    public Message(int id, params byte[] bytes)
    {
        Memory.NotNull("bytes", bytes);
        this.id = id;
        this.bytes = bytes;
    }

    /// <summary>Carries a right away: a send, send-once or receive right.</summary>
    public Message Move(Right right)
    {
        return With(new Item(right, Moved(right)));
    }

    /// <summary>Carries a copy of a send right.</summary>
    public Message Copy(SendRight send)
    {
        return With(new Item(send, Raw.COPY_SEND));
    }

    /// <summary>Carries a send right that is made from a receive right.</summary>
    public Message MakeSend(ReceiveRight receive)
    {
        return With(new Item(receive, Raw.MAKE_SEND));
    }

    /// <summary>Carries a send-once right that is made from a receive right.</summary>
    public Message MakeSendOnce(ReceiveRight receive)
    {
        return With(new Item(receive, Raw.MAKE_SEND_ONCE));
    }

    /// <summary>Gives a send-once right to answer by, made from a receive right.</summary>
    public Message ReplyTo(ReceiveRight receive)
    {
        reply = new Item(receive, Raw.MAKE_SEND_ONCE);
        return this;
    }

    Message With(Item item)
    {
        items.Add(item);
        return this;
    }

    /// <summary>Sends; waits while the queue is full, so long, or for ever with Timeout.InfiniteTimeSpan.</summary>
    public void Send(SendRight to, TimeSpan timeout)
    {
        uint pinned = to.Pin();
        try {
            Waiting.Until(timeout, Raw.MACH_SEND_INTERRUPTED, wait => {
                Sent(null, (rights, answer, none) => Told(Raw.MessageSend(pinned, id, bytes, answer, rights, 0, wait)));
                return true;
            });
        } finally {
            to.Unpin();
        }
    }

    /// <summary>Sends to a send-once right, which is closed when it was used. Never waits.</summary>
    public void Send(SendOnceRight to)
    {
        if (reply != null)
            throw new InvalidOperationException("a message to a send-once right has no right to reply to");
        var destination = new Item(to, Raw.MOVE_SEND_ONCE);
        Sent(destination, (rights, none, begun) => Told(Raw.MessageSendOnce(begun.Value, id, bytes, rights, 0)));
    }

    delegate Raw.Right?[] Sending(Raw.Right[] rights, Raw.Right? reply, Raw.Right? to);

    /// <summary>Begins with each right, then the reply and the destination, calls, and ends with each as it is told.</summary>
    void Sent(Item to, Sending call)
    {
        Item[] all = items.Concat(new[] {reply, to}).ToArray();
        var begun = new Raw.Right?[all.Length];
        var told = new Raw.Right?[all.Length];
        var returned = new List<Right>();
        try {
            for (int i = 0; i < all.Length; i++)
                begun[i] = all[i] == null ? (Raw.Right?)null : all[i].Begun();
            told = call(begun.Take(items.Count).Select(right => right.Value).ToArray(), begun[items.Count], begun[items.Count + 1]);
        } catch (MachException error) {
            told = Told(error.Results);
            throw error.With(returned);
        } finally {
            for (int i = 0; i < all.Length; i++)
                if (begun[i].HasValue)
                    all[i].Ended(told[i], returned);
        }
    }

    /// <summary>What became of the rights, then of the reply and of the destination.</summary>
    static Raw.Right?[] Told(object results)
    {
        if (results is ValueTuple<Raw.Right?, Raw.Right[]> sent)
            return sent.Item2.Select(right => (Raw.Right?)right).Concat(new[] {sent.Item1, null}).ToArray();
        var once = (ValueTuple<Raw.Right, Raw.Right[]>)results;
        return once.Item2.Select(right => (Raw.Right?)right).Concat(new[] {(Raw.Right?)null, once.Item1}).ToArray();
    }

    static uint Moved(Right right)
    {
        Memory.NotNull("right", right);
        if (right.Kind == Raw.KIND_SEND)
            return Raw.MOVE_SEND;
        if (right.Kind == Raw.KIND_SEND_ONCE)
            return Raw.MOVE_SEND_ONCE;
        if (right.Kind == Raw.KIND_RECEIVE)
            return Raw.MOVE_RECEIVE;
        throw new ArgumentException("no message carries a " + right.GetType().Name);
    }
}
}
