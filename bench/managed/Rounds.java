/* Rounds in which the sides take turns: prints a line for each sample, its time over that of its peer, and in seconds.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.util.LinkedHashMap;
import java.util.Map;
import machport.Raw;
import machport.ReceiveRight;
import machport.SendRight;

final class Rounds {
    private static final int ROUNDS = 41, WARM = 10, TIMES = 20_000;

    public static void main(String[] arguments) {
        try (ReceiveRight receive = ReceiveRight.create(); SendRight send = receive.makeSend(); ByHand.Send sent = new ByHand.Send(send.dup().detach())) {
            int raw = send.raw();
            long name = send.name();
            Map<String, Runnable> f = new LinkedHashMap<>(), g = new LinkedHashMap<>(), owned = new LinkedHashMap<>();
            f.put("by hand", () -> { for (int i = 0; i < TIMES; i++) alive(ByHand.check(raw, (int)Raw.KIND_SEND)); });
            f.put("generated", () -> { for (int i = 0; i < TIMES; i++) alive(Raw.check(name, Raw.KIND_SEND)); });
            f.put("C", () -> ByHand.checkInC(raw, TIMES));
            g.put("by hand", () -> { for (int i = 0; i < TIMES; i++) ByHand.types(raw); });
            g.put("generated", () -> { for (int i = 0; i < TIMES; i++) Raw.types(name); });
            g.put("C", () -> ByHand.typesInC(raw, TIMES));
            owned.put("by hand", () -> { for (int i = 0; i < TIMES; i++) sent.copy().close(); });
            owned.put("generated", () -> { for (int i = 0; i < TIMES; i++) send.dup().close(); });
            owned.put("C", () -> ByHand.dupInC(raw, TIMES));
            rounds("f", f);
            rounds("g", g);
            rounds("owned", owned);
        }
    }

    private static void alive(int verdict) {
        if (verdict != 0)
            throw new IllegalStateException("dead");
    }

    private static void rounds(String figure, Map<String, Runnable> sides) {
        Runnable base = sides.get("by hand");
        for (int round = -WARM; round < ROUNDS; round++) {
            for (Map.Entry<String, Runnable> side : sides.entrySet()) {
                double before = seconds(base), own = seconds(side.getValue()), after = seconds(base);
                if (round >= 0)
                    System.out.println(figure + '\t' + side.getKey() + '\t' + 2 * own / (before + after) + '\t' + own);
            }
        }
    }

    private static double seconds(Runnable side) {
        double started = ByHand.seconds();
        side.run();
        return (ByHand.seconds() - started) / TIMES;
    }
}
