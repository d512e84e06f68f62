/* What the slots of a vector hold. Numbers of 64 bits are compared as they are, signed or not.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

final class Slots {
    final long[] numbers;
    final byte[][] kept;

    Slots(Table.Vector vector) {
        numbers = new long[vector.slots];
        kept = new byte[vector.kept][];
    }

    long number(Table.Value value) {
        long number = value.number == null ? 0
            : value.number.startsWith("-") ? Long.parseLong(value.number) : Long.parseUnsignedLong(value.number);
        return switch (value.form) {
            case "slot" -> numbers[value.slot] + number;
            case "bytes" -> kept[value.slot].length;
            default -> number;
        };
    }

    byte[] bytes(Table.Value value) {
        return switch (value.form) {
            case "parts" -> {
                ByteBuffer words = ByteBuffer.allocate(4 * value.parts.size()).order(ByteOrder.nativeOrder());
                value.parts.forEach(part -> words.putInt((int) number(part)));
                yield words.array();
            }
            case "hex" -> HexFormat.of().parseHex(value.text);
            case "zeros" -> new byte[(int) number(value)];
            case "bytes" -> kept[value.slot];
            default -> new byte[0];
        };
    }

    /** Compares a number with what is expected, or keeps it. */
    void compare(String what, Table.Value expected, long got) throws Failure {
        if (expected.form.equals("any"))
            return;
        if (expected.form.equals("bind")) {
            numbers[expected.slot] = got;
            return;
        }
        long wanted = number(expected);
        if (wanted == got && expected.other)
            throw new Failure(what + " must not be " + wanted);
        if (wanted != got && !expected.other)
            throw new Failure(what + " must be " + wanted + ", not " + got);
    }
}
