/* What the generated classes do with memory that C reads or writes.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Machport {

static class Memory
{
    internal static void NotNull(string where, object value)
    {
        if (value == null)
            throw new ArgumentNullException(where);
    }

    internal static T[] Copy<T>(string where, T[] items)
    {
        NotNull(where, items);
        return (T[])items.Clone();
    }

    /// <summary>Room for as many items as the caller wants.</summary>
    internal static T[] Room<T>(string where, ulong items)
    {
        if (items > int.MaxValue)
            throw new OverflowException(where + ": there cannot be room for " + items);
        return new T[items];
    }

    /// <summary>As many items as are told of and there is room for.</summary>
    internal static T[] First<T>(T[] items, ulong count)
    {
        if (count < (ulong)items.Length)
            Array.Resize(ref items, (int)count);
        return items;
    }

    /// <summary>A text as C reads it.</summary>
    internal static byte[] Text(string where, string text)
    {
        NotNull(where, text);
        if (text.IndexOf('\0') >= 0)
            throw new ArgumentException(where + " has a character that ends it in C");
        return Encoding.UTF8.GetBytes(text + '\0');
    }

    internal static string Text(IntPtr text)
    {
        int length = 0;
        while (Marshal.ReadByte(text, length) != 0)
            length++;
        var bytes = new byte[length];
        Marshal.Copy(text, bytes, 0, length);
        return Encoding.UTF8.GetString(bytes);
    }
}
}
