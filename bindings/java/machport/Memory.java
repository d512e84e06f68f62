/* What the generated classes give to C and get from it: bytes in the machine's order, and the checks of what goes in.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
package machport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntFunction;

final class Memory {
    static final Memory NULL = new Memory();

    final byte[] bytes;
    private final ByteBuffer buffer;

    private Memory() {
        bytes = null;
        buffer = null;
    }

    Memory(int size) {
        bytes = new byte[size];
        buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    static Memory of(int items, int size) {
        return new Memory(Math.multiplyExact(items, size));
    }

    /** Room for as many items as the caller wants. */
    static Memory room(String where, long items, int size) {
        if (items < 0 || items > Integer.MAX_VALUE / size)
            throw new IllegalArgumentException(where + ": there cannot be room for " + Long.toUnsignedString(items));
        return new Memory((int) items * size);
    }

    static long size(String where, long value) {
        return checked(where, value, value >= 0);
    }

    static long u32(String where, long value) {
        return (value >>> 32) == 0 ? value : checked(where, value, false);
    }

    static int u16(String where, int value) {
        return (int) checked(where, value, value >>> 16 == 0);
    }

    static short u8(String where, short value) {
        return (short) checked(where, value, value >= 0 && value <= 255);
    }

    private static long checked(String where, long value, boolean fits) {
        if (!fits)
            throw new IllegalArgumentException(where + " is out of range: " + value);
        return value;
    }

    /** A text as C reads it. */
    static byte[] text(String where, String text) {
        if (text.indexOf('\0') >= 0)
            throw new IllegalArgumentException(where + " has a character that ends it in C");
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8).length + 1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** From its beginning. */
    Memory again() {
        buffer.rewind();
        return this;
    }

    Memory i8(byte value) { buffer.put(value); return this; }
    Memory i16(short value) { buffer.putShort(value); return this; }
    Memory i32(int value) { buffer.putInt(value); return this; }
    Memory i64(long value) { buffer.putLong(value); return this; }
    Memory u8(short value) { return i8((byte) value); }
    Memory u16(int value) { return i16((short) value); }
    Memory u32(long value) { return i32((int) value); }
    Memory u64(long value) { return i64(value); }

    byte i8() { return buffer.get(); }
    short i16() { return buffer.getShort(); }
    int i32() { return buffer.getInt(); }
    long i64() { return buffer.getLong(); }
    short u8() { return (short) Byte.toUnsignedInt(i8()); }
    int u16() { return Short.toUnsignedInt(i16()); }
    long u32() { return Integer.toUnsignedLong(i32()); }
    long u64() { return i64(); }

    byte[] i8s(long count) { return first(count); }

    short[] i16s(long count) {
        short[] made = new short[there(count, 2)];
        for (int i = 0; i < made.length; i++)
            made[i] = i16();
        return made;
    }

    int[] i32s(long count) {
        int[] made = new int[there(count, 4)];
        for (int i = 0; i < made.length; i++)
            made[i] = i32();
        return made;
    }

    long[] i64s(long count) {
        long[] made = new long[there(count, 8)];
        for (int i = 0; i < made.length; i++)
            made[i] = i64();
        return made;
    }

    short[] u8s(long count) {
        short[] made = new short[there(count, 1)];
        for (int i = 0; i < made.length; i++)
            made[i] = u8();
        return made;
    }

    int[] u16s(long count) {
        int[] made = new int[there(count, 2)];
        for (int i = 0; i < made.length; i++)
            made[i] = u16();
        return made;
    }

    long[] u32s(long count) {
        long[] made = new long[there(count, 4)];
        for (int i = 0; i < made.length; i++)
            made[i] = u32();
        return made;
    }

    long[] u64s(long count) { return i64s(count); }

    byte[] first(long count) {
        int there = there(count, 1);
        return there == bytes.length ? bytes : Arrays.copyOf(bytes, there);
    }

    <T> T[] all(long count, int size, IntFunction<T[]> array, Function<Memory, T> item) {
        T[] made = array.apply(there(count, size));
        for (int i = 0; i < made.length; i++)
            made[i] = item.apply(this);
        return made;
    }

    /** From the beginning, as many items of a size as are told of and there is room for. */
    private int there(long count, int size) {
        again();
        int room = bytes.length / size;
        return Long.compareUnsigned(count, room) < 0 ? (int) count : room;
    }
}
