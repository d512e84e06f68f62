/* What the name space holds: the user references of each name by kind.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System.Collections.Generic;
using System.Linq;
using Machport;

sealed class Space
{
    const string Letters = "sropd";
    readonly Dictionary<uint, uint[]> held = new Dictionary<uint, uint[]>();

    public static Space Look()
    {
        var space = new Space();
        foreach (uint name in Raw.SpaceNames(Raw.SpaceNames(0).count).names)
            space.held[name] = Enumerable.Range(0, Letters.Length).Select(kind => Raw.Urefs(name, (uint)kind)).ToArray();
        return space;
    }

    public uint[] Urefs(uint name)
    {
        return held.TryGetValue(name, out var urefs) ? urefs : new uint[Letters.Length];
    }

    /// <summary>As the log says it: the units before, those after, the kinds before.</summary>
    public string Told(uint name, Space after)
    {
        string letters = string.Concat(Letters.Where((letter, kind) => Urefs(name)[kind] > 0));
        return name + ":" + Units(name) + ":" + after.Units(name) + ":" + (letters == "" ? "-" : letters);
    }

    public bool IsSame(Space other)
    {
        return held.Count == other.held.Count && held.All(each => each.Value.SequenceEqual(other.Urefs(each.Key)));
    }

    long Units(uint name)
    {
        return Urefs(name).Sum(urefs => (long)urefs);
    }
}
