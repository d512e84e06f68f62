/* The right to send one message.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

/** A send-once right: Message.sendOnce uses it up. Closed unused, it tells the receiver so. */
public final class SendOnceRight extends Right {
    SendOnceRight(long name) {
        this(name, false);
    }

    SendOnceRight(long name, boolean lent) {
        super(Raw.KIND_SEND_ONCE, name, lent);
    }

    /** Takes over what the caller owns under a raw name, which must hold a live send-once right; else MachError, and it stays the
        caller's. */
    public static SendOnceRight adopt(int raw) {
        return new SendOnceRight(adopted(raw, Raw.KIND_SEND_ONCE));
    }
}
