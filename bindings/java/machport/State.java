/* Who may use a right's name, and who releases it: the part of a Right that its Cleaner may hold.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.util.concurrent.atomic.AtomicInteger;

/** The number is 2 for each call that uses the name, CLAIMED while a call takes the right, and CLOSED in its lowest bit. Nobody
    waits: a right that is closed while it is in use is released by the last one that uses it. */
@SuppressWarnings("serial")
final class State extends AtomicInteger implements Runnable {
    static final AtomicInteger LEAKS = new AtomicInteger();
    private static final int CLOSED = 1, USE = 2, CLAIMED = 1 << 30;

    private final String type;
    final long kind;
    private final long epoch = Raw.epoch();
    /** Whether somebody else releases it. */
    private final boolean lent;
    volatile long name;
    volatile long guard;

    State(String type, long kind, long name, boolean lent) {
        this.type = type;
        this.kind = kind;
        this.name = name;
        this.lent = lent;
    }

    boolean isClosed() {
        return (get() & CLOSED) != 0;
    }

    boolean isHere() {
        return Raw.epoch() == epoch;
    }

    /** The name, for a moment. A message that did not leave may change it, so whoever uses it longer reads it when it is his. */
    long peek() {
        if (isClosed())
            throw new IllegalStateException(type + " is closed");
        if (!isHere())
            throw new IllegalStateException(this + " belongs to another name space than this thread's");
        return name;
    }

    long pin() {
        for (;;) {
            int now = get();
            if (now >= CLAIMED)
                throw new IllegalStateException(this + " is being given away");
            peek();
            if (compareAndSet(now, now + USE))
                return name;
        }
    }

    void unpin() {
        if (addAndGet(-USE) == CLOSED)
            releaseLate();
    }

    /** The name, which nobody else may use until it is settled. */
    long claim() {
        peek();
        if (lent)
            throw new IllegalStateException(this + " is lent: it cannot be given away");
        if (!compareAndSet(0, CLAIMED))
            throw new IllegalStateException(this + " is in use");
        return name;
    }

    /** What was claimed is gone, or its owner's as before. */
    void settle(boolean gone) {
        if (gone)
            set(CLOSED);
        else if (addAndGet(-CLAIMED) == CLOSED)
            releaseLate();
    }

    void close() {
        int before = getAndUpdate(now -> now | CLOSED);
        if (before == 0)
            release();
    }

    /** By the Cleaner: nobody closed it. */
    @Override
    public void run() {
        if (isClosed())
            return;
        System.getLogger("machport").log(System.Logger.Level.WARNING, "unclosed " + this);
        try {
            close();
        } catch (MachError error) {
            LEAKS.incrementAndGet();
        }
    }

    private void releaseLate() {
        try {
            release();
        } catch (MachError error) {
            System.getLogger("machport").log(System.Logger.Level.WARNING, this + " was closed in use, and was not released", error);
            LEAKS.incrementAndGet();
        }
    }

    /** In another name space the name is nobody's, or a stranger's. Where a guard forbids it, the right stays as it was. */
    private void release() {
        if (lent)
            return;
        if (!isHere()) {
            LEAKS.incrementAndGet();
            return;
        }
        try {
            Raw.release(kind, name, guard);
        } catch (MachError error) {
            if (error.status() == Raw.KERN_INVALID_ARGUMENT)
                set(0);
            throw error;
        }
    }

    @Override
    public String toString() {
        return type + " 0x" + Long.toHexString(name);
    }
}
