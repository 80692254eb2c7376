using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// With m = |x| and then the sign of x: <c>tanh m = 1 − 2/(e²ᵐ + 1)</c> where that is above about ½, and below it a convergent
/// of Lambert's continued fraction <c>m/(1 + m²/(3 + m²/(5 + …)))</c>. Accurate to 1.6 units in the last place everywhere;
/// exactly odd.
/// </summary>
internal readonly struct HyperbolicTangent<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static bool IsSingle => typeof(T) == typeof(float);

    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x)
    {
        var m = Vector.Abs(x);
        var (numerator, denominator) = NearZero(m * m);
        // Both are a number minus a quotient, so one division serves. NaN counts as not near zero, and stays NaN.
        var isNearZero = Vector.LessThan(m, Vectors.Constant<T>(0.55));
        var whole = Vector.ConditionalSelect(isNearZero, m, Vector<T>.One);
        // From 40 on the quotient is lost beside 1.
        var power = Exponential<T>.OfModerate(Vector.MinNative(Vectors.Constant<T>(80), m + m));
        var part = Vector.ConditionalSelect(isNearZero, numerator, Vectors.Constant<T>(2))
            / Vector.ConditionalSelect(isNearZero, denominator, power + Vector<T>.One);
        return Vector.CopySign(Vectors.FusedMultiplyAdd(-whole, part, whole), x);
    }

    /// <summary>
    /// The numerator and the denominator of <c>1 − tanh(m)/m</c>, as polynomials in m²: those of the convergent that ends with 9 in
    /// single precision, with 15 in double.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<T> Numerator, Vector<T> Denominator) NearZero(Vector<T> square)
    {
        if (IsSingle)
        {
            var upper = Vectors.Horner(Vectors.Constant<T>(14), square, 315);
            var lower = Vectors.Horner(Vectors.Constant<T>(15), square, 420);
            return (square * upper, Vectors.Horner(lower, square, 945));
        }
        else
        {
            var upper = Vectors.Horner(square + Vectors.Constant<T>(594), square, 45045);
            var lower = Vectors.Horner(square + Vectors.Constant<T>(630), square, 51975);
            lower = Vectors.Horner(lower, square, 945945);
            return (square * Vectors.Horner(upper, square, 675675), Vectors.Horner(lower, square, 2027025));
        }
    }
}
