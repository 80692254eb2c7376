using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary><c>erf x = 2/√π ∫₀ˣ e^(−t²) dt</c>, as <see cref="ErrorIntegral"/> computes it; odd to the bit.</summary>
internal readonly struct ErrorFunction<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x) => typeof(T) == typeof(float)
        ? ErrorIntegralInSingle.Erf(x.As<T, float>()).As<float, T>()
        : ErrorIntegral.Erf(x.As<T, double>()).As<double, T>();
}

/// <summary>
/// In single precision: <c>erf x = x P(x²)/Q(x²)</c> up to 4, from where on it is 1, right to 5 units in the last place; and the smaller tail of the
/// normal distribution, <c>Φ(−m) = e^(−m²/2) R(m)/S(m)</c>. The quotients are fitted to the least relative error with 60 digits.
/// </summary>
internal static class ErrorIntegralInSingle
{
    // From here on m Φ(−m) is less than the least normal number, and taken for 0.
    private const float NoTail = 13.2f;

    /// <summary><c>erf x</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Erf(Vector<float> x)
    {
        // NaN, the second argument, stays.
        var m = Vector.MinNative(Vector.Create(4f), Vector.Abs(x));
        var square = m * m;
        var p = Vector.FusedMultiplyAdd(square, Vector.Create(2.026176044758649e-06f), Vector.Create(0.0002846720599834308f));
        var q = Vector.FusedMultiplyAdd(square, Vector.Create(3.7833738781349866e-05f), Vector.Create(0.0011705013727078288f));
        p = Vector.FusedMultiplyAdd(p, square, Vector.Create(0.0038071934976051974f));
        q = Vector.FusedMultiplyAdd(q, square, Vector.Create(0.015053162919349381f));
        p = Vector.FusedMultiplyAdd(p, square, Vector.Create(0.052872525208076254f));
        q = Vector.FusedMultiplyAdd(q, square, Vector.Create(0.11455012094324148f));
        p = Vector.FusedMultiplyAdd(p, square, Vector.Create(0.19152696590811055f));
        q = Vector.FusedMultiplyAdd(q, square, Vector.Create(0.5030690343513533f));
        p = Vector.FusedMultiplyAdd(p, square, Vector.Create(1.1283791439382007f));
        q = Vector.FusedMultiplyAdd(q, square, Vector<float>.One);
        return Vector.CopySign(Vector.MinNative(Vector<float>.One, m * (p / q)), x);
    }

    /// <summary><c>Φ(x)</c> and <c>e^(−x²/2)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Normal, Vector<float> Power) Normal(Vector<float> x)
    {
        var m = Vector.MinNative(Vector.Create(NoTail), Vector.Abs(x));
        // The rounding error of −m²/2 is added apart: a power of e would magnify it.
        var half = m * Vector.Create(-0.5f);
        var exponent = m * half;
        var power = ExponentialInSingle.OfSum(exponent, Vector.FusedMultiplyAdd(m, half, -exponent));
        power = Vector.ConditionalSelect(Vector.Equals(m, Vector.Create(NoTail)), Vector<float>.Zero, power);
        var r = Vector.FusedMultiplyAdd(m, Vector.Create(0.004153535441669636f), Vector.Create(0.04088308847056358f));
        var s = Vector.FusedMultiplyAdd(m, Vector.Create(0.01041125775318942f), Vector.Create(0.10248482022062214f));
        r = Vector.FusedMultiplyAdd(r, m, Vector.Create(0.18397481108721844f));
        s = Vector.FusedMultiplyAdd(s, m, Vector.Create(0.4714237165976214f));
        r = Vector.FusedMultiplyAdd(r, m, Vector.Create(0.43929086189236544f));
        s = Vector.FusedMultiplyAdd(s, m, Vector.Create(1.2055714793328436f));
        r = Vector.FusedMultiplyAdd(r, m, Vector.Create(0.5f));
        s = Vector.FusedMultiplyAdd(s, m, Vector.Create(1.676466731483795f));
        s = Vector.FusedMultiplyAdd(s, m, Vector<float>.One);
        var tail = power * (r / s);
        return (Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One - tail, tail), power);
    }
}

