using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Elementwise functions, under the names that <see cref="Tensor{T}"/> has for them.</content>
public static partial class TensorNodes<T>
{
    /// <summary><c>y = |x|</c>; <c>dx = sign(x) dy</c>, 0 at 0.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Abs { get; } = x => (x.Abs(), dy => x.Sign() * dy);

    /// <summary><c>y = √x</c>; <c>dx = dy/(2y)</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Sqrt { get; } = x =>
    {
        var y = x.Sqrt();
        return (y, dy => dy / (y + y));
    };

    /// <summary><c>y = 1/√x</c>; <c>dx = −y³ dy/2</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> ReciprocalSqrt { get; } = x =>
    {
        var y = x.ReciprocalSqrt();
        return (y, dy => y * y * y * dy * T.CreateChecked(-0.5));
    };

    /// <summary><c>y = erf x</c>; <c>dx = 2/√π e^(−x²) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Erf { get; } = x =>
        (x.Erf(), dy => (-(x * x)).Exp() * T.CreateChecked(1.1283791670955126) * dy);

    /// <summary>
    /// <c>z = xʸ</c>, shapes broadcast; <c>dx = y x^(y − 1) dz</c>, 0 where y is 0; <c>dy = z ln x dz</c>, 0 where z is 0 and NaN where x is negative.
    /// </summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Power { get; } = input =>
    {
        var z = input.X.Power(input.Y);
        return (z, dz => (
            input.Y.Zip(input.Y * input.X.Power(input.Y - T.One) * dz, default(Masked<T>)).SumTo(input.X.Shape),
            z.Zip(z * input.X.Log() * dz, default(Masked<T>)).SumTo(input.Y.Shape)));
    };

    /// <summary><c>z = max(x, y)</c>, shapes broadcast. The gradient goes to the larger; of equals, to x.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Maximum { get; } = input =>
        (input.X.Maximum(input.Y), dz => Chosen(input.X.GreaterOrEqual(input.Y), input, dz));

    /// <summary><c>z = min(x, y)</c>, shapes broadcast. The gradient goes to the smaller; of equals, to x.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Minimum { get; } = input =>
        (input.X.Minimum(input.Y), dz => Chosen(input.X.LessOrEqual(input.Y), input, dz));

    /// <summary><c>y = xⁿ</c> for whole n; <c>dx = n x^(n − 1) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Pow(int exponent) => x =>
        (x.Pow(exponent), dy => exponent == 0 ? Tensor.Zeros<T>(x.Shape) : x.Pow(exponent - 1) * T.CreateChecked(exponent) * dy);

    /// <summary><c>y = min(max(x, low), high)</c>. The gradient passes within the interval, its ends included, and is blocked beyond.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> is more than <paramref name="high"/>, or one of them is NaN.</exception>
    public static Differentiable<Tensor<T>, Tensor<T>> Clip(T low, T high)
    {
        if (!(low <= high))
            throw new ArgumentException($"expected a low of at most high, got {NumberFormat.Shortest(low)} and {NumberFormat.Shortest(high)}");
        return x => (x.Clip(low, high), dy => x.GreaterOrEqual(low).Zip(x.LessOrEqual(high).Zip(dy, default(Masked<T>)), default(Masked<T>)));
    }

    /// <summary>x where a condition is not 0, y where it is; shapes broadcast. The gradient goes to what was chosen.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Where(Tensor<T> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return input => (condition.Where(input.X, input.Y), dz => Chosen(condition, input, dz));
    }

    private static (Tensor<T> X, Tensor<T> Y) Chosen(Tensor<T> isX, (Tensor<T> X, Tensor<T> Y) input, Tensor<T> dz) => (
        isX.Zip(dz, default(Masked<T>)).SumTo(input.X.Shape),
        isX.EqualTo(T.Zero).Zip(dz, default(Masked<T>)).SumTo(input.Y.Shape));
}
