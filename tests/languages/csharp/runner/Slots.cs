/* What the slots of a vector hold. Numbers are kept as 64 bits, signed or not.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Linq;

/// <summary>A vector's expectation that did not hold.</summary>
sealed class Failure : Exception
{
    public Failure(string told) : base(told) {}
}

sealed class Slots
{
    public readonly long[] Numbers;
    public readonly byte[][] Kept;

    public Slots(Vector vector)
    {
        Numbers = new long[vector.slots];
        Kept = new byte[vector.kept][];
    }

    public long Number(Value value)
    {
        long number = value.number == null ? 0
            : value.number.StartsWith("-") ? long.Parse(value.number) : unchecked((long)ulong.Parse(value.number));
        return value.form == "slot" ? Numbers[value.slot] + number : value.form == "bytes" ? Kept[value.slot].Length : number;
    }

    public byte[] Bytes(Value value)
    {
        switch (value.form) {
        case "parts":
            return value.parts.SelectMany(part => BitConverter.GetBytes(unchecked((uint)Number(part)))).ToArray();
        case "hex":
            return Enumerable.Range(0, value.text.Length / 2).Select(at => Convert.ToByte(value.text.Substring(2 * at, 2), 16)).ToArray();
        case "zeros":
            return new byte[Number(value)];
        case "bytes":
            return Kept[value.slot];
        default:
            return new byte[0];
        }
    }

    /// <summary>Compares a number with what is expected, or keeps it.</summary>
    public void Compare(string what, Value expected, long got)
    {
        if (expected.form == "any")
            return;
        if (expected.form == "bind") {
            Numbers[expected.slot] = got;
            return;
        }
        long wanted = Number(expected);
        if (wanted == got && expected.other)
            throw new Failure(what + " must not be " + wanted);
        if (wanted != got && !expected.other)
            throw new Failure(what + " must be " + wanted + ", not " + got);
    }
}
