/* One call of the raw layer: its arguments as C# has them, and what came back, both as the numbers that they hold.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Machport;

sealed class Call
{
    static readonly Dictionary<string, MethodInfo> Methods = new[] {typeof(Raw), typeof(Embedded)}
        .SelectMany(layer => layer.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .ToDictionary(method => method.DeclaringType.Name + "." + method.Name);

    public readonly Function Function;
    public readonly int Status;
    /// <summary>What a function that returns no status returned.</summary>
    public readonly object Returned;
    readonly object[] given;
    readonly object[] back;

    Call(Function function, object[] given, int status, object got)
    {
        Function = function;
        this.given = given;
        Status = status;
        Returned = function.returns == "status" ? null : got;
        back = new object[given.Length];
        int[] results = Enumerable.Range(0, given.Length).Where(i => function.parameters[i].role != "in").ToArray();
        for (int i = 0; i < results.Length; i++)
            back[results[i]] = results.Length == 1 ? got : Fields(got)[i].GetValue(got);
    }

    public static Call Make(Function function, Step step, Slots slots)
    {
        MethodInfo method = Methods[Spelled(function.name)];
        var given = new object[function.parameters.Count];
        var arguments = new List<object>();
        for (int i = 0; i < given.Length; i++) {
            Parameter parameter = function.parameters[i];
            if (parameter.role == "out" || function.IsLength(parameter))
                continue;
            given[i] = Argument(step.args[i], parameter, method.GetParameters()[arguments.Count].ParameterType, slots);
            arguments.Add(given[i]);
        }
        try {
            return new Call(function, given, 0, method.Invoke(null, arguments.ToArray()));
        } catch (TargetInvocationException thrown) when (thrown.InnerException is MachException error) {
            return new Call(function, given, error.Status, error.Results);
        }
    }

    /// <summary>mach_embedded_task_create is Embedded.TaskCreate.</summary>
    static string Spelled(string name)
    {
        bool embedded = name.StartsWith("mach_embedded_");
        string[] words = name.Substring((embedded ? "mach_embedded_" : "machport_").Length).Split('_');
        return (embedded ? "Embedded." : "Raw.") + string.Concat(words.Select(word => char.ToUpper(word[0]) + word.Substring(1)));
    }

    static object Argument(Value value, Parameter parameter, Type type, Slots slots)
    {
        if (value.form == "null")
            return null;
        if (parameter.shape == "bytes")
            return slots.Bytes(value);
        if (parameter.@struct == null)
            return Integer(slots.Number(value), type);
        var numbers = new Queue<long>((value.parts ?? new List<Value>()).Select(slots.Number));
        if (!type.IsArray)
            return Struct(numbers, Nullable.GetUnderlyingType(type) ?? type);
        var structs = new List<object>();
        while (numbers.Count > 0)
            structs.Add(Struct(numbers, type.GetElementType()));
        Array made = Array.CreateInstance(type.GetElementType(), structs.Count);
        for (int i = 0; i < structs.Count; i++)
            made.SetValue(structs[i], i);
        return made;
    }

    static object Integer(long number, Type type)
    {
        return unchecked(type == typeof(uint) ? (uint)number : type == typeof(int) ? (int)number : type == typeof(ulong) ? (ulong)number : (object)number);
    }

    static object Struct(Queue<long> numbers, Type type)
    {
        object made = Activator.CreateInstance(type);
        foreach (FieldInfo field in Fields(made))
            field.SetValue(made, field.FieldType.IsPrimitive ? Integer(numbers.Dequeue(), field.FieldType) : Struct(numbers, field.FieldType));
        return made;
    }

    static FieldInfo[] Fields(object value)
    {
        return value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => field.MetadataToken).ToArray();
    }

    static long Number(object value)
    {
        return value is ulong large ? unchecked((long)large) : ((IConvertible)value).ToInt64(CultureInfo.InvariantCulture);
    }

    /// <summary>The numbers of a value, an array for each element; of what is no array, or not there, one or none.</summary>
    static List<long[]> Elements(object value)
    {
        if (value == null)
            return new List<long[]>();
        return (value is Array array ? array.Cast<object>() : new[] {value}).Select(each => Flat(each).ToArray()).ToList();
    }

    static IEnumerable<long> Flat(object value)
    {
        return value is IConvertible ? new[] {Number(value)} : Fields(value).SelectMany(field => Flat(field.GetValue(value)));
    }

    public List<long[]> Given(int i)
    {
        return Elements(given[i]);
    }

    public List<long[]> Back(int i, Step step)
    {
        return Elements(step.arrays_are_told || Function.parameters[i].counted_by == null ? back[i] : null);
    }

    public byte[] Bytes(int i)
    {
        return (byte[])back[i];
    }

    public long? ReturnedNumber()
    {
        return Returned is IConvertible && !(Returned is string) ? Number(Returned) : (long?)null;
    }
}
