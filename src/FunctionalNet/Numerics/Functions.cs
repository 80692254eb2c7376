using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace FunctionalNet.Numerics;

/// <summary>Fills the result with a function of x, element by element.</summary>
internal delegate void FillFrom<T>(ReadOnlySpan<T> x, Span<T> result);

/// <summary>
/// Transcendental functions whose bits depend on the argument alone: not on the C library, the width of the vectors, or
/// where in a span a number stands.
/// </summary>
internal static class Functions
{
    /// <summary><c>eˣ</c></summary>
    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => Padded(x, result, TensorPrimitives.Exp);

    /// <summary><c>eˣ</c></summary>
    public static T Exp<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Exp([x], new Span<T>(ref x));
        return x;
    }

    /// <summary>The natural logarithm.</summary>
    public static void Log<T>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T> => Padded(x, result, TensorPrimitives.Log);

    /// <summary>The natural logarithm.</summary>
    public static T Log<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Log([x], new Span<T>(ref x));
        return x;
    }

    /// <summary><c>1/(1 + e⁻ˣ)</c>, without overflow, and exact to the last bits in both tails.</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Elementwise.Map(x, result, default(NegativeMagnitude<T>));
        Exp(result, result);
        Elementwise.Zip(x, result, result, default(SigmoidOfExponential<T>));
    }

    /// <summary><c>1/(1 + e⁻ˣ)</c>, without overflow, and exact to the last bits in both tails.</summary>
    public static T Sigmoid<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => default(SigmoidOfExponential<T>).Apply(x, Exp(-T.Abs(x)));

    // TensorPrimitives takes spans shorter than one 128-bit vector through the C library, with other bits.
    private static void Padded<T>(ReadOnlySpan<T> x, Span<T> result, FillFrom<T> kernel)
        where T : unmanaged
    {
        if (x.Length >= Vector128<T>.Count)
        {
            kernel(x, result);
            return;
        }

        Span<T> padded = stackalloc T[Vector128<T>.Count];
        padded.Clear();
        x.CopyTo(padded);
        kernel(padded, padded);
        padded[..x.Length].CopyTo(result);
    }
}
