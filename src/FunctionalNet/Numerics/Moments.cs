using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Mean and population variance from two sums over n numbers: those of <c>x − shift</c> and of its square. The mean is the sum of a number and a smaller
/// one, so that a difference from it keeps its digits far from 0.
/// </summary>
/// <remarks>
/// Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983. A shift that is one of k numbers whose mean is near costs no more than
/// <c>n/k</c> units in the last place, and nearly always none.
/// </remarks>
internal readonly record struct Moments<T>(T Mean, T Low, T Variance)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Moments<T> Of(T shift, T sum, T squares, T count)
    {
        var rest = sum / count;
        var variance = (squares - (sum * rest)) / count;
        var mean = shift + rest;
        // What rounding took from the sum.
        var second = mean - shift;
        var low = (shift - (mean - second)) + (rest - second);
        // Rounding may leave a difference of squares below 0. A NaN stays.
        return new(mean, low, variance < T.Zero ? T.Zero : variance);
    }
}
