using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// <c>eˣ = 2ⁿ · eʳ</c> with <c>n</c> the integer nearest to <c>x / ln 2</c>, so that |r| ≤ ln 2 / 2, where the Taylor series is
/// short. Accurate to 0.95 units in the last place; 1 at 0.
/// </summary>
/// <remarks>
/// Written out for each precision, in calls of <see cref="Vector"/> alone: the compiler has a budget for what it inlines, and every other function has
/// this one inside.
/// </remarks>
internal readonly struct Exponential<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x) => typeof(T) == typeof(float)
        ? ExponentialInSingle.Of(x.As<T, float>()).As<float, T>()
        : ExponentialInDouble.Of(x.As<T, double>()).As<double, T>();

    /// <summary>The same bits for arguments from −80 to 80, or NaN, with less work: neither they nor 2ⁿ can be out of range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> OfModerate(Vector<T> x) => typeof(T) == typeof(float)
        ? ExponentialInSingle.OfModerate(x.As<T, float>()).As<float, T>()
        : ExponentialInDouble.OfModerate(x.As<T, double>()).As<double, T>();
}

/// <summary>The exponential in single precision.</summary>
internal static class ExponentialInSingle
{
    // A sum with this number has no binary places left: it is rounded to an integer, which is in its lowest bits.
    private const float Rounder = 1.5f * (1 << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        x = Bounded(x);
        var rounded = Rounded(x);
        return Scaled(Series(Rest(x, rounded)), rounded);
    }

    /// <summary>
    /// <c>e^(x + rest)</c> for x from −87 to 87, or NaN, and a rest that is small beside it: what the rounding of x has lost. The series is added up in
    /// pairs, so that fewer steps wait for others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> OfSum(Vector<float> x, Vector<float> rest)
    {
        var rounded = Rounded(x);
        var r = Rest(x, rounded) + rest;
        var square = r * r;
        var first = Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(r, Vector.Create(1f / 6), Vector.Create(1f / 2)), square, r + Vector<float>.One);
        var sixth = Vector.FusedMultiplyAdd(r, Vector.Create(1f / 5040), Vector.Create(1f / 720));
        var fourth = Vector.FusedMultiplyAdd(r, Vector.Create(1f / 120), Vector.Create(1f / 24));
        return Vector.FusedMultiplyAdd(Vector.FusedMultiplyAdd(sixth, square, fourth), square * square, first) * PowerOfTwo(rounded);
    }

    /// <summary>The same bits for arguments from −80 to 80, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> OfModerate(Vector<float> x)
    {
        var rounded = Rounded(x);
        return Series(Rest(x, rounded)) * PowerOfTwo(rounded);
    }

    /// <summary>Beyond these bounds the result is 0 or ∞ anyway. NaN, the second argument, stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Bounded(Vector<float> x) => Vector.MinNative(Vector.Create(89f), Vector.MaxNative(Vector.Create(-104f), x));

    /// <summary>
    /// Times 2ⁿ, in two factors, since that may be out of range where the result is not. Shifted one place less, the lowest bit of n is cut off.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Scaled(Vector<float> x, Vector<float> rounded)
    {
        var half = Vector.ShiftLeft(rounded.As<float, int>(), 22);
        var (one, exponent) = (Vector.Create(0x3F800000), Vector.Create(-1 << 23));
        var down = ((half & exponent) + one).As<int, float>();
        var up = (((half + Vector.Create(1 << 22)) & exponent) + one).As<int, float>();
        return x * down * up;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Rounded(Vector<float> x) => Vector.FusedMultiplyAdd(x, Vector.Create(1.442695f), Vector.Create(Rounder));

    /// <summary><c>2ⁿ</c>: the exponent bits of 1, plus n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<float> rounded) =>
        (Vector.ShiftLeft(rounded.As<float, int>(), 23) + Vector.Create(0x3F800000)).As<int, float>();

    /// <summary><c>x − n ln 2</c> in two steps: ln 2 rounded, without rounding error, then the remainder of ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Rest(Vector<float> x, Vector<float> rounded)
    {
        var n = rounded - Vector.Create(Rounder);
        return Vector.FusedMultiplyAdd(n, Vector.Create(1.904654299957768e-9f), Vector.FusedMultiplyAdd(n, Vector.Create(-0.6931471824645996f), x));
    }

    /// <summary><c>Σₖ rᵏ/k!</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Series(Vector<float> r)
    {
        var sum = Vector.FusedMultiplyAdd(r, Vector.Create(1f / 5040), Vector.Create(1f / 720));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1f / 120));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1f / 24));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1f / 6));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1f / 2));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector<float>.One);
        return Vector.FusedMultiplyAdd(sum, r, Vector<float>.One);
    }
}

