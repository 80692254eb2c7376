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
}
