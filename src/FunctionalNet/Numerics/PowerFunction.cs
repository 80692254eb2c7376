using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// <c>xʸ = e^(y ln |x|)</c>, with the sign of x where y is odd, and NaN where x is negative and y is not whole. 1 for y = 0 and for x = 1,
/// NaN or not, as IEEE 754 has it. Accurate to 2 units in the last place: since a power of e magnifies the error of its exponent, the logarithm has twice
/// the digits. In single precision it is computed in double and rounded, right to 0.51 units.
/// </summary>
internal readonly struct PowerFunction<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => Apply(Vector.Create(x), Vector.Create(y))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x, Vector<T> y)
    {
        var m = Vector.Abs(x);
        var power = typeof(T) == typeof(float)
            ? PowersOfMagnitudes.InSingle(m.As<T, float>(), y.As<T, float>()).As<float, T>()
            : PowersOfMagnitudes.InDouble(m.As<T, double>(), y.As<T, double>()).As<double, T>();
        var infinity = Vector.Create(T.PositiveInfinity);
        var areOrdinary = Vector.GreaterThan(x, Vector<T>.Zero) & Vector.LessThan(x, infinity) & Vector.LessThan(Vector.Abs(y), infinity);
        return Vector.EqualsAll(areOrdinary.As<T, int>(), Vector<int>.AllBitsSet) ? power : OfAny(x, y, power);
    }

    /// <summary>The power, given that of the magnitude where this and y are ordinary numbers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> OfAny(Vector<T> x, Vector<T> y, Vector<T> power)
    {
        var (zero, one, infinity) = (Vector<T>.Zero, Vector<T>.One, Vector.Create(T.PositiveInfinity));
        var m = Vector.Abs(x);
        var isExtreme = Vector.Equals(m, zero) | Vector.Equals(m, infinity) | Vector.Equals(Vector.Abs(y), infinity);
        var isSmall = Vector.GreaterThan(m, one) ^ Vector.GreaterThan(y, zero);
        power = Vector.ConditionalSelect(isExtreme, Vector.ConditionalSelect(isSmall, zero, infinity), power);
        power = Vector.ConditionalSelect(Vector.Equals(x, x) & Vector.Equals(y, y), power, Vector.Create(T.NaN));
        // 1 to any power, also an infinite one; and −1 to an infinite one.
        power = Vector.ConditionalSelect(Vector.Equals(m, one) & Vector.Equals(y, y), one, power);
        var isWhole = Vector.Equals(Floor(y), y);
        var half = y * Vectors.Constant<T>(0.5);
        var isOdd = Vector.AndNot(isWhole, Vector.Equals(Floor(half), half));
        // The sign of −0 counts: (−0)⁻¹ is −∞.
        var isNegative = Vector.LessThan(Vector.CopySign(one, x), zero);
        power = Vector.ConditionalSelect(isNegative & isOdd, -power, power);
        var isUndefined = Vector.AndNot(Vector.LessThan(x, zero) & Vector.LessThan(m, infinity), isWhole);
        power = Vector.ConditionalSelect(isUndefined, Vector.Create(T.NaN), power);
        return Vector.ConditionalSelect(Vector.Equals(y, zero) | Vector.Equals(x, one), one, power);
    }

    private static Vector<T> Floor(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Floor(x.As<T, float>()).As<float, T>()
        : Vector.Floor(x.As<T, double>()).As<double, T>();
}

/// <summary><c>mʸ</c> for positive, finite m and finite y; anything elsewhere.</summary>
internal static class PowersOfMagnitudes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> InSingle(Vector<float> m, Vector<float> y)
    {
        Vector.Widen(m, out var lowM, out var highM);
        Vector.Widen(y, out var lowY, out var highY);
        return Vector.Narrow(ForSingle(lowM, lowY), ForSingle(highM, highY));
    }

    /// <summary>With <c>e^(p + rest)</c> of the product p of y and the logarithm, and what its rounding has lost.</summary>
    public static Vector<double> InDouble(Vector<double> m, Vector<double> y)
    {
        var (logarithm, rest) = LogarithmInTwo(m);
        var product = y * logarithm;
        var lost = Vector.FusedMultiplyAdd(y, logarithm, -product) + (y * rest);
        var isInRange = Vector.LessThan(Vector.Abs(product), Vector.Create(800.0));
        return ExponentialInDouble.OfSum(product, Vector.ConditionalSelect(isInRange, lost, Vector<double>.Zero));
    }

    /// <summary>Beyond ±200 a single-precision result is 0 or ∞ anyway.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ForSingle(Vector<double> m, Vector<double> y)
    {
        var product = y * LogarithmInDouble.OfElevenDigits(m);
        return ExponentialInDouble.OfNineDigits(Vector.MinNative(Vector.Create(200.0), Vector.MaxNative(Vector.Create(-200.0), product)));
    }

    /// <summary>
    /// <c>n ln 2 + 2s + s (s² (2/3 + s² (2/5 + …)))</c> as the sum of two numbers. Each step but the last, small one is done in two numbers too: what is
    /// rounded off is found by a fused multiply-add or by subtraction.
    /// </summary>
    /// <remarks>Dekker, "A floating-point technique for extending the available precision", 1971.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> Logarithm, Vector<double> Lost) LogarithmInTwo(Vector<double> x)
    {
        var (n, m) = LogarithmInDouble.SplitAny(x);
        var (s, sRest) = HalfAngle(m);
        var square = s * s;
        var squareRest = Vector.FusedMultiplyAdd(s, s, -square) + ((s + s) * sRest);
        var small = square * SmallSeries(square);
        var third = Vector.Create(2.0 / 3) + small;
        var thirdRest = Vector.Create(2.0 / 3) - third + small + Vector.Create(3.700743415417188e-17);
        var product = square * third;
        var productRest = Vector.FusedMultiplyAdd(square, third, -product) + ((square * thirdRest) + (squareRest * third));
        var cubic = s * product;
        var cubicRest = Vector.FusedMultiplyAdd(s, product, -cubic) + ((s * productRest) + (sRest * product));
        // The first part of ln 2 has 42 bits, so that n times it is exact.
        var whole = n * Vector.Create(0.6931471805598903);
        var sum = whole + (s + s);
        var rest = whole - sum + (s + s);
        var total = sum + cubic;
        rest += sum - total + cubic;
        rest += Vector.FusedMultiplyAdd(n, Vector.Create(5.497923018708371e-14), sRest + sRest + cubicRest);
        var logarithm = total + rest;
        return (logarithm, total - logarithm + rest);
    }

    /// <summary><c>s = (m − 1)/(m + 1)</c> as the sum of two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> S, Vector<double> Lost) HalfAngle(Vector<double> m)
    {
        var one = Vector<double>.One;
        var (f, divisor) = (m - one, m + one);
        var inverse = one / divisor;
        var s = f * inverse;
        var remainder = Vector.FusedMultiplyAdd(-s, divisor, f) - (s * (m - (divisor - one)));
        return (s, remainder * inverse);
    }

    /// <summary><c>2/5 + 2s²/7 + 2s⁴/9 + …</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> SmallSeries(Vector<double> square)
    {
        var sum = Vector.FusedMultiplyAdd(square, Vector.Create(2.0 / 25), Vector.Create(2.0 / 23));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 21));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 19));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 17));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 15));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 13));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 11));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 9));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 7));
        return Vector.FusedMultiplyAdd(sum, square, Vector.Create(2.0 / 5));
    }
}
