/* Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import com.google.gson.Gson;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import machport.Raw;

final class RunVectors {
    private final Map<String, Table.Function> functions;
    private final PrintWriter out;

    private RunVectors(Table table, PrintWriter out) {
        functions = table.functions.stream().collect(Collectors.toMap(each -> each.name, Function.identity()));
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Table table;
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            table = new Gson().fromJson(file, Table.class);
        }
        int failed = 0;
        try (PrintWriter out = new PrintWriter(System.out, false)) {
            RunVectors runner = new RunVectors(table, out);
            for (Table.Vector vector : table.vectors) {
                try {
                    runner.run(vector);
                } catch (Failure failure) {
                    failed++;
                    out.println("FAILED " + vector.name + ", " + failure.getMessage());
                }
            }
            out.println(table.vectors.size() - failed + " passed, " + failed + " failed");
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private void run(Table.Vector vector) throws Failure, ReflectiveOperationException {
        Space first = Space.look();
        Slots slots = new Slots(vector);
        for (int i = 0; i < vector.steps.size(); i++) {
            Table.Step step = vector.steps.get(i);
            try {
                if (!step.needs_pointers)
                    run(vector, i + 1, step, slots);
            } catch (Failure failure) {
                throw new Failure(step.call + ": " + failure.getMessage() + " (step " + (i + 1) + ")");
            }
        }
        if (!Space.look().isSame(first))
            throw new Failure("the space: it is not as it was before");
    }

    private void run(Table.Vector vector, int number, Table.Step step, Slots slots) throws Failure, ReflectiveOperationException {
        Table.Function function = functions.get(step.call);
        for (int i = 1; i < step.repeat; i++)
            Check.status(step, Call.make(function, step, slots));
        Space before = step.observed ? Space.look() : new Space();
        Call call = Call.make(function, step, slots);
        Space after = step.observed ? Space.look() : new Space();
        if (step.observed) {
            String status = function.returns.equals("status") ? Raw.statusName(call.status) : "-";
            out.println(String.join("\t", "call", vector.name, Integer.toString(number), step.call, status) + log(step, call, before, after));
        }
        Check.results(step, call, slots);
        Check.counts(step, slots, after);
    }

    /** Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back. */
    private String log(Table.Step step, Call call, Space before, Space after) throws ReflectiveOperationException {
        StringBuilder line = new StringBuilder();
        List<Table.Parameter> parameters = call.function.parameters;
        for (int i = 0; i < parameters.size(); i++) {
            Table.Parameter parameter = parameters.get(i);
            if (parameter.shape.equals("bytes"))
                continue;
            if (!parameter.role.equals("out"))
                log(line, parameter, '=', call.given(i), before, after);
            if (!parameter.role.equals("in"))
                log(line, parameter, parameter.role.equals("out") ? '=' : '>', call.back(i, step), before, after);
        }
        return line.toString();
    }

    private void log(StringBuilder line, Table.Parameter parameter, char sign, List<long[]> elements, Space before, Space after) {
        for (int element = 0; element < elements.size(); element++) {
            for (int f = 0; f < parameter.fields.size(); f++) {
                Table.Field field = parameter.fields.get(f);
                long number = elements.get(element)[f];
                if (field.port)
                    line.append('\t').append(parameter.label(element, f)).append(sign).append(before.told(number, after));
                else if (parameter.structure != null && field.type.equals("u32"))
                    line.append('\t').append(parameter.label(element, f)).append(sign).append(number);
            }
        }
    }
}
