/* The right to receive from a port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.time.Duration;

/** A receive right: the port lives as long as it. */
public final class ReceiveRight extends Right {
    ReceiveRight(long name) {
        this(name, false);
    }

    ReceiveRight(long name, boolean lent) {
        super(Raw.KIND_RECEIVE, name, lent);
    }

    /** A new port. */
    public static ReceiveRight create() {
        return Calls.receiveRightNew(0, 0);
    }

    /** Takes over what the caller owns under a raw name, which must hold a receive right; else MachError, and it stays the
        caller's. */
    public static ReceiveRight adopt(int raw) {
        return new ReceiveRight(adopted(raw, Raw.KIND_RECEIVE));
    }

    /** With the guard that it needs to be destroyed: closing it gives this. */
    public ReceiveRight withGuard(long guard) {
        state.guard = guard;
        return this;
    }

    /** A send right to its port. */
    public SendRight makeSend() {
        return Calls.sendRightMake(this);
    }

    /** A send-once right to its port. */
    public SendOnceRight makeSendOnce() {
        return Calls.sendOnceRightMake(this);
    }

    /** The next message; waits so long, or for ever where that is null. MachError MACH_RCV_TIMED_OUT where none came. Closing the
        right in another thread ends the wait, with MachError. */
    public Delivery receive(Duration timeout) {
        return Delivery.from(this, timeout);
    }
}
