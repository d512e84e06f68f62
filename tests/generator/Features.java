/* The layers of the goldens for Java, called. What they answer is compared as text: records and arrays by what is in them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;
import java.util.function.Supplier;

final class Features {
    private static int checked;

    public static void main(String[] arguments) {
        long all = 0xffffffffL, high = Long.MIN_VALUE;
        is(high + 255 + 65535 + all, Scalars.unsigned((short) 255, 65535, all, high));
        is((high >> 1) - 128 - 32768 - (1L << 31), Scalars.signed((byte) -128, (short) -32768, Integer.MIN_VALUE, high >> 1));
        is(-1, Scalars.negative(-1));
        is(6, Scalars.count(5));
        is("(3, 2)", Scalars.divide(17, 5));
        is(5, Scalars.length("gr\u00fcn"));
        is(0, Scalars.length(""));
        is(8, Scalars.width());
        is("a name", Scalars.name());
        Scalars.nothing();
        is(all + 3, Arrays.sum(new long[] {1, 2, all}));
        is(0, Arrays.sum(new long[0]));
        is(high, Arrays.last(new long[] {-1, high}));
        is("([0, 1, 2], 3)", Arrays.range(3, 3));
        is("([], 0)", Arrays.range(0, 0));
        is("[3, 2, 1]", Arrays.reverse(new long[] {1, 2, 3}));
        is("[0, 0]", Arrays.release(new long[] {1, 2}));
        is(-2, Arrays.total(new Arrays.Pair[] {new Arrays.Pair(5, 1), new Arrays.Pair(7, -1)}));
        is("[(5, -1)]", Arrays.negate(new Arrays.Pair[] {new Arrays.Pair(5, 1)}));
        is("([(5, -1)], 2)", Arrays.split(new int[] {-5, 7}, 1));
        is(3, Buffers.sum(new byte[] {1, 2}));
        is("([97, 98, 99], 3)", Buffers.copy("abc".getBytes(), 8));
        is("(7, (-1, 2), -1)", Structs.make(new Structs.Point(-1, 2), -1));
        is("((1, (12, -7), 4), (0, 0))", Structs.move(circle(1, 2, 3, 4), new Structs.Point(10, -10)));
        is("((1, (2, 3), 4), null)", Structs.move(circle(1, 2, 3, 4), null));
        is(4, Structs.radius(circle(1, 2, 3, 4)));
        is("([0, 1, 2], (0, (0, 0), 3))", Structs.counted(4));
        is("((1, 4), 4)", Keywords.go(1, "xyz".getBytes()));

        fails("KERN_NO_SPACE 0", () -> Scalars.count(all));
        fails("KERN_INVALID_ARGUMENT (0, 0)", () -> Scalars.divide(1, 0));
        fails("KERN_INVALID_ARGUMENT 0", () -> Arrays.last(new long[0]));
        fails("KERN_NO_SPACE ([0, 1], 5)", () -> Arrays.range(2, 5));
        fails("KERN_INVALID_ARGUMENT []", () -> Arrays.negate(new Arrays.Pair[0]));
        fails("KERN_NO_SPACE ([97, 98], 4)", () -> Buffers.copy("abcd".getBytes(), 2));
        fails("KERN_INVALID_VALUE (7, (1, 2), 0)", () -> Structs.make(new Structs.Point(1, 2), 0));
        fails("KERN_NO_SPACE ([0], (0, (0, 0), 3))", () -> Structs.counted(1));
        fails("unknown status null", () -> {
            Statuses.look();
            return null;
        });

        refused("scalars_unsigned: a is out of range: 256", () -> Scalars.unsigned((short) 256, 0, 0, 0));
        refused("scalars_unsigned: a is out of range: -1", () -> Scalars.unsigned((short) -1, 0, 0, 0));
        refused("scalars_unsigned: b is out of range: 65536", () -> Scalars.unsigned((short) 0, 65536, 0, 0));
        refused("scalars_unsigned: c is out of range: -1", () -> Scalars.unsigned((short) 0, 0, -1, 0));
        refused("scalars_length: text has a character that ends it in C", () -> Scalars.length("a\0b"));
        refused("arrays_sum: values is out of range: 4294967296", () -> Arrays.sum(new long[] {1, all + 1}));
        refused("arrays_total: pairs is out of range: -1", () -> Arrays.total(new Arrays.Pair[] {new Arrays.Pair(-1, 0)}));
        refused("buffers_copy: copy: there cannot be room for 18446744073709551615", () -> Buffers.copy(new byte[0], -1));
        refused(null, () -> Arrays.sum(null));
        refused(null, () -> Arrays.total(new Arrays.Pair[] {null}));
        refused(null, () -> Structs.move(null, null));
        System.out.println(checked);
    }

    private static Structs.Circle circle(long name, int x, int y, long radius) {
        return new Structs.Circle(name, new Structs.Point(x, y), radius);
    }

    private static void is(Object wanted, Object got) {
        checked++;
        if (!wanted.toString().equals(shown(got)))
            throw new AssertionError("wanted " + wanted + ", got " + shown(got));
    }

    private static void fails(String wanted, Supplier<Object> call) {
        try {
            call.get();
        } catch (MachError error) {
            is(wanted, error.name() + " " + shown(error.results()));
            return;
        }
        throw new AssertionError("it did not fail: " + wanted);
    }

    /** With a sentence of the layer's, or by Java itself where that is null. */
    private static void refused(String wanted, Supplier<Object> call) {
        try {
            call.get();
        } catch (IllegalArgumentException error) {
            is(wanted, error.getMessage());
            return;
        } catch (NullPointerException error) {
            is(wanted == null, true);
            return;
        }
        throw new AssertionError("it was not refused: " + wanted);
    }

    private static String shown(Object value) {
        if (value != null && value.getClass().isArray()) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < Array.getLength(value); i++)
                items.add(shown(Array.get(value, i)));
            return items.toString();
        }
        if (!(value instanceof Record))
            return String.valueOf(value);
        StringJoiner parts = new StringJoiner(", ", "(", ")");
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                parts.add(shown(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException error) {
                throw new AssertionError(error);
            }
        }
        return parts.toString();
    }
}
