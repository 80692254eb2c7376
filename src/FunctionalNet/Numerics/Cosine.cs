using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary><c>cos x</c>, as <see cref="QuarterTurns"/> computes it; even to the bit.</summary>
internal readonly struct Cosine<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x) => QuarterTurns.CosineAfter(0, Vector.Abs(x));
}

/// <summary><c>sin x = cos(x + 3 π/2)</c>, as <see cref="QuarterTurns"/> computes it; odd to the bit.</summary>
internal readonly struct Sine<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x) => Vector.CopySign(Vector<T>.One, x) * QuarterTurns.CosineAfter(3, Vector.Abs(x));
}

/// <summary>
/// <c>x = n π/2 + r</c> with <c>n</c> the whole number nearest to <c>x / (π/2)</c>, so that |r| ≤ π/4, where the Taylor series are
/// short; n says which of them it is, and its sign. Right to 1.5 units in the last place, in single precision to 2, for |x| up to 2²⁰, about a
/// million, and NaN beyond, since too little would be left of r.
/// </summary>
/// <remarks>Cody and Waite, "Software Manual for the Elementary Functions", 1980: the reduction of the argument.</remarks>
internal static class QuarterTurns
{
    private const double Largest = 1 << 20;

    // A sum with this number has no binary places left: it is rounded, and the whole number is in its lowest bits.
    private const double Rounder = 1.5 * (1L << 52);

    /// <summary><c>cos(x + turns π/2)</c> for x of 0 or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> CosineAfter<T>(long turns, Vector<T> x)
        where T : unmanaged
    {
        return typeof(T) == typeof(float) ? InSingle((int)turns, x.As<T, float>()).As<float, T>() : InDouble(turns, x.As<T, double>()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> InSingle(int turns, Vector<float> x)
    {
        var rounder = Vector.Create(1.5f * (1 << 23));
        var rounded = Vector.FusedMultiplyAdd(x, Vector.Create(0.63661975f), rounder);
        var n = rounded - rounder;
        // As in double precision. A rest of the last part would be too small to count.
        var r = Vector.FusedMultiplyAdd(n, Vector.Create(-1.5707963705062866f), x);
        r = Vector.FusedMultiplyAdd(n, Vector.Create(4.371138828673793e-08f), r);
        r = Vector.FusedMultiplyAdd(n, Vector.Create(1.7151245100058819e-15f), r);
        var square = r * r;
        // Fitted up to 0.85, since rounding to n may leave a bit more than π/4.
        var sine = Vector.FusedMultiplyAdd(square, Vector.Create(-0.00019462303295269618f), Vector.Create(0.008331751255437657f));
        var cosine = Vector.FusedMultiplyAdd(square, Vector.Create(2.436933152482618e-05f), Vector.Create(-0.001388672070327956f));
        sine = Vector.FusedMultiplyAdd(sine, square, Vector.Create(-0.16666647864623615f));
        cosine = Vector.FusedMultiplyAdd(cosine, square, Vector.Create(0.04166663262304835f));
        sine = Vector.FusedMultiplyAdd(sine, square * r, r);
        cosine = Vector.FusedMultiplyAdd(cosine, square, Vector.Create(-0.5f));
        cosine = Vector.FusedMultiplyAdd(cosine, square, Vector<float>.One);
        var turn = rounded.As<float, int>() + Vector.Create(turns);
        var isSine = Vector.Equals(turn & Vector<int>.One, Vector<int>.One).As<int, float>();
        var sign = Vector.ShiftLeft((turn + Vector<int>.One) & Vector.Create(2), 30);
        var signed = (Vector.ConditionalSelect(isSine, sine, cosine).As<float, int>() ^ sign).As<int, float>();
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector.Create((float)Largest)), signed, Vector.Create(float.NaN));
    }

    private static Vector<double> InDouble(long turns, Vector<double> x)
    {
        var rounded = Vector.FusedMultiplyAdd(x, Vector.Create(0.6366197723675814), Vector.Create(Rounder));
        var n = rounded - Vector.Create(Rounder);
        // π/2 in three parts. The first product and difference are exact: all their digits lie between 1 and the last of the part.
        var r = Vector.FusedMultiplyAdd(n, Vector.Create(-1.5707963267948966), x);
        r = Vector.FusedMultiplyAdd(n, Vector.Create(-6.123233995736766e-17), r);
        r = Vector.FusedMultiplyAdd(n, Vector.Create(1.4973849048591833e-33), r);
        var turn = rounded.As<double, long>() + Vector.Create(turns);
        var isSine = Vector.Equals(turn & Vector<long>.One, Vector<long>.One).As<long, double>();
        var sign = Vector.ShiftLeft((turn + Vector<long>.One) & Vector.Create(2L), 62);
        var cosine = Vector.ConditionalSelect(isSine, SineSeries(r), CosineSeries(r * r)).As<double, long>() ^ sign;
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector.Create(Largest)), cosine.As<long, double>(), Vector.Create(double.NaN));
    }

    /// <summary><c>Σₖ (−1)ᵏ r²ᵏ/(2k)!</c>, of the square of r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> CosineSeries(Vector<double> square)
    {
        var sum = Vector.Create(1.0 / 20922789888000);
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 87178291200));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0 / 479001600));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 3628800));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0 / 40320));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 720));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0 / 24));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 2));
        return Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0));
    }

    /// <summary><c>r + r Σₖ (−1)ᵏ r²ᵏ/(2k + 1)!</c> for k from 1 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> SineSeries(Vector<double> r)
    {
        var square = r * r;
        var sum = Vector.Create(1.0 / 355687428096000);
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 1307674368000));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0 / 6227020800));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 39916800));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0 / 362880));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 5040));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.0 / 120));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.0 / 6));
        return Vector.FusedMultiplyAdd(square * sum, r, r);
    }
}