/// <summary>
/// For |x| below 1, <c>erf x = x P(x²)</c>. Above, <c>erfc |x| = e^(−x²) Q(s)</c> with <c>s = (35|x| − 143)/(27|x| + 81)</c>, which goes from −1 at 1
/// to 1 at 28, where erfc is 0 in double precision. P and Q are the polynomials through the values at Chebyshev's points, computed
/// with 50 digits. In double precision.
/// </summary>
internal static class ErrorIntegral
{
    private const double Zero = 28;

    /// <summary><c>erf x</c></summary>
    public static Vector<double> Erf(Vector<double> x)
    {
        var m = Vector.Abs(x);
        var far = Vector<double>.One - Tail(Vector.Min(m, Vector.Create(Zero)), Vector<double>.Zero);
        var erf = Vector.ConditionalSelect(Vector.LessThan(m, Vector<double>.One), m * Near(m * m), far);
        return Vector.ConditionalSelect(Vector.Equals(x, x), Vector.CopySign(erf, x), x);
    }

    /// <summary>The normal distribution's function, <c>Φ(x) = erfc(−x/√2)/2</c>, accurate in both tails.</summary>
    public static Vector<double> Normal(Vector<double> x)
    {
        // |x|/√2 and what its rounding has lost: far out erfc would magnify it.
        var (nearest, lost) = (Vector.Create(0.7071067811865476), Vector.Create(-4.833646656726457e-17));
        var abs = Vector.Abs(x);
        var m = abs * nearest;
        var rest = Vector.FusedMultiplyAdd(abs, nearest, -m) + (abs * lost);
        var isFar = Vector.GreaterThanOrEqual(m, Vector.Create(Zero));
        var tail = Vector.ConditionalSelect(isFar, Vector<double>.Zero, Tail(Vector.Min(m, Vector.Create(Zero)), rest));
        var far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<double>.Zero), tail, Vector.Create(2.0) - tail);
        var near = Vector.FusedMultiplyAdd(Vector.CopySign(m, x), Near(m * m), Vector<double>.One);
        var sum = Vector.ConditionalSelect(Vector.LessThan(m, Vector<double>.One), near, far);
        return Vector.ConditionalSelect(Vector.Equals(x, x), sum * Vector.Create(0.5), x);
    }

    /// <summary>erfc(m + rest) for m from 1 to 28. The rounding error of m² is a factor of its own: a power of e would magnify it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Tail(Vector<double> m, Vector<double> rest)
    {
        var square = m * m;
        var restOfSquare = Vector.FusedMultiplyAdd(m, m, -square) + ((m + m) * rest);
        var s = Vector.FusedMultiplyAdd(Vector.Create(35.0), m, Vector.Create(-143.0)) / Vector.FusedMultiplyAdd(Vector.Create(27.0), m, Vector.Create(81.0));
        var power = ExponentialInDouble.Of(-square);
        return Vector.FusedMultiplyAdd(-restOfSquare, power, power) * Far(s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Near(Vector<double> square)
    {
        var sum = Vector.Create(-7.795898827002142e-10);
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.3720064546777686e-08));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.6208483801871705e-07));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.6447424703317362e-06));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-1.492473690741966e-05));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(0.00012055294904839707));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-0.0008548325975389692));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(0.0052239776071164225));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-0.02686617064323777));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(0.11283791670945006));
        sum = Vector.FusedMultiplyAdd(sum, square, Vector.Create(-0.37612638903183543));
        return Vector.FusedMultiplyAdd(sum, square, Vector.Create(1.1283791670955126));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Far(Vector<double> s)
    {
        var sum = Vector.Create(4.3421399575133906e-13);
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-3.964910769020085e-13));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-7.304391829687551e-12));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(3.443739511024726e-12));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(8.951606537496424e-11));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-1.1846728982889328e-11));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-1.0935901965697265e-09));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(1.5575224018603975e-10));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(1.4508658756714115e-08));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-1.0682622505533604e-08));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-2.061351895998526e-07));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(4.638889891557523e-07));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(2.6313447926289147e-06));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-1.579723851569595e-05));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(1.9767039043650206e-06));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(0.0003617565812242608));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-0.0024066366971223427));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(0.009931937544710208));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-0.03110687597647198));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(0.07930430128308746));
        sum = Vector.FusedMultiplyAdd(sum, s, Vector.Create(-0.17021428983342388));
        return Vector.FusedMultiplyAdd(sum, s, Vector.Create(0.134277537536185));
    }
}
