using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Means and population variances, each from two sums over n numbers: those of <c>x − shift</c> and of its square. A mean is the sum of a number and a smaller
/// one, so that a difference from it keeps its digits far from 0.
/// </summary>
/// <remarks>
/// Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983. A shift that is the mean of k of the numbers costs <c>n/k</c> units in the
/// last place at most, and nearly always none.
/// </remarks>
internal static class Moments
{
    /// <summary>Changes shifts to means, the sums to what rounding took from these, and the squares to variances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of<T>(Span<T> shifts, Span<T> sums, Span<T> squares, T count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var shift = ref MemoryMarshal.GetReference(shifts);
        ref var sum = ref MemoryMarshal.GetReference(sums[..shifts.Length]);
        ref var square = ref MemoryMarshal.GetReference(squares[..shifts.Length]);
        var (counts, i) = (Vector.Create(count), (nuint)0);
        for (; i + (nuint)Vector<T>.Count <= (nuint)shifts.Length; i += (nuint)Vector<T>.Count)
        {
            var (s, first) = (Vector.LoadUnsafe(ref shift, i), Vector.LoadUnsafe(ref sum, i));
            var rest = first / counts;
            var variance = (Vector.LoadUnsafe(ref square, i) - (first * rest)) / counts;
            var mean = s + rest;
            var second = mean - s;
            mean.StoreUnsafe(ref shift, i);
            ((s - (mean - second)) + (rest - second)).StoreUnsafe(ref sum, i);
            // Rounding may leave a difference of squares below 0. A NaN stays.
            Vector.ConditionalSelect(Vector.LessThan(variance, Vector<T>.Zero), Vector<T>.Zero, variance).StoreUnsafe(ref square, i);
        }

        for (; i < (nuint)shifts.Length; i++)
        {
            var (s, first) = (Unsafe.Add(ref shift, i), Unsafe.Add(ref sum, i));
            var rest = first / count;
            var variance = (Unsafe.Add(ref square, i) - (first * rest)) / count;
            var mean = s + rest;
            var second = mean - s;
            Unsafe.Add(ref shift, i) = mean;
            Unsafe.Add(ref sum, i) = (s - (mean - second)) + (rest - second);
            Unsafe.Add(ref square, i) = variance < T.Zero ? T.Zero : variance;
        }
    }
}

/// <summary><c>1/√(variance + ε)</c></summary>
internal readonly struct InverseDeviation<T>(T epsilon) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> epsilons = Vector.Create(epsilon);

    public T Apply(T x) => T.One / T.Sqrt(x + epsilon);

    public Vector<T> Apply(Vector<T> x) => Vector<T>.One / Vector.SquareRoot(x + epsilons);
}
