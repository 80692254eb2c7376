using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Transcendental functions whose bits depend on the argument alone: not on the C library, the width of the vectors, or
/// the position in a span. They are made of additions, products, quotients and fused multiply-adds, which IEEE 754 defines to
/// the bit.
/// </summary>
internal static class Functions
{
    /// <summary><c>eˣ</c></summary>
    public static T Exp<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(Exponential<T>).Apply(x);

    /// <summary>The natural logarithm.</summary>
    public static T Log<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(Logarithm<T>).Apply(x);

    /// <summary><c>1/(1 + e⁻ˣ)</c>, without overflow, and accurate in both tails.</summary>
    public static T Sigmoid<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(Sigmoid<T>).Apply(x);

    /// <summary><c>(eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)</c>, accurate near 0 too; exactly odd.</summary>
    public static T Tanh<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(HyperbolicTangent<T>).Apply(x);

    /// <summary>The cosine of an angle of up to 2²⁰, about a million, in either direction; NaN beyond. Even to the bit.</summary>
    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Map(x, result, default(Cosine<T>));

    /// <summary>The cosine of an angle of up to 2²⁰, about a million, in either direction; NaN beyond. Even to the bit.</summary>
    public static T Cos<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(Cosine<T>).Apply(x);

    /// <summary>The sine of an angle of up to 2²⁰, about a million, in either direction; NaN beyond. Odd to the bit.</summary>
    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => Elementwise.Map(x, result, default(Sine<T>));

    /// <summary>The sine of an angle of up to 2²⁰, about a million, in either direction; NaN beyond. Odd to the bit.</summary>
    public static T Sin<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(Sine<T>).Apply(x);

    /// <summary><c>xⁿ</c> for whole n of 0 or more, by repeated squaring: from the lowest binary digit of n to the highest.</summary>
    public static T Power<T>(T x, long n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var power = T.One;
        for (var square = x; n > 0; (n, square) = (n >> 1, square * square))
            power = (n & 1) == 1 ? power * square : power;
        return power;
    }
}
