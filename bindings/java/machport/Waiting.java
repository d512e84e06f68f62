/* A wait that goes on after a signal, with what is left of its time.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

final class Waiting {
    private Waiting() {}

    /** Calls with a timeout in nanoseconds until another status comes than the one of an interruption. null waits for ever. Rights
        that came back are made anew. */
    static <T> T until(Duration timeout, int interrupted, LongFunction<T> call) {
        long wanted = nanoseconds(timeout), begun = System.nanoTime(), left = wanted;
        for (;;) {
            try {
                return call.apply(left);
            } catch (MachError error) {
                if (error.status() != interrupted)
                    throw error;
                if (error.results() instanceof List<?> returned)
                    returned.forEach(right -> ((Right) right).close());
                if (wanted != Raw.FOREVER)
                    left = Math.max(0, wanted - (System.nanoTime() - begun));
            }
        }
    }

    private static long nanoseconds(Duration timeout) {
        if (timeout == null)
            return Raw.FOREVER;
        if (timeout.isNegative())
            return 0;
        return timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }
}
