/* The JVM ends while rights are owned: of the five kinds, closed in the orders given. ../witness.py judges what is released.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import machport.Calls;
import machport.DeadName;
import machport.Delivery;
import machport.Message;
import machport.PortSet;
import machport.Raw;
import machport.ReceiveRight;
import machport.Right;
import machport.SendOnceRight;
import machport.SendRight;

final class ExitTest {
    static final Map<Character, IntFunction<Right>> ADOPT = Map.of('R', ReceiveRight::adopt, 'S', SendRight::adopt,
        'O', SendOnceRight::adopt, 'P', PortSet::adopt, 'D', DeadName::adopt);
    static Right[] kept;

    public static void main(String[] arguments) throws InterruptedException {
        String ending = arguments[0];
        List<String> orders = Arrays.asList(arguments).subList(1, arguments.length);
        switch (ending) {
            case "a hook closes them" -> {
                atExit(() -> orders.forEach(ExitTest::closed));
                System.exit(3);
            }
            case "a cleaner releases them" -> {
                for (String order : orders)
                    collected(order);
                return;
            }
            default -> kept = five(orders.get(0));
        }
        switch (ending) {
            case "many hooks close them" -> Arrays.stream(kept).forEach(right -> atExit(right::close));
            case "System.exit" -> System.exit(3);
            case "halt" -> Runtime.getRuntime().halt(4);
            case "an error" -> throw new IllegalStateException("out");
            case "threads wait" -> {
                ReceiveRight full = ReceiveRight.create();
                SendRight send = full.makeSend();
                Calls.attrSet(full, Raw.ATTR_QUEUE_LIMIT, 0);
                daemon(() -> new Message(0).send(send, null));
                daemon(() -> ReceiveRight.create().receive(null));
                Thread.sleep(20);
            }
            case "threads work" -> {
                daemon(ExitTest::works);
                daemon(ExitTest::works);
                Thread.sleep(20);
            }
            default -> atExit(ExitTest::use);
        }
    }

    static void atExit(Runnable hook) {
        Runtime.getRuntime().addShutdownHook(new Thread(hook));
    }

    static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    static void works() {
        for (;;)
            use();
    }

    static void mark() {
        Raw.portSetRelease(Raw.NULL);
    }

    /** A message goes there and back. */
    static void use() {
        mark();
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend()) {
            new Message(4).move(send.dup()).replyTo(receive).send(send, Duration.ZERO);
            try (Delivery asked = receive.receive(Duration.ZERO); SendOnceRight reply = (SendOnceRight) asked.takeReply()) {
                new Message(asked.id() + 1).send(reply);
            }
            try (Delivery answer = receive.receive(Duration.ZERO)) {
                if (answer.id() != 5)
                    throw new AssertionError("it came back otherwise");
            }
        }
        mark();
    }

    static Right[] five(String order) {
        mark();
        ReceiveRight receive = ReceiveRight.create();
        SendRight send = receive.makeSend();
        new Message(0).move(ReceiveRight.create()).makeSend(receive).send(send, Duration.ZERO);
        SendOnceRight once = receive.makeSendOnce();
        PortSet set = PortSet.create();
        set.insert(receive);
        ReceiveRight service = ReceiveRight.create();
        SendRight dead = service.makeSend();
        service.close();
        Map<Character, Integer> names =
            Map.of('R', receive.detach(), 'S', send.detach(), 'O', once.detach(), 'P', set.detach(), 'D', dead.detach());
        Right[] rights = order.chars().mapToObj(letter -> adopted((char) letter, names)).toArray(Right[]::new);
        mark();
        return rights;
    }

    static Right adopted(char letter, Map<Character, Integer> names) {
        return ADOPT.get(letter).apply(names.get(letter));
    }

    static void closed(String order) {
        Raw.sendOnceRightRelease(Raw.NULL);
        for (Right right : five(order)) {
            right.close();
            use();
        }
    }

    /** Nobody can reach them, one after the other. */
    static void collected(String order) throws InterruptedException {
        Raw.sendOnceRightRelease(Raw.NULL);
        kept = five(order);
        for (int i = 0; i < kept.length; i++) {
            long[] before = types();
            for (kept[i] = null; Arrays.equals(types(), before); Thread.sleep(1))
                System.gc();
        }
    }

    /** What each name of the space holds, which each release changes. */
    static long[] types() {
        return Raw.spaceNames(64).types();
    }
}
