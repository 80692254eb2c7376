using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// The counter-based generator Threefry-2x64 with 20 rounds: a bijection of 128-bit counters for every 128-bit key, made of
/// additions, rotations and exclusive ors.
/// </summary>
/// <remarks>Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.</remarks>
internal static class Threefry
{
    // The constant of Skein's key schedule.
    private const ulong Parity = 0x1BD11BDAA9FC1A22;

    private static ReadOnlySpan<int> Rotations => [16, 42, 12, 31, 16, 32, 24, 21];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (ulong, ulong) Scramble((ulong, ulong) key, (ulong, ulong) counter)
    {
        ReadOnlySpan<ulong> schedule = [key.Item1, key.Item2, Parity ^ key.Item1 ^ key.Item2];
        var (x, y) = (counter.Item1 + schedule[0], counter.Item2 + schedule[1]);
        for (var round = 0; round < 20; round++)
        {
            x += y;
            y = BitOperations.RotateLeft(y, Rotations[round % 8]) ^ x;
            if (round % 4 == 3)
            {
                var injection = (round / 4) + 1;
                x += schedule[injection % 3];
                y += schedule[(injection + 1) % 3] + (ulong)injection;
            }
        }

        return (x, y);
    }

    /// <summary>
    /// Scrambles the counters whose first words are given in two vectors and whose second words are the same number: the same bits as
    /// <see cref="Scramble(ValueTuple{ulong, ulong}, ValueTuple{ulong, ulong})"/> for each. Two vectors at once, since each round waits for the one before it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scramble(
        (ulong, ulong) key, ulong second, ref Vector<ulong> x0, ref Vector<ulong> x1, out Vector<ulong> y0, out Vector<ulong> y1)
    {
        var (a, b, c) = (new Vector<ulong>(key.Item1), new Vector<ulong>(key.Item2), new Vector<ulong>(Parity ^ key.Item1 ^ key.Item2));
        x0 += a;
        x1 += a;
        y0 = y1 = new Vector<ulong>(second) + b;
        EvenRounds(ref x0, ref y0, ref x1, ref y1);
        Inject(b, c, 1, ref x0, ref y0, ref x1, ref y1);
        OddRounds(ref x0, ref y0, ref x1, ref y1);
        Inject(c, a, 2, ref x0, ref y0, ref x1, ref y1);
        EvenRounds(ref x0, ref y0, ref x1, ref y1);
        Inject(a, b, 3, ref x0, ref y0, ref x1, ref y1);
        OddRounds(ref x0, ref y0, ref x1, ref y1);
        Inject(b, c, 4, ref x0, ref y0, ref x1, ref y1);
        EvenRounds(ref x0, ref y0, ref x1, ref y1);
        Inject(c, a, 5, ref x0, ref y0, ref x1, ref y1);
    }

    // A shift by a constant is one instruction, so the rotations are written out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenRounds(ref Vector<ulong> x0, ref Vector<ulong> y0, ref Vector<ulong> x1, ref Vector<ulong> y1)
    {
        Round(16, ref x0, ref y0, ref x1, ref y1);
        Round(42, ref x0, ref y0, ref x1, ref y1);
        Round(12, ref x0, ref y0, ref x1, ref y1);
        Round(31, ref x0, ref y0, ref x1, ref y1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddRounds(ref Vector<ulong> x0, ref Vector<ulong> y0, ref Vector<ulong> x1, ref Vector<ulong> y1)
    {
        Round(16, ref x0, ref y0, ref x1, ref y1);
        Round(32, ref x0, ref y0, ref x1, ref y1);
        Round(24, ref x0, ref y0, ref x1, ref y1);
        Round(21, ref x0, ref y0, ref x1, ref y1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(int rotation, ref Vector<ulong> x0, ref Vector<ulong> y0, ref Vector<ulong> x1, ref Vector<ulong> y1)
    {
        x0 += y0;
        x1 += y1;
        y0 = ((y0 << rotation) | (y0 >>> (64 - rotation))) ^ x0;
        y1 = ((y1 << rotation) | (y1 >>> (64 - rotation))) ^ x1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject(
        Vector<ulong> toX, Vector<ulong> toY, ulong number, ref Vector<ulong> x0, ref Vector<ulong> y0, ref Vector<ulong> x1, ref Vector<ulong> y1)
    {
        x0 += toX;
        x1 += toX;
        var numbered = toY + new Vector<ulong>(number);
        y0 += numbered;
        y1 += numbered;
    }
}
