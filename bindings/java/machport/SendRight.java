/* The right to send to a port.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

/** One user reference of a send right. When the port dies it turns into one of a dead name; it is closed all the same. */
public final class SendRight extends Right {
    SendRight(long name) {
        this(name, false);
    }

    SendRight(long name, boolean lent) {
        super(Raw.KIND_SEND, name, lent);
    }

    /** Takes over what the caller owns under a raw name, which must hold a live send right; else MachError, and it stays the
        caller's. */
    public static SendRight adopt(int raw) {
        return new SendRight(adopted(raw, Raw.KIND_SEND));
    }

    /** One more user reference of it. MachError E_DEAD where the port died. */
    public SendRight dup() {
        return Calls.sendRightDup(this);
    }
}
