using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>How a number is made of 64 random bits: one at a time, and as many as two vectors hold. Both give the same numbers.</summary>
internal interface IRandomNumber<T>
    where T : unmanaged
{
    /// <summary>The number that a word becomes.</summary>
    static abstract T Of(ulong word);

    /// <summary>The numbers that words become: the first of the first vector, the first of the second, the second of the first, and so on.</summary>
    static abstract void Of(Vector<ulong> first, Vector<ulong> second, ref T to);
}

/// <summary>
/// Fills spans with random numbers: number i is made of the word i % 2 of Threefry's counter (i / 2, purpose). The bits depend on neither
/// the width of vectors nor the number of threads.
/// </summary>
internal static class RandomNumbers
{
    // The counters of numbers that one thread draws at a time: a few microseconds of work.
    private const int Unit = 4096;

    // The number of numbers from which a second thread is worth waking.
    private const int WorthThreads = 1 << 15;

    public static unsafe void Fill<TNumber, T>((ulong, ulong) key, ulong purpose, Span<T> numbers)
        where TNumber : IRandomNumber<T>
        where T : unmanaged
    {
        if (numbers.Length < WorthThreads || Workers.Count == 1)
        {
            FillFrom<TNumber, T>(key, purpose, 0, numbers);
            return;
        }

        fixed (T* start = numbers)
        {
            var target = start;
            Workers.Run(numbers.Length, Unit, (first, count) => FillFrom<TNumber, T>(key, purpose, (ulong)first / 2, new Span<T>(target + first, (int)count)));
        }
    }

    /// <summary>Those from a counter on, by this thread alone.</summary>
    // Within its caller, the rounds would no longer fit into the compiler's budget for inlining.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FillFrom<TNumber, T>((ulong, ulong) key, ulong purpose, ulong counter, Span<T> numbers)
        where TNumber : IRandomNumber<T>
        where T : unmanaged
    {
        var at = 0;
        if (Vector.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            var lanes = Vector<ulong>.Count;
            for (ref var start = ref MemoryMarshal.GetReference(numbers); at <= numbers.Length - (4 * lanes); at += 4 * lanes)
            {
                var x0 = new Vector<ulong>(counter) + Vector<ulong>.Indices;
                var x1 = x0 + new Vector<ulong>((ulong)lanes);
                Threefry.Scramble(key, purpose, ref x0, ref x1, out var y0, out var y1);
                TNumber.Of(x0, y0, ref Unsafe.Add(ref start, at));
                TNumber.Of(x1, y1, ref Unsafe.Add(ref start, at + (2 * lanes)));
                counter += 2 * (ulong)lanes;
            }
        }

        for (; at < numbers.Length; at += 2)
        {
            var (first, second) = Threefry.Scramble(key, (counter++, purpose));
            numbers[at] = TNumber.Of(first);
            if (at + 1 < numbers.Length)
                numbers[at + 1] = TNumber.Of(second);
        }
    }
}

/// <summary>The words themselves.</summary>
internal readonly struct RandomWord : IRandomNumber<ulong>
{
    public static ulong Of(ulong word) => word;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(Vector<ulong> first, Vector<ulong> second, ref ulong to)
    {
        if (Vector<ulong>.Count == Vector256<ulong>.Count && Avx2.IsSupported)
        {
            var (x, y) = (first.AsVector256(), second.AsVector256());
            // The instructions work on halves: words 0 and 2 of each, 1 and 3 of each.
            var (even, odd) = (Avx2.UnpackLow(x, y), Avx2.UnpackHigh(x, y));
            Avx2.Permute2x128(even, odd, 0x20).StoreUnsafe(ref to);
            Avx2.Permute2x128(even, odd, 0x31).StoreUnsafe(ref to, (nuint)Vector256<ulong>.Count);
            return;
        }

        for (var lane = 0; lane < Vector<ulong>.Count; lane++)
        {
            Unsafe.Add(ref to, 2 * lane) = first[lane];
            Unsafe.Add(ref to, (2 * lane) + 1) = second[lane];
        }
    }
}

/// <summary>
/// Numbers uniform in [0, 1): as many upper bits as the significand holds. The float is the double truncated, and neither rounds up to 1.
/// </summary>
internal readonly struct UniformSingle : IRandomNumber<float>
{
    private const int Bits = 24;

    private static float Scale => float.ScaleB(1, -Bits);

    public static float Of(ulong word) => (word >> (64 - Bits)) * Scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(Vector<ulong> first, Vector<ulong> second, ref float to)
    {
        // Two integers in the place of one word: they come in the right order by themselves.
        var integers = (first >>> (64 - Bits)) | ((second >>> (64 - Bits)) << 32);
        (Vector.ConvertToSingle(integers.As<ulong, int>()) * Scale).StoreUnsafe(ref to);
    }
}

/// <inheritdoc cref="UniformSingle"/>
internal readonly struct UniformDouble : IRandomNumber<double>
{
    private const int Bits = 53;

    private static double Scale => double.ScaleB(1, -Bits);

    public static double Of(ulong word) => (word >> (64 - Bits)) * Scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(Vector<ulong> first, Vector<ulong> second, ref double to)
    {
        RandomWord.Of(Number(first), Number(second), ref Unsafe.As<double, ulong>(ref to));

        static Vector<ulong> Number(Vector<ulong> words) =>
            (Vector.ConvertToDouble((words >>> (64 - Bits)).As<ulong, long>()) * Scale).As<double, ulong>();
    }
}

/// <summary>Standard normal numbers, in float those in double, rounded.</summary>
internal readonly struct NormalNumber<T> : IRandomNumber<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Of(ulong word) => T.CreateTruncating(NormalQuantile.OfBits(word));

    public static void Of(Vector<ulong> first, Vector<ulong> second, ref T to)
    {
        for (var lane = 0; lane < Vector<ulong>.Count; lane++)
        {
            Unsafe.Add(ref to, 2 * lane) = Of(first[lane]);
            Unsafe.Add(ref to, (2 * lane) + 1) = Of(second[lane]);
        }
    }
}
