/* What a call gave back, against what its step expects.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import machport.Raw;

final class Check {
    private Check() {}

    static void status(Table.Step step, Call call) throws Failure {
        if (call.status != step.status)
            throw new Failure("the status must be " + Raw.statusName(step.status) + ", not " + Raw.statusName(call.status));
    }

    static void results(Table.Step step, Call call, Slots slots) throws Failure, ReflectiveOperationException {
        status(step, call);
        if (call.returned instanceof Number number)
            slots.compare("the result", step.returns, number.longValue());
        if (step.returns.form.equals("text") && !step.returns.text.equals(call.returned))
            throw new Failure("the result must be " + step.returns.text + ", not " + call.returned);
        for (int i = 0; i < step.out.size(); i++) {
            Table.Parameter parameter = call.function.parameters.get(i);
            if (parameter.role.equals("in"))
                continue;
            if (parameter.shape.equals("bytes"))
                bytes(parameter, step.out.get(i), call.bytes(i), slots);
            else
                elements(parameter, step.out.get(i), call.back(i, step), call.status, slots);
        }
        for (List<Table.Value> row : step.rows)
            row(row, step, call, slots);
    }

    static void counts(Table.Step step, Slots slots, Space after) throws Failure {
        for (Table.Count count : step.counts) {
            long name = slots.numbers[count.slot];
            if (!Arrays.equals(after.urefs(name), count.urefs))
                throw new Failure("the name " + name + " must hold " + Arrays.toString(count.urefs) + " by kind, not " + Arrays.toString(after.urefs(name)));
        }
    }

    private static void elements(Table.Parameter parameter, Table.Value expected, List<long[]> got, int status, Slots slots) throws Failure {
        int fields = parameter.fields.size();
        boolean parts = expected.form.equals("parts");
        if (parts && expected.parts.size() != got.size() * fields)
            throw new Failure(parameter.name + " must have " + expected.parts.size() / fields + " elements, not " + got.size());
        for (int element = 0; element < got.size(); element++) {
            for (int f = 0; f < fields; f++) {
                String what = parameter.label(element, f);
                long number = got.get(element)[f];
                owned(parameter.fields.get(f), what, number, status);
                if (parts)
                    slots.compare(what, expected.parts.get(element * fields + f), number);
                else if (parameter.structure == null)
                    slots.compare(what, expected, number);
            }
        }
    }

    private static void owned(Table.Field field, String what, long number, int status) throws Failure {
        if (field.owned && status != 0 && number != Raw.NULL)
            throw new Failure(what + " is owned and must be NULL after a failure");
        if (field.owned && status == 0 && (number == Raw.NULL && !field.nullable || number == Raw.DEAD && !field.maybe_dead))
            throw new Failure(what + " is owned and must be a name after success");
    }

    private static void bytes(Table.Parameter parameter, Table.Value expected, byte[] got, Slots slots) throws Failure {
        switch (expected.form) {
            case "keep" -> slots.kept[expected.slot] = got;
            case "hex" -> {
                if (!HexFormat.of().formatHex(got).equals(expected.text))
                    throw new Failure(parameter.name + " must be " + expected.text + ", not " + HexFormat.of().formatHex(got));
            }
            case "parts" -> {
                if (got.length != 4 * expected.parts.size())
                    throw new Failure(parameter.name + " must have " + 4 * expected.parts.size() + " bytes, not " + got.length);
                ByteBuffer words = ByteBuffer.wrap(got).order(ByteOrder.nativeOrder());
                for (int i = 0; i < expected.parts.size(); i++)
                    slots.compare(parameter.name + "[" + i + "]", expected.parts.get(i), Integer.toUnsignedLong(words.getInt()));
            }
            default -> { }
        }
    }

    /** What must stand together in the arrays. */
    private static void row(List<Table.Value> row, Table.Step step, Call call, Slots slots) throws Failure, ReflectiveOperationException {
        for (int element = 0;; element++) {
            boolean stands = true, there = false;
            for (int i = 0; i < row.size(); i++) {
                if (row.get(i).form.equals("any"))
                    continue;
                List<long[]> got = call.back(i, step);
                there |= element < got.size();
                stands &= element < got.size() && got.get(element)[0] == slots.number(row.get(i));
            }
            if (!there)
                throw new Failure("a row is not in the arrays");
            if (stands)
                return;
        }
    }
}
