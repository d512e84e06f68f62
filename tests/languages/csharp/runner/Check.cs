/* What a call gave back, against what its step expects.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Linq;
using Machport;

static class Check
{
    public static void Status(Step step, Call call)
    {
        if (call.Status != step.status)
            throw new Failure("the status must be " + Raw.StatusName(step.status) + ", not " + Raw.StatusName(call.Status));
    }

    public static void Results(Step step, Call call, Slots slots)
    {
        Status(step, call);
        if (call.ReturnedNumber() is long number)
            slots.Compare("the result", step.returns, number);
        if (step.returns.form == "text" && !step.returns.text.Equals(call.Returned))
            throw new Failure("the result must be " + step.returns.text + ", not " + call.Returned);
        for (int i = 0; i < step.@out.Count; i++) {
            Parameter parameter = call.Function.parameters[i];
            if (parameter.role == "in")
                continue;
            if (parameter.shape == "bytes")
                Bytes(parameter, step.@out[i], call.Bytes(i), slots);
            else
                Elements(parameter, step.@out[i], call.Back(i, step), call.Status, slots);
        }
        foreach (List<Value> row in step.rows)
            Row(row, step, call, slots);
    }

    public static void Counts(Step step, Slots slots, Space after)
    {
        foreach (Count count in step.counts) {
            uint[] got = after.Urefs((uint)slots.Numbers[count.slot]);
            if (!got.SequenceEqual(count.urefs))
                throw new Failure("the name " + slots.Numbers[count.slot] + " must hold " + string.Join(" ", count.urefs) + " by kind, not " + string.Join(" ", got));
        }
    }

    static void Elements(Parameter parameter, Value expected, List<long[]> got, int status, Slots slots)
    {
        int fields = parameter.fields.Count;
        bool parts = expected.form == "parts";
        if (parts && expected.parts.Count != got.Count * fields)
            throw new Failure(parameter.name + " must have " + expected.parts.Count / fields + " elements, not " + got.Count);
        for (int element = 0; element < got.Count; element++)
            for (int f = 0; f < fields; f++) {
                string what = parameter.Label(element, f);
                Owned(parameter.fields[f], what, got[element][f], status);
                if (parts)
                    slots.Compare(what, expected.parts[element * fields + f], got[element][f]);
                else if (parameter.@struct == null)
                    slots.Compare(what, expected, got[element][f]);
            }
    }

    static void Owned(Field field, string what, long number, int status)
    {
        if (field.owned && status != 0 && number != Raw.NULL)
            throw new Failure(what + " is owned and must be NULL after a failure");
        if (field.owned && status == 0 && (number == Raw.NULL && !field.nullable || number == Raw.DEAD && !field.maybe_dead))
            throw new Failure(what + " is owned and must be a name after success");
    }

    static void Bytes(Parameter parameter, Value expected, byte[] got, Slots slots)
    {
        if (expected.form == "keep")
            slots.Kept[expected.slot] = got;
        string hex = string.Concat(got.Select(each => each.ToString("x2")));
        if (expected.form == "hex" && hex != expected.text)
            throw new Failure(parameter.name + " must be " + expected.text + ", not " + hex);
        if (expected.form != "parts")
            return;
        if (got.Length != 4 * expected.parts.Count)
            throw new Failure(parameter.name + " must have " + 4 * expected.parts.Count + " bytes, not " + got.Length);
        for (int i = 0; i < expected.parts.Count; i++)
            slots.Compare(parameter.name + "[" + i + "]", expected.parts[i], BitConverter.ToUInt32(got, 4 * i));
    }

    /// <summary>What must stand together in the arrays.</summary>
    static void Row(List<Value> row, Step step, Call call, Slots slots)
    {
        int[] told = Enumerable.Range(0, row.Count).Where(i => row[i].form != "any").ToArray();
        int most = told.Max(i => call.Back(i, step).Count);
        for (int element = 0; element < most; element++)
            if (told.All(i => element < call.Back(i, step).Count && call.Back(i, step)[element][0] == slots.Number(row[i])))
                return;
        throw new Failure("a row is not in the arrays");
    }
}
