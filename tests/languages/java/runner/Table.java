/* The vectors, as tests/vectors/resolved.py writes them; its README says what a word means.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import com.google.gson.annotations.SerializedName;
import java.util.List;

final class Table {
    List<Function> functions;
    List<Vector> vectors;

    static final class Function {
        String name;
        String returns;
        List<Parameter> parameters;

        List<Parameter> results() {
            return parameters.stream().filter(each -> !each.role.equals("in")).toList();
        }

        /** The sizes of what goes in are not given beside it. */
        boolean isLength(Parameter parameter) {
            return parameters.stream().anyMatch(
                each -> each.sized_by != null && !each.role.equals("out") && parameters.get(each.sized_by) == parameter);
        }
    }

    static final class Parameter {
        String name;
        String role;
        String shape;
        @SerializedName("struct")
        String structure;
        List<Field> fields;
        Integer sized_by;
        int[] counted_by;

        /** What the log and a failure call a number of an element. */
        String label(int element, int field) {
            if (structure == null)
                return name;
            return name + (shape.equals("structs") ? "[" + element + "]." : ".") + fields.get(field).path;
        }
    }

    static final class Field {
        String path;
        String type;
        boolean port;
        boolean owned;
        boolean nullable;
        boolean maybe_dead;
    }

    static final class Vector {
        String name;
        int slots;
        int kept;
        List<Step> steps;
    }

    static final class Step {
        String call;
        int status;
        List<Value> args;
        List<Value> out;
        Value returns;
        List<List<Value>> rows;
        List<Count> counts;
        int repeat;
        boolean observed;
        boolean arrays_are_told;
        boolean needs_pointers;
    }

    static final class Count {
        int slot;
        long[] urefs;
    }

    static final class Value {
        String form;
        String number;
        int slot;
        String text;
        boolean other;
        List<Value> parts;
    }
}
