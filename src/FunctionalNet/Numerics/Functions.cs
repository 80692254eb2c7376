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
}
