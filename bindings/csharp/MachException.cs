/* The one exception of machport.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;

namespace Machport {

/// <summary>A call answered a status other than success.</summary>
public sealed class MachException : Exception
{
    internal MachException(string call, int status, object results, Exception cause = null)
        : base(call + ": " + Raw.StatusName(status) + " (" + status + "): " + Raw.StatusText(status), cause)
    {
        Call = call;
        Status = status;
        Name = Raw.StatusName(status);
        Text = Raw.StatusText(status);
        Results = results;
    }

    /// <summary>The function of the definition that failed.</summary>
    public string Call { get; }

    /// <summary>The status, one of Raw's constants.</summary>
    public int Status { get; }

    /// <summary>The status's name, such as "KERN_INVALID_NAME".</summary>
    public string Name { get; }

    /// <summary>What the status means.</summary>
    public string Text { get; }

    /// <summary>What the call gave back all the same, shaped as on success: rights that were kept are still the caller's.</summary>
    public object Results { get; }

    /// <summary>The same failure, with results of another shape.</summary>
    internal MachException With(object results)
    {
        return new MachException(Call, Status, results, this);
    }

    internal static void Check(string call, int status, object results)
    {
        if (status != 0)
            throw new MachException(call, status, results);
    }

    internal static T Checked<T>(string call, int status, T results)
    {
        if (status != 0)
            throw new MachException(call, status, results);
        return results;
    }
}
}
