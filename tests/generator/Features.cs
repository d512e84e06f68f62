/* The layers of the goldens for C#, called. What they answer is compared as text: structs, tuples and arrays by what is in them.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Linq;
using System.Reflection;
using System.Text;
using Machport;

static class Features
{
    static int done;

    static void Main()
    {
        uint all = uint.MaxValue;
        ulong high = 1UL << 63;
        Is(high + 255 + 65535 + all, Scalars.Unsigned(255, 65535, all, high));
        Is(-(1L << 62) - 128 - 32768 - (1L << 31), Scalars.Signed(-128, -32768, int.MinValue, -(1L << 62)));
        Is(-1, Scalars.Negative(-1));
        Is(6, Scalars.Count(5));
        Is("(3, 2)", Scalars.Divide(17, 5));
        Is(5, Scalars.Length("gr\u00fcn"));
        Is(0, Scalars.Length(""));
        Is(8, Scalars.Width());
        Is("a name", Scalars.Name());
        Scalars.Nothing();
        Is(all + 3UL, Arrays.Sum(new uint[] {1, 2, all}));
        Is(0, Arrays.Sum(new uint[0]));
        Is(long.MinValue, Arrays.Last(new[] {-1, long.MinValue}));
        Is("([0, 1, 2], 3)", Arrays.Range(3, 3));
        Is("([], 0)", Arrays.Range(0, 0));
        var given = new uint[] {1, 2, 3};
        Is("[3, 2, 1]", Arrays.Reverse(given));
        Is("[1, 2, 3]", given);
        Is("[0, 0]", Arrays.Release(new uint[] {1, 2}));
        Is(-2, Arrays.Total(new[] {Pair(5, 1), Pair(7, -1)}));
        Is("[(5, -1)]", Arrays.Negate(new[] {Pair(5, 1)}));
        Is("([(5, -1)], 2)", Arrays.Split(new[] {-5, 7}, 1));
        Is(3, Buffers.Sum(new byte[] {1, 2}));
        Is("([97, 98, 99], 3)", Buffers.Copy(Encoding.ASCII.GetBytes("abc"), 8));
        Is("(7, (-1, 2), 18446744073709551615)", Structs.Make(Point(-1, 2), ulong.MaxValue));
        Is("((1, (12, -7), 4), (0, 0))", Structs.Move(Circle(1, 2, 3, 4), Point(10, -10)));
        Is("((1, (2, 3), 4), null)", Structs.Move(Circle(1, 2, 3, 4), null));
        Is(4, Structs.Radius(Circle(1, 2, 3, 4)));
        Is("([0, 1, 2], (0, (0, 0), 3))", Structs.Counted(4));
        Is("((1, 4), 4)", Keywords.Go(1, Encoding.ASCII.GetBytes("xyz")));

        Fails("KERN_NO_SPACE 0", () => Scalars.Count(all));
        Fails("KERN_INVALID_ARGUMENT (0, 0)", () => Scalars.Divide(1, 0));
        Fails("KERN_INVALID_ARGUMENT 0", () => Arrays.Last(new long[0]));
        Fails("KERN_NO_SPACE ([0, 1], 5)", () => Arrays.Range(2, 5));
        Fails("KERN_INVALID_ARGUMENT []", () => Arrays.Negate(new Arrays.Pair[0]));
        Fails("KERN_NO_SPACE ([97, 98], 4)", () => Buffers.Copy(Encoding.ASCII.GetBytes("abcd"), 2));
        Fails("KERN_INVALID_VALUE (7, (1, 2), 0)", () => Structs.Make(Point(1, 2), 0));
        Fails("KERN_NO_SPACE ([0], (0, (0, 0), 3))", () => Structs.Counted(1));
        Fails("unknown status null", Statuses.Look);

        Refused<ArgumentException>(() => Scalars.Length("a\0b"));
        Refused<ArgumentNullException>(() => Scalars.Length(null));
        Refused<ArgumentNullException>(() => Arrays.Sum(null));
        Refused<ArgumentNullException>(() => Arrays.Negate(null));
        Refused<ArgumentNullException>(() => Buffers.Copy(null, 0));
        Refused<OverflowException>(() => Buffers.Copy(new byte[0], ulong.MaxValue));
        Console.WriteLine(done);
    }

    static Arrays.Pair Pair(uint value, int sign)
    {
        return new Arrays.Pair {Value = value, Sign = sign};
    }

    static Structs.Point Point(int x, int y)
    {
        return new Structs.Point {X = x, Y = y};
    }

    static Structs.Circle Circle(uint name, int x, int y, ulong radius)
    {
        return new Structs.Circle {Name = name, Middle = Point(x, y), Radius = radius};
    }

    static void Is(object wanted, object got)
    {
        done++;
        if (wanted.ToString() != Shown(got))
            throw new Exception("wanted " + wanted + ", got " + Shown(got));
    }

    static void Fails(string wanted, Action call)
    {
        try {
            call();
        } catch (MachException error) {
            Is(wanted, error.Name + " " + Shown(error.Results));
            return;
        }
        throw new Exception("it did not fail: " + wanted);
    }

    static void Refused<E>(Action call) where E : Exception
    {
        try {
            call();
        } catch (E error) {
            Is(typeof(E), error.GetType());
            return;
        }
        throw new Exception("it was not refused: " + typeof(E));
    }

    static string Shown(object value)
    {
        if (value is Array array)
            return "[" + string.Join(", ", array.Cast<object>().Select(Shown)) + "]";
        if (value == null || value is IConvertible || value is Type)
            return value == null ? "null" : value.ToString();
        var fields = value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance).OrderBy(field => field.MetadataToken);
        return "(" + string.Join(", ", fields.Select(field => Shown(field.GetValue(value)))) + ")";
    }
}
