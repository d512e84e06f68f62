/* The owned types: closing, giving away, misuse, other threads, other name spaces, messages. Each test leaves the space as it found it.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import machport.Calls;
import machport.DeadName;
import machport.Delivery;
import machport.Embedded;
import machport.Given;
import machport.MachError;
import machport.Message;
import machport.PortSet;
import machport.Raw;
import machport.ReceiveRight;
import machport.Right;
import machport.SendOnceRight;
import machport.SendRight;

final class OwnedTest {
    interface Test { void run() throws Exception; }

    public static void main(String[] arguments) throws Exception {
        List<Test> tests = List.of(OwnedTest::closing, OwnedTest::rawInAndOut, OwnedTest::consumedOnSuccess, OwnedTest::consumedAlways,
            OwnedTest::refusedIsNotConsumed, OwnedTest::resultsThatMayBeNothing, OwnedTest::lent, OwnedTest::sets, OwnedTest::errors,
            OwnedTest::messages, OwnedTest::replies, OwnedTest::largeMessages, OwnedTest::sendingFails, OwnedTest::keptUnderAnotherName,
            OwnedTest::comesBack, OwnedTest::notifications, OwnedTest::closedInUse, OwnedTest::inUseIsNotGivenAway,
            OwnedTest::closingEndsAReceive, OwnedTest::manyUseWhatOneCloses,
            OwnedTest::anotherNameSpace, OwnedTest::nobodyClosed);
        for (Test test : tests) {
            long before = names();
            test.run();
            equal(before, names());
        }
        System.out.println(tests.size() + " done");
    }

    static void closing() {
        SendRight kept;
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            equal(1L, send.urefs());
            try (SendRight another = send.dup()) {
                equal(2L, send.urefs());
                equal(send.name(), another.name());
            }
            equal(1L, send.urefs());
            kept = send.dup();
        }
        equal(Raw.TYPE_DEAD_NAME, Raw.types(kept.name()));
        equal(1L, kept.urefs());
        kept.close();
        kept.close();
        check(kept.isClosed());
        throwing(IllegalStateException.class, kept::name);
        throwing(IllegalStateException.class, kept::dup);
        throwing(IllegalStateException.class, kept::detach);
        throwing(IllegalStateException.class, () -> Calls.sendRightRelease(kept));
        equal("SendRight (closed)", kept.toString());
    }

    static void rawInAndOut() {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            int raw = send.dup().detach();
            equal(send.raw(), raw);
            equal(2L, send.urefs());
            failing(Raw.E_WRONG_KIND, () -> SendOnceRight.adopt(raw));
            equal(2L, send.urefs());
            SendRight.adopt(raw).close();
            equal(1L, send.urefs());
        }
        failing(Raw.E_DEAD, () -> SendRight.adopt((int) Raw.DEAD));
        failing(Raw.E_NULL, () -> PortSet.adopt((int) Raw.NULL));
    }

    static void consumedOnSuccess() {
        ReceiveRight receive = Calls.receiveRightNew(Raw.GUARD, 7);
        failing(Raw.KERN_INVALID_ARGUMENT, () -> Calls.receiveRightRelease(receive, 8));
        check(!receive.isClosed());
        failing(Raw.KERN_INVALID_ARGUMENT, receive::close);
        check(!receive.isClosed());
        receive.withGuard(7).close();
        check(receive.isClosed());
        ReceiveRight other = Calls.receiveRightNew(Raw.GUARD, 7);
        Calls.receiveRightRelease(other, 7);
        check(other.isClosed());
    }

    static void consumedAlways() {
        try (ReceiveRight receive = ReceiveRight.create(); ReceiveRight gone = ReceiveRight.create()) {
            SendRight dead = gone.makeSend();
            gone.close();
            SendOnceRight notify = receive.makeSendOnce();
            failing(Raw.E_DEAD, () -> Calls.notifySendPossible(dead, notify));
            check(notify.isClosed());
            dead.close();
        }
    }

    static void refusedIsNotConsumed() {
        try (ReceiveRight receive = ReceiveRight.create(); SendOnceRight notify = receive.makeSendOnce()) {
            throwing(IllegalArgumentException.class, () -> Calls.notifyNoSenders(receive, -1, notify));
            check(!notify.isClosed());
            equal(1L, notify.urefs());
            throwing(NullPointerException.class, () -> Calls.notifyNoSenders(null, 0, notify));
            check(!notify.isClosed());
        }
    }

    static void resultsThatMayBeNothing() {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            check(Calls.notifyDeadName(send, receive.makeSendOnce()) == null);
            Calls.notifyDeadName(send, receive.makeSendOnce()).close();
            Calls.notifyCancel(send, Raw.NOTIFY_DEAD_NAME).close();
        }
        try (SendRight usual = Calls.specialPort(Raw.SPECIAL_BOOTSTRAP).right()) {
            Embedded.bootstrapSet(Raw.NULL);
            equal(new Given<SendRight>(null, false), Calls.specialPort(Raw.SPECIAL_BOOTSTRAP));
            try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
                Embedded.bootstrapSet(send.name());
                try (SendRight port = Calls.specialPort(Raw.SPECIAL_BOOTSTRAP).right()) {
                    equal(send.name(), port.name());
                }
            }
            equal(new Given<SendRight>(null, true), Calls.specialPort(Raw.SPECIAL_BOOTSTRAP));
            Embedded.bootstrapSet(usual == null ? Raw.NULL : usual.name());
        }
    }

    static void lent() {
        SendRight task = Calls.taskSelf();
        task.close();
        throwing(IllegalStateException.class, () -> new Message(0).move(Calls.taskSelf()).send(task, Duration.ZERO));
        throwing(IllegalStateException.class, () -> Calls.taskSelf().detach());
    }

    static void sets() {
        try (PortSet set = PortSet.create(); ReceiveRight one = ReceiveRight.create(); ReceiveRight other = ReceiveRight.create()) {
            set.insert(one);
            set.insert(other);
            equal(2L, Calls.portSetMembers(set, 0).count());
            set.extract(one);
            equal(List.of(other.name()), List.of(Calls.portSetMembers(set, 4).names()[0]));
            try (SendRight send = other.makeSend()) {
                new Message(3).send(send, Duration.ZERO);
                try (Delivery delivery = set.receive(Duration.ZERO)) {
                    equal(other.name(), delivery.cameBy());
                }
            }
        }
    }

    static void errors() {
        MachError error = failing(Raw.KERN_INVALID_VALUE, () -> Raw.urefs(Raw.taskSelf(), 9));
        equal("KERN_INVALID_VALUE", error.name());
        equal("machport_urefs", error.call());
        equal(0L, error.results());
        equal(Raw.statusText(error.status()), error.text());
        Object several = failing(Raw.KERN_INVALID_ARGUMENT, () -> Raw.pairNew(1L << 31, 0)).results();
        equal(new Raw.PairNew(0, 0), several);
        equal(0xffffffffL, Raw.DEAD);
        equal(-1L, Raw.FOREVER);
    }

    static void messages() {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); ReceiveRight other = ReceiveRight.create()) {
            SendRight moved = other.makeSend();
            byte[] bytes = "with rights.".getBytes(StandardCharsets.UTF_8);
            new Message(7, bytes).move(moved).copy(send).makeSend(other).makeSendOnce(other).send(send, Duration.ZERO);
            check(moved.isClosed());
            try (Delivery delivery = receive.receive(Duration.ZERO)) {
                equal(7, delivery.id());
                equal(new String(bytes, StandardCharsets.UTF_8), new String(delivery.bytes(), StandardCharsets.UTF_8));
                equal(4, delivery.count());
                throwing(ClassCastException.class, () -> delivery.take(0, ReceiveRight.class));
                try (SendRight arrived = delivery.take(0, SendRight.class)) {
                    equal(other.name(), arrived.name());
                }
                check(delivery.take(0, SendRight.class) == null);
            }
            equal(1L, send.urefs());
        }
    }

    static void replies() {
        try (ReceiveRight server = ReceiveRight.create(); SendRight send = server.makeSend(); ReceiveRight client = ReceiveRight.create()) {
            new Message(1).replyTo(client).send(send, null);
            try (Delivery request = server.receive(null); Right reply = request.takeReply()) {
                new Message(2, (byte) 1, (byte) 2, (byte) 3, (byte) 4).send((SendOnceRight) reply);
                check(reply.isClosed());
            }
            try (Delivery answer = client.receive(Duration.ZERO)) {
                equal(2, answer.id());
                equal(4, answer.bytes().length);
                check(answer.bySendOnce() && answer.takeReply() == null);
            }
        }
    }

    static void largeMessages() {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            Message message = new Message(0, new byte[100_000]);
            for (int i = 0; i < 40; i++)
                message.copy(send);
            message.send(send, Duration.ZERO);
            try (Delivery delivery = receive.receive(Duration.ZERO)) {
                equal(100_000, delivery.bytes().length);
                equal(40, delivery.count());
                equal(41L, send.urefs());
            }
            failing(Raw.MACH_RCV_TIMED_OUT, () -> receive.receive(Duration.ZERO));
        }
    }

    static void sendingFails() {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); ReceiveRight other = ReceiveRight.create()) {
            SendRight carried = other.makeSend();
            failing(Raw.KERN_INVALID_ARGUMENT, () -> new Message(0, (byte) 1).move(carried).send(send, Duration.ZERO));
            equal(1L, carried.urefs());
            throwing(IllegalStateException.class, () -> new Message(0).move(carried).move(carried).send(send, Duration.ZERO));
            equal(1L, carried.urefs());
            try (PortSet set = PortSet.create()) {
                throwing(IllegalArgumentException.class, () -> new Message(0).move(set));
            }
            carried.close();
            throwing(IllegalStateException.class, () -> new Message(0).copy(send).move(carried).send(send, Duration.ZERO));
            Calls.sendRightRelease(send.dup());
            equal(1L, send.urefs());
        }
    }

    static void full(SendRight send, Test then) throws Exception {
        for (int sent = 0;; sent++) {
            try {
                new Message(sent).send(send, Duration.ZERO);
            } catch (MachError error) {
                equal(Raw.MACH_SEND_TIMED_OUT, error.status());
                break;
            }
        }
        then.run();
    }

    static void keptUnderAnotherName() throws Exception {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); ReceiveRight carried = ReceiveRight.create()) {
            full(send, () -> {
                failing(Raw.MACH_SEND_TIMED_OUT, () -> new Message(0).move(carried).send(send, Duration.ZERO));
                check(!carried.isClosed());
                equal(Raw.TYPE_RECEIVE, Raw.types(carried.name()));
            });
        }
    }

    static void comesBack() throws Exception {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); ReceiveRight other = ReceiveRight.create()) {
            full(send, () -> {
                MachError error = failing(Raw.MACH_SEND_TIMED_OUT, () -> new Message(0).makeSendOnce(other).send(send, Duration.ZERO));
                List<?> returned = (List<?>) error.results();
                equal(1, returned.size());
                try (SendOnceRight made = (SendOnceRight) returned.get(0)) {
                    equal(1L, made.urefs());
                }
            });
        }
    }

    static void notifications() {
        try (ReceiveRight kept = ReceiveRight.create(); ReceiveRight port = ReceiveRight.create(); SendRight send = port.makeSend()) {
            Calls.notifyDeadName(send, kept.makeSendOnce());
            port.close();
            try (Delivery delivery = kept.receive(Duration.ZERO)) {
                Delivery.Notification said = delivery.notification();
                equal(Raw.NOTIFY_DEAD_NAME, said.id());
                check(said.trusted() && said.right() instanceof DeadName);
                equal(2L, send.urefs());
            }
            equal(1L, send.urefs());
        }
    }

    /** A send that waits uses its right; closing it meanwhile does not wait, and the last one releases. */
    static void closedInUse() throws Exception {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); SendRight another = send.dup()) {
            full(send, () -> {
                Thread sender = waiting(() -> new Message(99).send(another, null));
                another.close();
                throwing(IllegalStateException.class, another::name);
                equal(2L, send.urefs());
                for (int id = 0; id != 99;)
                    try (Delivery delivery = receive.receive(null)) {
                        id = delivery.id();
                    }
                sender.join();
                equal(1L, send.urefs());
            });
        }
    }

    static void inUseIsNotGivenAway() throws Exception {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); SendRight another = send.dup()) {
            full(send, () -> {
                Thread sender = waiting(() -> new Message(99).send(another, null));
                throwing(IllegalStateException.class, another::detach);
                for (int id = 0; id != 99;)
                    try (Delivery delivery = receive.receive(null)) {
                        id = delivery.id();
                    }
                sender.join();
                check(!another.isClosed());
            });
        }
    }

    static void closingEndsAReceive() throws Exception {
        ReceiveRight receive = ReceiveRight.create();
        MachError[] ended = {null};
        Thread receiver = waiting(() -> {
            try (Delivery delivery = receive.receive(null)) {
                throw new AssertionError("nothing was sent: " + delivery.id());
            } catch (MachError error) {
                ended[0] = error;
            }
        });
        receive.close();
        receiver.join();
        check(ended[0].status() == Raw.MACH_RCV_PORT_DIED || ended[0].status() == Raw.MACH_RCV_PORT_CHANGED);
    }

    /** Each has what it made, until the right is closed; then nothing is left of it. */
    static void manyUseWhatOneCloses() throws InterruptedException {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            CountDownLatch busy = new CountDownLatch(4);
            List<Throwable> ended = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
            Runnable user = () -> {
                try {
                    for (int made = 0;; made++) {
                        send.dup().close();
                        if (made == 1000)
                            busy.countDown();
                    }
                } catch (Throwable thrown) {
                    ended.add(thrown);
                }
            };
            List<Thread> threads = java.util.stream.Stream.generate(() -> new Thread(user)).limit(4).toList();
            threads.forEach(Thread::start);
            busy.await();
            send.close();
            for (Thread thread : threads)
                thread.join();
            check(ended.size() == 4 && ended.stream().allMatch(thrown -> thrown instanceof IllegalStateException));
            equal(0L, Raw.urefs(receive.name(), Raw.KIND_SEND));
        }
    }

    /** A thread that is in a native call, as far as that can be seen: it has begun, and stands in it. */
    static Thread waiting(Runnable call) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            begun.countDown();
            call.run();
        });
        thread.start();
        begun.await();
        while (thread.isAlive() && List.of(thread.getStackTrace()).stream().noneMatch(frame -> frame.isNativeMethod() && frame.getClassName().startsWith("machport.")))
            Thread.sleep(1);
        return thread;
    }

    static void anotherNameSpace() {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            int leaks = Right.leaks();
            long name = send.name();
            long task = Embedded.taskCreate();
            long own = Embedded.taskEnter(task);
            try {
                throwing(IllegalStateException.class, send::dup);
                throwing(IllegalStateException.class, receive::name);
                send.close();
                equal(leaks + 1, Right.leaks());
            } finally {
                Embedded.taskEnter(own);
                Embedded.taskDestroy(task);
            }
            equal(1L, Raw.urefs(name, Raw.KIND_SEND));
            Raw.sendRightRelease(name);
        }
    }

    /** What nobody can reach is released by and by. */
    static void nobodyClosed() throws InterruptedException {
        try (ReceiveRight receive = ReceiveRight.create()) {
            long name = receive.name();
            dropped(receive);
            while (Raw.urefs(name, Raw.KIND_SEND) != 0) {
                System.gc();
                Thread.sleep(10);
            }
        }
    }

    static void dropped(ReceiveRight receive) {
        equal(1L, receive.makeSend().urefs());
    }

    static long names() {
        return Raw.spaceNames(0).count();
    }

    static void check(boolean holds) {
        if (!holds)
            throw new AssertionError();
    }

    static void equal(Object wanted, Object got) {
        if (!wanted.equals(got))
            throw new AssertionError("wanted " + wanted + ", got " + got);
    }

    static MachError failing(int status, Test test) {
        MachError error = throwing(MachError.class, test);
        equal(Raw.statusName(status), error.name());
        return error;
    }

    static <E extends Throwable> E throwing(Class<E> kind, Test test) {
        try {
            test.run();
        } catch (Throwable thrown) {
            if (kind.isInstance(thrown))
                return kind.cast(thrown);
            throw new AssertionError("wanted " + kind, thrown);
        }
        throw new AssertionError("nothing was thrown, wanted " + kind);
    }
}
