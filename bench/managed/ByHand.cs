/* The peer in C#: P/Invoke by hand, and an owned right as a SafeHandle.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Runtime.InteropServices;

static class ByHand
{
    [DllImport("libmachport.so.1")]
    static extern int machport_check(uint name, uint kind, out int verdict);

    [DllImport("libmachport.so.1")]
    static extern int machport_types(uint name, out uint types);

    [DllImport("libmachport.so.1")]
    static extern int machport_send_right_dup(uint send, out uint copy);

    [DllImport("libmachport.so.1")]
    static extern int machport_send_right_release(uint send);

    [DllImport("by_hand", EntryPoint = "bench_check")]
    internal static extern uint CheckInC(uint name, uint times);

    [DllImport("by_hand", EntryPoint = "bench_types")]
    internal static extern uint TypesInC(uint name, uint times);

    [DllImport("by_hand", EntryPoint = "bench_dup")]
    internal static extern uint DupInC(uint name, uint times);

    [DllImport("by_hand", EntryPoint = "bench_seconds")]
    internal static extern double Seconds();

    static void Checked(int status)
    {
        if (status != 0)
            throw new InvalidOperationException("status " + status);
    }

    internal static int Check(uint name, uint kind)
    {
        Checked(machport_check(name, kind, out int verdict));
        return verdict;
    }

    internal static uint Types(uint name)
    {
        Checked(machport_types(name, out uint types));
        return types;
    }

    internal sealed class Send : SafeHandle
    {
        internal Send(uint name) : base(IntPtr.Zero, true)
        {
            SetHandle((IntPtr)name);
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        internal Send Copy()
        {
            bool held = false;
            try {
                DangerousAddRef(ref held);
                Checked(machport_send_right_dup((uint)handle, out uint copy));
                return new Send(copy);
            } finally {
                if (held)
                    DangerousRelease();
            }
        }

        protected override bool ReleaseHandle()
        {
            return machport_send_right_release((uint)handle) == 0;
        }
    }
}
