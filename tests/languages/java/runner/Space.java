/* What the name space holds: the user references of each name by kind.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import machport.Raw;

final class Space {
    private static final int KINDS = 5;
    private final Map<Long, long[]> held = new HashMap<>();

    static Space look() {
        Space space = new Space();
        for (long name : Raw.spaceNames(Raw.spaceNames(0).count()).names())
            space.held.put(name, LongStream.range(0, KINDS).map(kind -> Raw.urefs(name, kind)).toArray());
        return space;
    }

    long[] urefs(long name) {
        return held.getOrDefault(name, new long[KINDS]);
    }

    /** As the log says it: the units before, those after, the kinds before. */
    String told(long name, Space after) {
        StringBuilder letters = new StringBuilder();
        for (int kind = 0; kind < KINDS; kind++)
            letters.append(urefs(name)[kind] > 0 ? "sropd".substring(kind, kind + 1) : "");
        return name + ":" + units(name) + ":" + after.units(name) + ":" + (letters.isEmpty() ? "-" : letters);
    }

    boolean isSame(Space other) {
        return held.keySet().equals(other.held.keySet())
            && held.keySet().stream().allMatch(name -> Arrays.equals(urefs(name), other.urefs(name)));
    }

    private long units(long name) {
        return LongStream.of(urefs(name)).sum();
    }
}
