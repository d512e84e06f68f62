/* A received message: bytes and owned rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A received message. It owns the rights in it until they are taken: closing it closes what is left. */
public final class Delivery implements AutoCloseable {
    private static final int BYTES = 4096, RIGHTS = 16;

    /** What a message says as a notification.
        @param id one of Raw.NOTIFY_*
        @param name the name that it is about; it claims nothing but what `right` owns
        @param count the make-send count of one that there are no senders
        @param trusted whether it is known that the kernel sent it
        @param right the dead name or the receive right that it hands over, the delivery's to close; or null */
    public record Notification(int id, long name, long count, boolean trusted, Right right) {}

    private final byte[] bytes;
    private final Raw.Received told;
    private final List<Right> rights = new ArrayList<>();
    private Right reply;
    private final Notification notification;

    private Delivery(Raw.MessageReceive result) {
        bytes = result.bytes();
        told = result.received();
        Raw.NotificationDecode decoded = decoded(result);
        Raw.Right[] given = decoded == null ? result.rights() : decoded.rights();
        for (Raw.Right right : given)
            if (right.outcome() != Raw.OUTCOME_MOVED)
                rights.add(Right.of(right));
        reply = Right.of(told.reply());
        notification = decoded == null ? null : notification(decoded.notification());
    }

    static Delivery from(Right source, Duration timeout) {
        try {
            return Waiting.until(timeout, Raw.MACH_RCV_INTERRUPTED, wait -> received(source, wait));
        } catch (MachError error) {
            if (error.status() != Raw.MACH_RCV_BODY_ERROR)
                throw error;
            // The message is here, without rights that the name space had no room for.
            throw error.with(new Delivery((Raw.MessageReceive) error.results()));
        }
    }

    /** The name is not held: whoever closes the right meanwhile ends the wait. */
    private static Delivery received(Right source, long wait) {
        long room = BYTES, rightsRoom = RIGHTS;
        for (;;) {
            try {
                return new Delivery(Raw.messageReceive(source.name(), room, rightsRoom, 0, wait));
            } catch (MachError error) {
                if (error.status() != Raw.MACH_RCV_TOO_LARGE)
                    throw error;
                Raw.Received needed = ((Raw.MessageReceive) error.results()).received();
                room = Math.max(room, needed.size());
                rightsRoom = Math.max(rightsRoom, needed.count());
            }
        }
    }

    private static Raw.NotificationDecode decoded(Raw.MessageReceive result) {
        int id = result.received().id();
        if (id < Raw.NOTIFY_PORT_DELETED || id > Raw.NOTIFY_DEAD_NAME)
            return null;
        try {
            return Raw.notificationDecode(result.received(), result.bytes(), result.rights());
        } catch (MachError error) {
            if (error.status() != Raw.KERN_INVALID_VALUE)
                throw error;
            return null;
        }
    }

    private static Notification notification(Raw.Notification said) {
        Right right = said.kind() == Raw.KIND_DEAD_NAME ? new DeadName(said.name())
            : said.kind() == Raw.KIND_RECEIVE ? new ReceiveRight(said.name())
            : null;
        return new Notification(said.id(), said.name(), said.count(), said.trusted() == 1, right);
    }

    public int id() {
        return told.id();
    }

    public byte[] bytes() {
        return bytes;
    }

    /** How many rights there are, those that were taken and those that are null too. */
    public int count() {
        return rights.size();
    }

    /** Takes a right out, which is the caller's to close now; null where it was NULL, died on its way, or was taken.
        ClassCastException where it is of another kind, and then it stays. */
    public <R extends Right> R take(int i, Class<R> kind) {
        R right = kind.cast(rights.get(i));
        rights.set(i, null);
        return right;
    }

    /** Takes out the right to reply to, a SendOnceRight or a SendRight, which is the caller's to close now; null where there is none. */
    public Right takeReply() {
        Right right = reply;
        reply = null;
        return right;
    }

    /** What it says as a notification; null where it is none. */
    public Notification notification() {
        return notification;
    }

    /** The name of the receive right that it came by. It claims nothing. */
    public long cameBy() {
        return told.from();
    }

    /** Its number among those of its port. */
    public long sequence() {
        return told.sequence();
    }

    /** Who sent it, one of Raw.ORIGIN_*. */
    public long origin() {
        return told.origin();
    }

    /** Whether it was sent to a send-once right. */
    public boolean bySendOnce() {
        return told.via() == Raw.MOVE_SEND_ONCE;
    }

    /** How many parts of it bytes and rights cannot express: they were destroyed. */
    public long dropped() {
        return told.dropped();
    }

    /** Closes the rights that are left, the notification's too. */
    @Override
    public void close() {
        List<Right> left = new ArrayList<>(rights);
        left.add(takeReply());
        left.add(notification == null ? null : notification.right());
        rights.replaceAll(right -> null);
        for (Right right : left)
            if (right != null)
                right.close();
    }
}
