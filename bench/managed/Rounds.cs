/* Rounds in which the sides take turns: prints a line for each sample, its time over that of its peer, and in seconds.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
using System;
using System.Collections.Generic;
using System.Globalization;
using Machport;

static class Rounds
{
    const int Count = 41, Warm = 3, Times = 20000;

    static void Main()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using (var receive = ReceiveRight.Create())
        using (var send = receive.MakeSend())
        using (var sent = new ByHand.Send(send.Dup().Detach())) {
            uint name = send.Name;
            Run("f", new Dictionary<string, Action> {
                {"by hand", () => { for (int i = 0; i < Times; i++) Alive(ByHand.Check(name, Raw.KIND_SEND)); }},
                {"generated", () => { for (int i = 0; i < Times; i++) Alive(Raw.Check(name, Raw.KIND_SEND)); }},
                {"C", () => ByHand.CheckInC(name, Times)}});
            Run("g", new Dictionary<string, Action> {
                {"by hand", () => { for (int i = 0; i < Times; i++) ByHand.Types(name); }},
                {"generated", () => { for (int i = 0; i < Times; i++) Raw.Types(name); }},
                {"C", () => ByHand.TypesInC(name, Times)}});
            Run("owned", new Dictionary<string, Action> {
                {"by hand", () => { for (int i = 0; i < Times; i++) sent.Copy().Dispose(); }},
                {"generated", () => { for (int i = 0; i < Times; i++) send.Dup().Dispose(); }},
                {"C", () => ByHand.DupInC(name, Times)}});
        }
    }

    static void Alive(int verdict)
    {
        if (verdict != 0)
            throw new InvalidOperationException("dead");
    }

    static void Run(string figure, Dictionary<string, Action> sides)
    {
        for (int round = -Warm; round < Count; round++)
            foreach (var side in sides) {
                double before = Seconds(sides["by hand"]), own = Seconds(side.Value), after = Seconds(sides["by hand"]);
                if (round >= 0)
                    Console.WriteLine(string.Join("\t", figure, side.Key, 2 * own / (before + after), own));
            }
    }

    static double Seconds(Action side)
    {
        double started = ByHand.Seconds();
        side();
        return (ByHand.Seconds() - started) / Times;
    }
}
