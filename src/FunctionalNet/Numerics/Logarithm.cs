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
    private static bool IsSingle => typeof(T) == typeof(float);

    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x)
    {
        var isOrdinary = Vector.GreaterThanOrEqual(x, SmallestNormal) & Vector.LessThan(x, Vector.Create(T.PositiveInfinity));
        if (Vector.AllWhereAllBitsSet(isOrdinary))
        {
            var (n, m) = Split(x);
            return Of(n, m);
        }

        return OfAny(x);
    }

    private static Vector<T> SmallestNormal => Vectors.Constant<T>(IsSingle ? 1.1754943508222875e-38 : 2.2250738585072014e-308);

    /// <summary>The same bits for normal numbers, and the right ones for the others.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> OfAny(Vector<T> x)
    {
        var isSubnormal = Vector.LessThan(x, SmallestNormal);
        var (n, m) = Split(Vector.ConditionalSelect(isSubnormal, x * Vectors.Constant<T>(1L << 54), x));
        return AtTheEnds(x, Of(n - Vector.ConditionalSelect(isSubnormal, Vectors.Constant<T>(54), Vector<T>.Zero), m));
    }

    /// <summary><c>n · ln 2 + log m</c>, with ln 2 rounded to the type, and the remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Of(Vector<T> n, Vector<T> m)
    {
        var nearest = Vectors.Constant<T>(IsSingle ? 0.6931471824645996 : 0.6931471805599453);
        var rest = Vectors.Constant<T>(IsSingle ? -1.904654299957768e-9 : 2.3190468138462996e-17);
        return Vectors.FusedMultiplyAdd(n, nearest, Vectors.FusedMultiplyAdd(n, rest, OfFraction(m)));
    }

    /// <summary>The exponent and the significand of normal numbers, as numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<T> N, Vector<T> M) Split(Vector<T> x)
    {
        // Shifted so that octaves begin at √½: the exponent bits then count them. The bits of 2²³ or 2⁵² turn a count into a number.
        if (IsSingle)
        {
            var bits = x.As<T, int>() + Vector.Create(0x3F800000 - 0x3F3504F3);
            var count = (Vector.ShiftRightLogical(bits, 23) | Vector.Create(0x4B000000)).As<int, float>();
            var m = (bits & Vector.Create(0x007FFFFF)) + Vector.Create(0x3F3504F3);
            return ((count - Vector.Create(8388608f + 127)).As<float, T>(), m.As<int, T>());
        }
        else
        {
            var bits = x.As<T, long>() + Vector.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);
            var count = (Vector.ShiftRightLogical(bits, 52) | Vector.Create(0x4330000000000000)).As<long, double>();
            var m = (bits & Vector.Create(0x000FFFFFFFFFFFFF)) + Vector.Create(0x3FE6A09E667F3BCD);
            return ((count - Vector.Create(4503599627370496.0 + 1023)).As<double, T>(), m.As<long, T>());
        }
    }

    /// <summary>With f = m − 1 and s = f/(m + 1): <c>2 artanh s = f − s (f − 2s²/3 − 2s⁴/5 − …)</c>, since 2s = f − s f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> OfFraction(Vector<T> m)
    {
        var f = m - Vector<T>.One;
        var s = f / (m + Vector<T>.One);
        var square = s * s;
        var sum = Vectors.Constant<T>(IsSingle ? 2.0 / 9 : 2.0 / 21);
        if (!IsSingle)
        {
            sum = Vectors.Horner(sum, square, 2.0 / 19);
            sum = Vectors.Horner(sum, square, 2.0 / 17);
            sum = Vectors.Horner(sum, square, 2.0 / 15);
            sum = Vectors.Horner(sum, square, 2.0 / 13);
            sum = Vectors.Horner(sum, square, 2.0 / 11);
            sum = Vectors.Horner(sum, square, 2.0 / 9);
        }

        sum = Vectors.Horner(sum, square, 2.0 / 7);
        sum = Vectors.Horner(sum, square, 2.0 / 5);
        sum = Vectors.Horner(sum, square, 2.0 / 3);
        return Vectors.FusedMultiplyAdd(s, (sum * square) - f, f);
    }

    /// <summary>−∞ at 0, ∞ at ∞, and NaN for negative numbers and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> AtTheEnds(Vector<T> x, Vector<T> logarithm)
    {
        var infinity = Vector.Create(T.PositiveInfinity);
        logarithm = Vector.ConditionalSelect(Vector.Equals(x, infinity), infinity, logarithm);
        logarithm = Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), -infinity, logarithm);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<T>.Zero), logarithm, Vector.Create(T.NaN));
    }
}
