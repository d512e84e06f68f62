/* What every owned right has in common.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#define TRACE
using System;
using System.Diagnostics;
using System.Threading;

namespace Machport {

/// <summary>One owned unit of one right. It is released when it is disposed, at the end of `using`, or, with a warning of
/// System.Diagnostics.Trace, by its finalizer once nobody can reach it.
///
/// Every method may be called from any thread; Dispose never waits: where another thread uses the right, that one releases it when
/// it is done. A closed right answers ObjectDisposedException, one in use that is to be given away, or of another name space,
/// InvalidOperationException; what Mach refuses answers MachException. Rights are equal by identity: equal names do not mean equal
/// ownership.</summary>
public abstract class Right : IDisposable
{
    /* The state is 2 for each call that uses the name, CLAIMED while a call takes the right, and CLOSED in its lowest bit. */
    const int CLOSED = 1, USE = 2, CLAIMED = 1 << 30;
    static int leaks;

    readonly ulong epoch = Raw.Epoch();
    readonly bool lent;
    int state;
    internal volatile uint name;
    internal ulong guard;

    internal Right(uint kind, uint name, bool lent)
    {
        Kind = kind;
        this.name = name;
        this.lent = lent;
        if (lent)
            GC.SuppressFinalize(this);
    }

    /// <summary>Nobody disposed it. When the runtime ends, whoever would be told may be finalized already.</summary>
    ~Right()
    {
        if (IsClosed)
            return;
        if (!Environment.HasShutdownStarted)
            Trace.TraceWarning("undisposed " + this);
        try {
            Dispose();
        } catch (MachException) {
            Interlocked.Increment(ref leaks);
        }
    }

    /// <summary>The kind of right, one of Raw.KIND_*.</summary>
    public uint Kind { get; }

    /// <summary>The raw name, borrowed: valid while the right is open.</summary>
    public uint Name
    {
        get {
            CheckUsable();
            return name;
        }
    }

    /// <summary>How many user references its name holds, of this kind or, where the right died, of the dead name that it has
    /// become.</summary>
    public uint Urefs
    {
        get {
            uint pinned = Pin();
            try {
                uint own = Raw.Urefs(pinned, Kind);
                return own != 0 ? own : Raw.Urefs(pinned, Raw.KIND_DEAD_NAME);
            } finally {
                Unpin();
            }
        }
    }

    /// <summary>Whether it owns nothing any more: it was disposed, detached or given away.</summary>
    public bool IsClosed
    {
        get { return (Volatile.Read(ref state) & CLOSED) != 0; }
    }

    /// <summary>How many rights ended without being released, in another name space than their own, because Mach refused it, or
    /// because the thread that gave them away was aborted meanwhile.</summary>
    public static int Leaks
    {
        get { return Volatile.Read(ref leaks); }
    }

    /// <summary>Releases the right. Once: later calls do nothing. In another name space than the right's nothing is released, and a
    /// leak is counted. Where a guard forbids the release, MachException, and the right stays open.</summary>
    public void Dispose()
    {
        int before, now = Volatile.Read(ref state);
        do
            before = now;
        while ((now = Interlocked.CompareExchange(ref state, before | CLOSED, before)) != before);
        if (before == 0)
            Release();
    }

    /// <summary>Gives the raw name to the caller, who owns what this owned; this is closed. A guard does not go with the
    /// name.</summary>
    public uint Detach()
    {
        uint claimed = Claim();
        bool gone = false;
        try {
            uint raw = Raw.Disown(claimed, Kind);
            gone = true;
            return raw;
        } finally {
            Settle(gone);
        }
    }

    public override string ToString()
    {
        return GetType().Name + (IsClosed ? " (closed)" : " 0x" + name.ToString("x"));
    }

    /// <summary>A message that did not leave may change the name, so whoever uses it longer reads it when it is his.</summary>
    void CheckUsable()
    {
        if (IsClosed)
            throw new ObjectDisposedException(GetType().Name);
        if (Raw.Epoch() != epoch)
            throw new InvalidOperationException(this + " belongs to another name space than this thread's");
    }

    internal static uint Adopted(uint name, uint kind)
    {
        return Raw.Adopt(name, kind, Raw.ADOPT_VERIFY);
    }

    /// <summary>A right that came in a message, by the disposition that it came with; null for NULL, and for one that
    /// died.</summary>
    internal static Right Of(Raw.Right given)
    {
        if (given.Name == Raw.NULL || given.Name == Raw.DEAD)
            return null;
        if (given.Disposition == Raw.MOVE_SEND)
            return new SendRight(given.Name);
        return given.Disposition == Raw.MOVE_RECEIVE ? (Right)new ReceiveRight(given.Name) : new SendOnceRight(given.Name);
    }

    /* What the generated calls do with an argument: lend its name, or give it away. */

    internal uint Pin()
    {
        for (;;) {
            int now = Volatile.Read(ref state);
            if (now >= CLAIMED)
                throw new InvalidOperationException(this + " is being given away");
            CheckUsable();
            if (Interlocked.CompareExchange(ref state, now + USE, now) == now)
                return name;
        }
    }

    internal void Unpin()
    {
        if (Interlocked.Add(ref state, -USE) == CLOSED)
            ReleaseLate();
    }

    /// <summary>The name, which nobody else may use until it is settled.</summary>
    internal uint Claim()
    {
        CheckUsable();
        if (lent)
            throw new InvalidOperationException(this + " is lent: it cannot be given away");
        if (Interlocked.CompareExchange(ref state, CLAIMED, 0) != 0)
            throw new InvalidOperationException(this + " is in use");
        return name;
    }

    /// <summary>What was claimed is gone, or its owner's as before. A thread that is aborted, as Mono does when it ends, may not have
    /// been told what its call did: then nobody may release it, and a leak is counted.</summary>
    internal void Settle(bool gone)
    {
        bool unknown = !gone && (Thread.CurrentThread.ThreadState & System.Threading.ThreadState.AbortRequested) != 0;
        if (unknown)
            Interlocked.Increment(ref leaks);
        if (gone || unknown)
            End();
        else if (Interlocked.Add(ref state, -CLAIMED) == CLOSED)
            ReleaseLate();
    }

    void End()
    {
        Volatile.Write(ref state, CLOSED);
        GC.SuppressFinalize(this);
    }

    void ReleaseLate()
    {
        try {
            Release();
        } catch (MachException error) {
            Trace.TraceWarning(this + " was disposed in use, and was not released: " + error.Message);
            Interlocked.Increment(ref leaks);
        }
    }

    /// <summary>In another name space the name is nobody's, or a stranger's. Where a guard forbids it, the right stays as it
    /// was.</summary>
    void Release()
    {
        if (lent)
            return;
        try {
            if (Raw.Epoch() == epoch)
                Raw.Release(Kind, name, guard);
            else
                Interlocked.Increment(ref leaks);
            End();
        } catch (MachException error) when (error.Status == Raw.KERN_INVALID_ARGUMENT) {
            Volatile.Write(ref state, 0);
            throw;
        }
    }
}
}
