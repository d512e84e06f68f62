/* The peer in Java: natives by hand, and an owned right as the documentation of java.lang.ref.Cleaner shows one.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.lang.ref.Cleaner;

final class ByHand {
    static {
        System.loadLibrary("by_hand");
    }

    static native int check(int name, int kind);

    static native int types(int name);

    static native int dup(int name);

    static native void release(int name);

    static native int checkInC(int name, int times);

    static native int typesInC(int name, int times);

    static native int dupInC(int name, int times);

    static native double seconds();

    private ByHand() {}

    static final class Send implements AutoCloseable {
        private static final Cleaner CLEANER = Cleaner.create();

        private record State(int name) implements Runnable {
            @Override
            public void run() {
                release(name);
            }
        }

        private final State state;
        private final Cleaner.Cleanable cleanable;

        Send(int name) {
            state = new State(name);
            cleanable = CLEANER.register(this, state);
        }

        Send copy() {
            return new Send(ByHand.dup(state.name));
        }

        @Override
        public void close() {
            cleanable.clean();
        }
    }
}
