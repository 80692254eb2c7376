using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>
/// Elementwise functions, vectorised, whose bits depend on the element alone. Those that are differentiable are nodes under the same names.
/// </content>
public sealed partial record Tensor<T>
{
    /// <summary><c>|x|</c></summary>
    public Tensor<T> Abs() => Map(default(Absolute<T>));

    /// <summary>1 for positive numbers, −1 for negative ones, and ±0 and NaN as they are.</summary>
    public Tensor<T> Sign() => Map(default(Signum<T>));

    /// <summary><c>x²</c></summary>
    public Tensor<T> Square() => this * this;

    /// <summary><c>√x</c>, NaN for negative numbers.</summary>
    public Tensor<T> Sqrt() => Map(default(SquareRoot<T>));

    /// <summary><c>1/√x</c>, rounded twice; ∞ at 0.</summary>
    public Tensor<T> ReciprocalSqrt() => Map(default(ReciprocalSquareRoot<T>));

    /// <summary><c>1/x</c></summary>
    public Tensor<T> Reciprocal() => Tensor.Scalar(T.One) / this;

    /// <summary><c>eˣ</c></summary>
    public Tensor<T> Exp() => Map(default(Exponential<T>));

    /// <summary>The natural logarithm: −∞ at 0, NaN for negative numbers.</summary>
    public Tensor<T> Log() => Map(default(Logarithm<T>));

    /// <summary><c>cos x</c>, of angles up to 2²⁰ in either direction; NaN beyond.</summary>
    public Tensor<T> Cos() => Map(default(Cosine<T>));

    /// <summary><c>sin x</c>, of angles up to 2²⁰ in either direction; NaN beyond.</summary>
    public Tensor<T> Sin() => Map(default(Sine<T>));

    /// <summary>The error function <c>2/√π ∫₀ˣ e^(−t²) dt</c>, right to 5 units in the last place, in double precision to 1.5.</summary>
    public Tensor<T> Erf() => Map(default(ErrorFunction<T>));

    /// <summary><c>tanh x</c></summary>
    public Tensor<T> Tanh() => Map(default(HyperbolicTangent<T>));

    /// <summary><c>1/(1 + e⁻ˣ)</c></summary>
    public Tensor<T> Sigmoid() => Map(default(Sigmoid<T>));

    /// <summary><c>max(x, 0)</c>; NaN stays.</summary>
    public Tensor<T> Relu() => Map(default(Rectify<T>));

    /// <summary>
    /// <c>xⁿ</c> for whole n, by repeated squaring. For n below 0 it is <c>1/x⁻ⁿ</c>.
    /// </summary>
    public Tensor<T> Pow(int exponent)
    {
        var power = Tensor.Ones<T>(Shape);
        // Negated as a long: −int.MinValue is no int.
        for (var (left, square) = (long.Abs((long)exponent), this); left > 0; left >>= 1)
        {
            power = (left & 1) == 1 ? power * square : power;
            square = left > 1 ? square * square : square;
        }

        return exponent < 0 ? power.Reciprocal() : power;
    }

    /// <summary>
    /// <c>xʸ</c> elementwise; shapes broadcast. NaN where x is negative and y is not whole; 1 where y is 0. Right to 0.51 units in the last place, in
    /// double precision to 2.
    /// </summary>
    public Tensor<T> Power(Tensor<T> exponent) => Zip(Require.NotNull(exponent), default(PowerFunction<T>));

    /// <summary>The number, or the end of the interval that it is beyond: <c>min(max(x, low), high)</c>. NaN stays.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> is more than <paramref name="high"/>, or one of them is NaN.</exception>
    public Tensor<T> Clip(T low, T high) => low <= high
        ? Map(new Clamp<T>(low, high))
        : throw new ArgumentException($"expected a low of at most high, got {NumberFormat.Shortest(low)} and {NumberFormat.Shortest(high)}");

    /// <summary>The larger of two numbers, elementwise; shapes broadcast. NaN if one of them is.</summary>
    public Tensor<T> Maximum(Tensor<T> other) => Zip(Require.NotNull(other), default(Larger<T>));

    /// <summary>The smaller of two numbers, elementwise; shapes broadcast. NaN if one of them is.</summary>
    public Tensor<T> Minimum(Tensor<T> other) => Zip(Require.NotNull(other), default(Smaller<T>));

    /// <summary>1 where the number is less than the other, 0 elsewhere; shapes broadcast. A comparison with NaN is 0.</summary>
    public Tensor<T> Less(Tensor<T> other) => Zip(Require.NotNull(other), default(IsLess<T>));

    /// <summary>1 where the number is at most the other, 0 elsewhere; shapes broadcast.</summary>
    public Tensor<T> LessOrEqual(Tensor<T> other) => Zip(Require.NotNull(other), default(IsLessOrEqual<T>));

    /// <summary>1 where the number is greater than the other, 0 elsewhere; shapes broadcast.</summary>
    public Tensor<T> Greater(Tensor<T> other) => Require.NotNull(other).Less(this);

    /// <summary>1 where the number is at least the other, 0 elsewhere; shapes broadcast.</summary>
    public Tensor<T> GreaterOrEqual(Tensor<T> other) => Require.NotNull(other).LessOrEqual(this);

    /// <summary>1 where the numbers are equal, 0 elsewhere; shapes broadcast. NaN equals nothing, and 0 equals −0.</summary>
    public Tensor<T> EqualTo(Tensor<T> other) => Zip(Require.NotNull(other), default(IsEqual<T>));

    /// <summary>
    /// The element of <paramref name="then"/> where the condition, this tensor, is not 0, and that of <paramref name="otherwise"/> where it is;
    /// shapes broadcast. What is not chosen does not count, be it NaN.
    /// </summary>
    public Tensor<T> Where(Tensor<T> then, Tensor<T> otherwise)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(otherwise);
        var shape = Shape.Broadcast(Shape, Shape.Broadcast(then.Shape, otherwise.Shape));
        var (condition, left, right) = (BroadcastTo(shape), then.BroadcastTo(shape), otherwise.BroadcastTo(shape));
        var chosen = Allocate(shape.Size);
        Elementwise.Select(condition.Span, left.Span, right.Span, chosen);
        return Freeze(shape, chosen);
    }

    /// <summary>The same numbers in another precision, rounded to the nearest where it is less.</summary>
    public Tensor<TOther> Cast<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        if (this is Tensor<TOther> same)
            return same;
        var cast = Tensor<TOther>.Allocate(Shape.Size);
        Elementwise.Cast(Span, cast);
        return Tensor<TOther>.Freeze(Shape, cast);
    }
}
