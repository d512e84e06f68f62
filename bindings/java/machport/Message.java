/* A message to be sent: bytes and rights.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A message to be sent. A right that moves is closed when the message has left; one that is copied, or made from another, leaves
    that other as it is. Where sending fails, each right is as the message left it: open, perhaps under another name, or closed
    where it was lost; MachError.results is a list of those that were made for the message and came back, the caller's to
    close. */
public final class Message {
    private record Item(Right right, long disposition) {
        boolean moves() {
            return disposition == Raw.MOVE_SEND || disposition == Raw.MOVE_SEND_ONCE || disposition == Raw.MOVE_RECEIVE;
        }

        Raw.Right begun() {
            return new Raw.Right(moves() ? right.claim() : right.pin(), disposition, 0);
        }

        /** How it is told what became of it; what came back for it is added. */
        void ended(Raw.Right told, boolean called, List<Right> returned) {
            if (called && told.outcome() == Raw.OUTCOME_RETURNED)
                returned.add(Right.of(told));
            if (!moves()) {
                right.unpin();
                return;
            }
            boolean kept = !called || told.outcome() == Raw.OUTCOME_KEPT || told.outcome() == Raw.OUTCOME_NONE;
            if (called && told.outcome() == Raw.OUTCOME_KEPT)
                right.state.name = told.name();
            right.settle(!kept);
        }
    }

    private final int id;
    private final byte[] bytes;
    private final List<Item> items = new ArrayList<>();
    private Item reply;

    /** With an id, and bytes, a multiple of 4 of them. */
    public Message(int id, byte... bytes) {
        this.id = id;
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** Carries a right away: a send, send-once or receive right. */
    public Message move(Right right) {
        items.add(new Item(right, moved(right)));
        return this;
    }

    /** Carries a copy of a send right. */
    public Message copy(SendRight send) {
        items.add(new Item(Objects.requireNonNull(send), Raw.COPY_SEND));
        return this;
    }

    /** Carries a send right that is made from a receive right. */
    public Message makeSend(ReceiveRight receive) {
        items.add(new Item(Objects.requireNonNull(receive), Raw.MAKE_SEND));
        return this;
    }

    /** Carries a send-once right that is made from a receive right. */
    public Message makeSendOnce(ReceiveRight receive) {
        items.add(new Item(Objects.requireNonNull(receive), Raw.MAKE_SEND_ONCE));
        return this;
    }

    /** Gives a send-once right to answer by, made from a receive right. */
    public Message replyTo(ReceiveRight receive) {
        reply = new Item(Objects.requireNonNull(receive), Raw.MAKE_SEND_ONCE);
        return this;
    }

    /** Sends; waits while the queue is full, so long, or for ever where that is null. */
    public void send(SendRight to, Duration timeout) {
        long pinned = to.pin();
        int count = items.size();
        try {
            Waiting.until(timeout, Raw.MACH_SEND_INTERRUPTED, wait -> sent(null,
                begun -> Raw.messageSend(pinned, id, bytes, begun[count], Arrays.copyOf(begun, count), 0, wait)));
        } finally {
            to.unpin();
        }
    }

    /** Sends to a send-once right, which is closed when it was used. Never waits. */
    public void send(SendOnceRight to) {
        if (reply != null)
            throw new IllegalStateException("a message to a send-once right has no right to reply to");
        int count = items.size();
        sent(new Item(to, Raw.MOVE_SEND_ONCE),
            begun -> Raw.messageSendOnce(begun[count + 1], id, bytes, Arrays.copyOf(begun, count), 0));
    }

    /** Begins with each right, then the reply and the destination, calls, and ends with each as it is told. */
    private Void sent(Item to, Function<Raw.Right[], Object> call) {
        List<Item> all = new ArrayList<>(items);
        Collections.addAll(all, reply, to);
        Raw.Right[] begun = new Raw.Right[all.size()], told = begun;
        List<Right> returned = new ArrayList<>();
        boolean called = false;
        try {
            for (int i = 0; i < begun.length; i++)
                begun[i] = all.get(i) == null ? null : all.get(i).begun();
            told = told(call.apply(begun));
            called = true;
        } catch (MachError error) {
            told = told(error.results());
            called = true;
            throw error.with(returned);
        } finally {
            for (int i = 0; i < begun.length; i++)
                if (begun[i] != null)
                    all.get(i).ended(told[i], called, returned);
        }
        return null;
    }

    private static Raw.Right[] told(Object results) {
        List<Raw.Right> all = new ArrayList<>();
        if (results instanceof Raw.MessageSend sent) {
            Collections.addAll(all, sent.rights());
            Collections.addAll(all, sent.reply(), null);
        } else if (results instanceof Raw.MessageSendOnce sent) {
            Collections.addAll(all, sent.rights());
            Collections.addAll(all, null, sent.to());
        }
        return all.toArray(Raw.Right[]::new);
    }

    private static long moved(Right right) {
        if (right.kind() == Raw.KIND_SEND)
            return Raw.MOVE_SEND;
        if (right.kind() == Raw.KIND_SEND_ONCE)
            return Raw.MOVE_SEND_ONCE;
        if (right.kind() == Raw.KIND_RECEIVE)
            return Raw.MOVE_RECEIVE;
        throw new IllegalArgumentException("no message carries a " + right.getClass().getSimpleName());
    }
}