/// <summary>The exponential in double precision, step by step as <see cref="ExponentialInSingle"/>.</summary>
internal static class ExponentialInDouble
{
    private const double Rounder = 1.5 * (1L << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        x = Bounded(x);
        var rounded = Rounded(x);
        return Scaled(Series(Rest(x, rounded)), rounded);
    }

    /// <summary><c>e^(x + rest)</c>, with a rest that is small beside x: what the rounding of x has lost. It is 0 where x is not within ±800.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> OfSum(Vector<double> x, Vector<double> rest)
    {
        x = Bounded(x);
        var rounded = Rounded(x);
        return Scaled(Series(Rest(x, rounded) + rest), rounded);
    }

    /// <summary>The same bits for arguments from −80 to 80, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> OfModerate(Vector<double> x)
    {
        var rounded = Rounded(x);
        return Series(Rest(x, rounded)) * PowerOfTwo(rounded);
    }

    /// <summary>For arguments from −700 to 700: right to 9 digits, which is enough for a single-precision result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> OfNineDigits(Vector<double> x)
    {
        var rounded = Rounded(x);
        return Series(Vector.Create(1.0 / 40320), Rest(x, rounded)) * PowerOfTwo(rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Bounded(Vector<double> x) => Vector.MinNative(Vector.Create(710.0), Vector.MaxNative(Vector.Create(-746.0), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Scaled(Vector<double> x, Vector<double> rounded)
    {
        var half = Vector.ShiftLeft(rounded.As<double, long>(), 51);
        var (one, exponent) = (Vector.Create(0x3FF0000000000000), Vector.Create(-1L << 52));
        var down = ((half & exponent) + one).As<long, double>();
        var up = (((half + Vector.Create(1L << 51)) & exponent) + one).As<long, double>();
        return x * down * up;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Rounded(Vector<double> x) => Vector.FusedMultiplyAdd(x, Vector.Create(1.4426950408889634), Vector.Create(Rounder));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowerOfTwo(Vector<double> rounded) =>
        (Vector.ShiftLeft(rounded.As<double, long>(), 52) + Vector.Create(0x3FF0000000000000)).As<long, double>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Rest(Vector<double> x, Vector<double> rounded)
    {
        var n = rounded - Vector.Create(Rounder);
        return Vector.FusedMultiplyAdd(n, Vector.Create(-2.3190468138462996e-17), Vector.FusedMultiplyAdd(n, Vector.Create(-0.6931471805599453), x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Series(Vector<double> r)
    {
        var sum = Vector.FusedMultiplyAdd(r, Vector.Create(1.0 / 6227020800), Vector.Create(1.0 / 479001600));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 39916800));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 3628800));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 362880));
        return Series(Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 40320)), r);
    }

    /// <summary>The rest of the series, after the term with r⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Series(Vector<double> sum, Vector<double> r)
    {
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 5040));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 720));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 120));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 24));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 6));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector.Create(1.0 / 2));
        sum = Vector.FusedMultiplyAdd(sum, r, Vector<double>.One);
        return Vector.FusedMultiplyAdd(sum, r, Vector<double>.One);
    }
}
