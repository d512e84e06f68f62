/* One call of the raw layer: its arguments as Java has them, and what came back, both as the numbers that they hold.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import machport.Embedded;
import machport.MachError;
import machport.Raw;

final class Call {
    private static final Map<String, Method> METHODS = Stream.of(Raw.class, Embedded.class)
        .flatMap(layer -> Stream.of(layer.getDeclaredMethods()).filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers())))
        .collect(Collectors.toMap(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName(), Function.identity()));

    final Table.Function function;
    final int status;
    /** What a function that returns no status returned. */
    final Object returned;
    private final Object[] given;
    private final Object[] back;

    private Call(Table.Function function, Object[] given, int status, Object got) throws ReflectiveOperationException {
        this.function = function;
        this.given = given;
        this.status = status;
        this.returned = function.returns.equals("status") ? null : got;
        this.back = new Object[given.length];
        List<Table.Parameter> results = function.results();
        for (int i = 0; i < results.size(); i++) {
            Object result = results.size() == 1 ? got : component(got, i);
            back[function.parameters.indexOf(results.get(i))] = result;
        }
    }

    static Call make(Table.Function function, Table.Step step, Slots slots) throws ReflectiveOperationException {
        Method method = METHODS.get(spelled(function.name));
        Object[] given = new Object[function.parameters.size()];
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            Table.Parameter parameter = function.parameters.get(i);
            if (parameter.role.equals("out") || function.isLength(parameter))
                continue;
            given[i] = argument(step.args.get(i), parameter, method.getParameterTypes()[arguments.size()], slots);
            arguments.add(given[i]);
        }
        try {
            return new Call(function, given, 0, method.invoke(null, arguments.toArray()));
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof MachError error)
                return new Call(function, given, error.status(), error.results());
            throw thrown;
        }
    }

    /** mach_embedded_task_create is Embedded.taskCreate. */
    private static String spelled(String name) {
        boolean embedded = name.startsWith("mach_embedded_");
        String[] words = name.substring(embedded ? "mach_embedded_".length() : "machport_".length()).split("_");
        String rest = Stream.of(words).skip(1).map(word -> word.substring(0, 1).toUpperCase() + word.substring(1)).collect(Collectors.joining());
        return (embedded ? "Embedded." : "Raw.") + words[0] + rest;
    }

    private static Object argument(Table.Value value, Table.Parameter parameter, Class<?> type, Slots slots)
        throws ReflectiveOperationException {
        if (value.form.equals("null"))
            return null;
        if (parameter.shape.equals("bytes"))
            return slots.bytes(value);
        if (parameter.structure == null)
            return integer(slots.number(value), type);
        Iterator<Long> numbers = value.parts == null ? List.<Long>of().iterator() : value.parts.stream().map(slots::number).iterator();
        if (!type.isArray())
            return record(numbers, type);
        List<Object> structs = new ArrayList<>();
        while (numbers.hasNext())
            structs.add(record(numbers, type.getComponentType()));
        return structs.toArray(size -> (Object[]) Array.newInstance(type.getComponentType(), size));
    }

    private static Object integer(long number, Class<?> type) {
        return type == int.class ? (Object) (int) number : number;
    }

    private static Object record(Iterator<Long> numbers, Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < values.length; i++) {
            types[i] = components[i].getType();
            values[i] = types[i].isRecord() ? record(numbers, types[i]) : integer(numbers.next(), types[i]);
        }
        return type.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object component(Object record, int i) throws ReflectiveOperationException {
        return record.getClass().getRecordComponents()[i].getAccessor().invoke(record);
    }

    /** The numbers of a value, one array for each element; of what is no array, or not there, one or none. */
    private static List<long[]> elements(Object value) throws ReflectiveOperationException {
        List<long[]> found = new ArrayList<>();
        if (value == null)
            return found;
        if (!value.getClass().isArray())
            return List.of(flat(value));
        for (int i = 0; i < Array.getLength(value); i++)
            found.add(flat(Array.get(value, i)));
        return found;
    }

    private static long[] flat(Object value) throws ReflectiveOperationException {
        if (value instanceof Number number)
            return new long[] {number.longValue()};
        LongStream numbers = LongStream.empty();
        for (int i = 0; i < value.getClass().getRecordComponents().length; i++)
            numbers = LongStream.concat(numbers, LongStream.of(flat(component(value, i))));
        return numbers.toArray();
    }

    List<long[]> given(int i) throws ReflectiveOperationException {
        return elements(given[i]);
    }

    List<long[]> back(int i, Table.Step step) throws ReflectiveOperationException {
        boolean told = step.arrays_are_told || function.parameters.get(i).counted_by == null;
        return told ? elements(back[i]) : List.of();
    }

    byte[] bytes(int i) {
        return (byte[]) back[i];
    }
}
