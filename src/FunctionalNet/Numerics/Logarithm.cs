using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// <c>log x = n · ln 2 + log m</c> with <c>x = 2ⁿ · m</c> and √½ ≤ m &lt; √2, and <c>log m = 2 artanh((m − 1)/(m + 1))</c>, whose
/// series is short there. Accurate to 1.1 units in the last place; 0 at 1.
/// </summary>
internal readonly struct Logarithm<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x) => typeof(T) == typeof(float)
        ? LogarithmInSingle.Of(x.As<T, float>()).As<float, T>()
        : LogarithmInDouble.Of(x.As<T, double>()).As<double, T>();
}

/// <summary>The logarithm in single precision.</summary>
internal static class LogarithmInSingle
{
    private const int RootOfHalf = 0x3F3504F3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        // The bits of positive, normal, finite numbers, moved so that they are the least as signed integers.
        if (!Vector.LessThanAll(x.As<float, int>() + Vector.Create(0x7F800000), Vector.Create(-0x01000000)))
            return OfAny(x);
        var (n, m) = Split(x);
        return Sum(n, m);
    }

    /// <summary>The same bits for normal numbers; −∞ at 0, ∞ at ∞, and NaN for negative numbers and NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<float> OfAny(Vector<float> x)
    {
        var isSubnormal = Vector.LessThan(x, Vector.Create(1.1754943508222875e-38f));
        var (n, m) = Split(Vector.ConditionalSelect(isSubnormal, x * Vector.Create((float)(1L << 54)), x));
        var logarithm = Sum(n - Vector.ConditionalSelect(isSubnormal, Vector.Create(54f), Vector<float>.Zero), m);
        logarithm = Vector.ConditionalSelect(Vector.Equals(x, Vector.Create(float.PositiveInfinity)), x, logarithm);
        logarithm = Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector.Create(float.NegativeInfinity), logarithm);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<float>.Zero), logarithm, Vector.Create(float.NaN));
    }

    /// <summary>The exponent and the significand of normal numbers. Shifted so that octaves begin at √½, the exponent bits count them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> N, Vector<float> M) Split(Vector<float> x)
    {
        var bits = x.As<float, int>() - Vector.Create(RootOfHalf);
        var m = (bits & Vector.Create(0x007FFFFF)) + Vector.Create(RootOfHalf);
        return (Vector.ConvertToSingle(Vector.ShiftRightArithmetic(bits, 23)), m.As<int, float>());
    }

    /// <summary>
    /// <c>n · ln 2 + log m</c>, with ln 2 rounded to the type, and the remainder. With f = m − 1 and s = f/(m + 1):
    /// <c>2 artanh s = f − s (f − 2s²/3 − 2s⁴/5 − …)</c>, since 2s = f − s f.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sum(Vector<float> n, Vector<float> m)
    {
        var f = m - Vector<float>.One;
        var s = f / (m + Vector<float>.One);
        var square = s * s;
        var sum = Vector.FusedMultiplyAdd(square, Vector.Create(2f / 9), Vector.Create(2f / 7));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2f / 5));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2f / 3));
        var logarithm = Vector.FusedMultiplyAdd(s, (sum * square) - f, f);
        logarithm = Vector.FusedMultiplyAdd(n, Vector.Create(-1.904654299957768e-9f), logarithm);
        return Vector.FusedMultiplyAdd(n, Vector.Create(0.6931471824645996f), logarithm);
    }
}

/// <summary>The logarithm in double precision, step by step as <see cref="LogarithmInSingle"/>.</summary>
internal static class LogarithmInDouble
{
    private const long RootOfHalf = 0x3FE6A09E667F3BCD;

    private const double SmallestNormal = 2.2250738585072014e-308;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Of(Vector<double> x)
    {
        if (!Vector.LessThanAll(x.As<double, long>() + Vector.Create(0x7FF0000000000000), Vector.Create(-0x0020000000000000)))
            return OfAny(x);
        var (n, m) = Split(x);
        return Sum(n, m);
    }

    /// <summary>Of positive, normal, finite numbers: right to 11 digits, which is enough for a single-precision power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> OfElevenDigits(Vector<double> x)
    {
        var (n, m) = Split(x);
        var (f, s) = (m - Vector<double>.One, (m - Vector<double>.One) / (m + Vector<double>.One));
        return Sum(n, f, s, Vector.Create(2.0 / 13));
    }

    /// <summary>The exponent and the significand of positive, finite numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<double> N, Vector<double> M) SplitAny(Vector<double> x)
    {
        var isSubnormal = Vector.LessThan(x, Vector.Create(SmallestNormal));
        var (n, m) = Split(Vector.ConditionalSelect(isSubnormal, x * Vector.Create((double)(1L << 54)), x));
        return (n - Vector.ConditionalSelect(isSubnormal, Vector.Create(54.0), Vector<double>.Zero), m);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<double> OfAny(Vector<double> x)
    {
        var (n, m) = SplitAny(x);
        var logarithm = Vector.ConditionalSelect(Vector.Equals(x, Vector.Create(double.PositiveInfinity)), x, Sum(n, m));
        logarithm = Vector.ConditionalSelect(Vector.Equals(x, Vector<double>.Zero), Vector.Create(double.NegativeInfinity), logarithm);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<double>.Zero), logarithm, Vector.Create(double.NaN));
    }

    /// <summary>The exponent and the significand of normal numbers. The bits of 2⁵² turn a count into a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> N, Vector<double> M) Split(Vector<double> x)
    {
        var bits = x.As<double, long>() + Vector.Create(0x3FF0000000000000 - RootOfHalf);
        var count = (Vector.ShiftRightLogical(bits, 52) | Vector.Create(0x4330000000000000)).As<long, double>();
        var m = (bits & Vector.Create(0x000FFFFFFFFFFFFF)) + Vector.Create(RootOfHalf);
        return (count - Vector.Create(4503599627370496.0 + 1023), m.As<long, double>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Sum(Vector<double> n, Vector<double> m)
    {
        var f = m - Vector<double>.One;
        var s = f / (m + Vector<double>.One);
        var square = s * s;
        var sum = Vector.FusedMultiplyAdd(square, Vector.Create(2.0 / 21), Vector.Create(2.0 / 19));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 17));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 15));
        return Sum(n, f, s, Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 13)));
    }

    /// <summary>The rest of the sum, after the coefficients of s¹² and on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Sum(Vector<double> n, Vector<double> f, Vector<double> s, Vector<double> sum)
    {
        var square = s * s;
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 11));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 9));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 7));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 5));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 3));
        var logarithm = Vector.FusedMultiplyAdd(s, (sum * square) - f, f);
        logarithm = Vector.FusedMultiplyAdd(n, Vector.Create(2.3190468138462996e-17), logarithm);
        return Vector.FusedMultiplyAdd(n, Vector.Create(0.6931471805599453), logarithm);
    }
}
