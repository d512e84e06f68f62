/* The vectors, as tests/vectors/resolved.py writes them; its README says what a word means.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System.Collections.Generic;
using System.Linq;

sealed class Table
{
    public List<Function> functions;
    public List<Vector> vectors;
}

sealed class Function
{
    public string name;
    public string returns;
    public List<Parameter> parameters;

    /// <summary>The sizes of what goes in are not given beside it.</summary>
    public bool IsLength(Parameter parameter)
    {
        return parameters.Any(each => each.sized_by is int size && each.role != "out" && parameters[size] == parameter);
    }
}

sealed class Parameter
{
    public string name;
    public string role;
    public string shape;
    public string @struct;
    public List<Field> fields;
    public int? sized_by;
    public int[] counted_by;

    /// <summary>What the log and a failure call a number of an element.</summary>
    public string Label(int element, int field)
    {
        if (@struct == null)
            return name;
        return name + (shape == "structs" ? "[" + element + "]." : ".") + fields[field].path;
    }
}

sealed class Field
{
    public string path;
    public string type;
    public bool port;
    public bool owned;
    public bool nullable;
    public bool maybe_dead;
}

sealed class Vector
{
    public string name;
    public int slots;
    public int kept;
    public List<Step> steps;
}

sealed class Step
{
    public string call;
    public int status;
    public List<Value> args;
    public List<Value> @out;
    public Value returns;
    public List<List<Value>> rows;
    public List<Count> counts;
    public int repeat;
    public bool observed;
    public bool arrays_are_told;
    public bool needs_pointers;
}

sealed class Count
{
    public int slot;
    public uint[] urefs;
}

sealed class Value
{
    public string form;
    public string number;
    public int slot;
    public string text;
    public bool other;
    public List<Value> parts;
}
