/* Runs the vectors through the raw layer: each call, what it answers, and the user references that are observed.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Web.Script.Serialization;
using Machport;

sealed class RunVectors
{
    readonly Dictionary<string, Function> functions;
    readonly TextWriter print;

    RunVectors(Table table, TextWriter print)
    {
        functions = table.functions.ToDictionary(each => each.name);
        this.print = print;
    }

    static int Main(string[] arguments)
    {
        var reader = new JavaScriptSerializer {MaxJsonLength = int.MaxValue};
        var table = reader.Deserialize<Table>(File.ReadAllText(arguments[0]));
        int failed = 0;
        using (var print = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16)) {
            var runner = new RunVectors(table, print);
            foreach (Vector vector in table.vectors)
                try {
                    runner.Run(vector);
                } catch (Failure failure) {
                    failed++;
                    print.WriteLine("FAILED " + vector.name + ", " + failure.Message);
                }
            print.WriteLine(table.vectors.Count - failed + " passed, " + failed + " failed");
        }
        return failed == 0 ? 0 : 1;
    }

    void Run(Vector vector)
    {
        Space first = Space.Look();
        var slots = new Slots(vector);
        for (int i = 0; i < vector.steps.Count; i++) {
            Step step = vector.steps[i];
            try {
                if (!step.needs_pointers)
                    Run(vector, i + 1, step, slots);
            } catch (Failure failure) {
                throw new Failure(step.call + ": " + failure.Message + " (step " + (i + 1) + ")");
            }
        }
        if (!Space.Look().IsSame(first))
            throw new Failure("the space: it is not as it was before");
    }

    void Run(Vector vector, int number, Step step, Slots slots)
    {
        Function function = functions[step.call];
        for (int i = 1; i < step.repeat; i++)
            Check.Status(step, Call.Make(function, step, slots));
        Space before = step.observed ? Space.Look() : new Space();
        Call call = Call.Make(function, step, slots);
        Space after = step.observed ? Space.Look() : new Space();
        if (step.observed) {
            string status = function.returns == "status" ? Raw.StatusName(call.Status) : "-";
            print.WriteLine(string.Join("\t", "call", vector.name, number, step.call, status) + Log(step, call, before, after));
        }
        Check.Results(step, call, slots);
        Check.Counts(step, slots, after);
    }

    /// <summary>Each name with its units, and the other 32-bit numbers of structs: as given, and as it came back.</summary>
    static string Log(Step step, Call call, Space before, Space after)
    {
        var line = new StringBuilder();
        for (int i = 0; i < call.Function.parameters.Count; i++) {
            Parameter parameter = call.Function.parameters[i];
            if (parameter.shape == "bytes")
                continue;
            if (parameter.role != "out")
                Log(line, parameter, '=', call.Given(i), before, after);
            if (parameter.role != "in")
                Log(line, parameter, parameter.role == "out" ? '=' : '>', call.Back(i, step), before, after);
        }
        return line.ToString();
    }

    static void Log(StringBuilder line, Parameter parameter, char sign, List<long[]> elements, Space before, Space after)
    {
        for (int element = 0; element < elements.Count; element++)
            for (int f = 0; f < parameter.fields.Count; f++) {
                Field field = parameter.fields[f];
                string label = "\t" + parameter.Label(element, f) + sign;
                if (field.port)
                    line.Append(label).Append(before.Told((uint)elements[element][f], after));
                else if (parameter.@struct != null && field.type == "u32")
                    line.Append(label).Append(elements[element][f]);
            }
    }
}
