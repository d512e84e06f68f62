/* The five kinds of owned right.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;

namespace Machport {

/// <summary>One user reference of a send right. When the port dies it turns into one of a dead name; it is disposed all the
/// same.</summary>
public sealed class SendRight : Right
{
    internal SendRight(uint name, bool lent = false) : base(Raw.KIND_SEND, name, lent) {}

    /// <summary>Takes over what the caller owns under a raw name, which must hold a live send right; else MachException, and it stays
    /// the caller's.</summary>
    public static SendRight Adopt(uint name)
    {
        return new SendRight(Adopted(name, Raw.KIND_SEND));
    }

    /// <summary>One more user reference of it. MachException E_DEAD where the port died.</summary>
    public SendRight Dup()
    {
        return Calls.SendRightDup(this);
    }
}

/// <summary>A send-once right: Message.Send uses it up. Disposed unused, it tells the receiver so.</summary>
public sealed class SendOnceRight : Right
{
    internal SendOnceRight(uint name, bool lent = false) : base(Raw.KIND_SEND_ONCE, name, lent) {}

    /// <summary>As SendRight.Adopt.</summary>
    public static SendOnceRight Adopt(uint name)
    {
        return new SendOnceRight(Adopted(name, Raw.KIND_SEND_ONCE));
    }
}

/// <summary>One user reference of a dead name.</summary>
public sealed class DeadName : Right
{
    internal DeadName(uint name, bool lent = false) : base(Raw.KIND_DEAD_NAME, name, lent) {}

    /// <summary>As SendRight.Adopt.</summary>
    public static DeadName Adopt(uint name)
    {
        return new DeadName(Adopted(name, Raw.KIND_DEAD_NAME));
    }

    /// <summary>One more user reference of it.</summary>
    public DeadName Dup()
    {
        return Calls.DeadNameDup(this);
    }
}

/// <summary>A receive right: the port lives as long as it.</summary>
public sealed class ReceiveRight : Right
{
    internal ReceiveRight(uint name, bool lent = false) : base(Raw.KIND_RECEIVE, name, lent) {}

    /// <summary>A new port.</summary>
    public static ReceiveRight Create()
    {
        return Calls.ReceiveRightNew(0, 0);
    }

    /// <summary>As SendRight.Adopt.</summary>
    public static ReceiveRight Adopt(uint name)
    {
        return new ReceiveRight(Adopted(name, Raw.KIND_RECEIVE));
    }

    /// <summary>With the guard that it needs to be destroyed: disposing it gives this.</summary>
    public ReceiveRight WithGuard(ulong guard)
    {
        this.guard = guard;
        return this;
    }

    /// <summary>A send right to its port.</summary>
    public SendRight MakeSend()
    {
        return Calls.SendRightMake(this);
    }

    /// <summary>A send-once right to its port.</summary>
    public SendOnceRight MakeSendOnce()
    {
        return Calls.SendOnceRightMake(this);
    }

    /// <summary>The next message; waits so long, or for ever with Timeout.InfiniteTimeSpan. MachException MACH_RCV_TIMED_OUT where
    /// none came. Disposing the right in another thread ends the wait, with MachException.</summary>
    public Delivery Receive(TimeSpan timeout)
    {
        return Delivery.From(this, timeout);
    }
}

/// <summary>A port set. It holds its members' names and owns none of them; disposing it leaves its members, in no set.</summary>
public sealed class PortSet : Right
{
    internal PortSet(uint name, bool lent = false) : base(Raw.KIND_PORT_SET, name, lent) {}

    /// <summary>An empty set.</summary>
    public static PortSet Create()
    {
        return Calls.PortSetNew();
    }

    /// <summary>As SendRight.Adopt.</summary>
    public static PortSet Adopt(uint name)
    {
        return new PortSet(Adopted(name, Raw.KIND_PORT_SET));
    }

    /// <summary>Puts a receive right in, whose owner goes on owning it.</summary>
    public void Insert(ReceiveRight receive)
    {
        Calls.PortSetInsert(this, receive);
    }

    /// <summary>Takes a receive right out.</summary>
    public void Extract(ReceiveRight receive)
    {
        Calls.PortSetExtract(this, receive);
    }

    /// <summary>The next message of any member, as ReceiveRight.Receive does. Delivery.CameBy tells which.</summary>
    public Delivery Receive(TimeSpan timeout)
    {
        return Delivery.From(this, timeout);
    }
}

/// <summary>What a call gives that may give no right: a right, the caller's to dispose; or null, where there is none, and where it is
/// dead already.</summary>
public struct Given<R> where R : Right
{
    public readonly R Right;
    public readonly bool Dead;

    Given(R right, bool dead)
    {
        Right = right;
        Dead = dead;
    }

    internal static Given<R> Of(uint name, Func<uint, R> made)
    {
        bool dead = name == Raw.DEAD;
        return new Given<R>(dead || name == Raw.NULL ? null : made(name), dead);
    }
}
}
