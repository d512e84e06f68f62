/* A wait that goes on after a signal, with what is left of its time.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace Machport {

static class Waiting
{
    /// <summary>Calls with a timeout in nanoseconds until another status comes than the one of an interruption. Rights that came
    /// back are made anew.</summary>
    internal static T Until<T>(TimeSpan timeout, int interrupted, Func<ulong, T> call)
    {
        ulong wanted = Nanoseconds(timeout), left = wanted;
        var watch = Stopwatch.StartNew();
        for (;;) {
            try {
                return call(left);
            } catch (MachException error) when (error.Status == interrupted) {
                if (error.Results is List<Right> returned)
                    returned.ForEach(right => right.Dispose());
                ulong gone = (ulong)watch.Elapsed.Ticks * 100;
                left = wanted == Raw.FOREVER ? wanted : wanted > gone ? wanted - gone : 0;
            }
        }
    }

    static ulong Nanoseconds(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
            return Raw.FOREVER;
        if (timeout < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException("timeout");
        return (ulong)Math.Min(timeout.Ticks, long.MaxValue / 100) * 100;
    }
}
}
