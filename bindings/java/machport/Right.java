/* What every owned right has in common.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.lang.ref.Cleaner;

/** One owned unit of one right. It is released when it is closed, at the end of try-with-resources, or, with a warning to the
    logger "machport", by a Cleaner once nobody can reach it.

    Every method may be called from any thread; close() never waits: where another thread uses the right, that one releases it
    when it is done. A closed right, and one of another name space, answers IllegalStateException; what Mach refuses answers
    MachError. Rights are equal by identity: equal names do not mean equal ownership. */
public abstract class Right implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    final State state;
    private final Cleaner.Cleanable cleanable;

    Right(long kind, long name, boolean lent) {
        state = new State(getClass().getSimpleName(), kind, name, lent);
        cleanable = lent ? null : CLEANER.register(this, state);
    }

    /** The kind of right, one of Raw.KIND_*. */
    public final long kind() {
        return state.kind;
    }

    /** The raw name, borrowed: valid while the right is open. */
    public final long name() {
        return state.peek();
    }

    /** The raw name as C's 32 bits, borrowed: see Integer.toUnsignedLong. */
    public final int raw() {
        return (int) name();
    }

    /** How many user references its name holds, of this kind or, where the right died, of the dead name that it has become. */
    public final long urefs() {
        long pinned = pin();
        try {
            long own = Raw.urefs(pinned, kind());
            return own != 0 ? own : Raw.urefs(pinned, Raw.KIND_DEAD_NAME);
        } finally {
            unpin();
        }
    }

    /** Whether it owns nothing any more: it was closed, detached or given away. */
    public final boolean isClosed() {
        return state.isClosed();
    }

    /** Releases the right. Once: later calls do nothing. In another name space than the right's nothing is released, and a leak is
        counted. Where a guard forbids the release, MachError, and the right stays open. */
    @Override
    public final void close() {
        state.close();
        end();
    }

    /** Gives the raw name to the caller, who owns what this owned; this is closed. IllegalStateException while another thread
        uses it. A guard does not go with the name. */
    public final int detach() {
        long claimed = claim();
        boolean gone = false;
        try {
            int raw = (int) Raw.disown(claimed, kind());
            gone = true;
            return raw;
        } finally {
            settle(gone);
        }
    }

    /** How many rights ended without being released, in another name space than their own or because Mach refused it. */
    public static int leaks() {
        return State.LEAKS.get();
    }

    @Override
    public String toString() {
        return isClosed() ? getClass().getSimpleName() + " (closed)" : state.toString();
    }

    static long adopted(int raw, long kind) {
        return Raw.adopt(Integer.toUnsignedLong(raw), kind, Raw.ADOPT_VERIFY);
    }

    /** A right that came in a message, by the disposition that it came with; null for NULL, and for one that died. */
    static Right of(Raw.Right given) {
        if (given.name() == Raw.NULL || given.name() == Raw.DEAD)
            return null;
        if (given.disposition() == Raw.MOVE_SEND)
            return new SendRight(given.name());
        return given.disposition() == Raw.MOVE_RECEIVE ? new ReceiveRight(given.name()) : new SendOnceRight(given.name());
    }

    /* What the generated calls do with an argument: lend its name, or give it away. */

    final long pin() {
        return state.pin();
    }

    final void unpin() {
        state.unpin();
    }

    final long claim() {
        return state.claim();
    }

    final void settle(boolean gone) {
        state.settle(gone);
        end();
    }

    /** Nothing is left to clean. */
    private void end() {
        if (cleanable != null && isClosed())
            cleanable.clean();
    }
}
