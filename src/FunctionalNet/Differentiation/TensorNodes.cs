using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// The nodes of a computational graph over tensors. Where shapes broadcast, the gradient of a repeated operand is the sum over the
/// repetitions. <see cref="Nodes{T}"/> has the same over scalars.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public static partial class TensorNodes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary><c>z = x + y</c>, shapes broadcast. The gradient passes to both: <c>dx = dy = dz</c>.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Add { get; } = input =>
        (input.X + input.Y, dz => (dz.SumTo(input.X.Shape), dz.SumTo(input.Y.Shape)));

    /// <summary><c>z = x − y</c>, shapes broadcast; <c>dx = dz</c>, <c>dy = −dz</c>.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Subtract { get; } = input =>
        (input.X - input.Y, dz => (dz.SumTo(input.X.Shape), -dz.SumTo(input.Y.Shape)));

    /// <summary><c>z = x y</c> elementwise, shapes broadcast. The gradients are exchanged: <c>dx = y dz</c>, <c>dy = x dz</c>.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Multiply { get; } = input =>
        (input.X * input.Y, dz => ((input.Y * dz).SumTo(input.X.Shape), (input.X * dz).SumTo(input.Y.Shape)));

    /// <summary><c>z = x/y</c> elementwise, shapes broadcast; <c>dx = dz/y</c>, <c>dy = −z dz/y</c>.</summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Y), Tensor<T>> Divide { get; } = input =>
    {
        var z = input.X / input.Y;
        return (z, dz => ((dz / input.Y).SumTo(input.X.Shape), (-z * dz / input.Y).SumTo(input.Y.Shape)));
    };

    /// <summary>
    /// <c>C = A·B</c>, <c>[..., m, k], [..., k, n] -> [..., m, n]</c>, where batches broadcast; <c>dA = dC·Bᵀ</c>, <c>dB = Aᵀ·dC</c>. Throws an
    /// <see cref="ArgumentException"/> for vectors, which are no matrices.
    /// </summary>
    public static Differentiable<(Tensor<T> A, Tensor<T> B), Tensor<T>> MatMul { get; } = input =>
        input.A.Shape.Rank >= 2 && input.B.Shape.Rank >= 2
            ? (input.A.MatMul(input.B), dc => (dc.MatMulTransposed(input.B).SumTo(input.A.Shape), input.A.TransposedMatMul(dc).SumTo(input.B.Shape)))
            : throw new ArgumentException($"expected matrices to multiply, got {input.A.Shape} and {input.B.Shape}");

    /// <summary>The sum of all elements, a number; <c>dx = dy</c> everywhere.</summary>
    public static Differentiable<Tensor<T>, T> Sum { get; } = x => (x.Sum(), dy => Tensor.Full(x.Shape, dy));

    /// <summary><c>y = −x</c>; <c>dx = −dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Negate { get; } = x => (-x, dy => -dy);

    /// <summary><c>y = x²</c> elementwise; <c>dx = 2x dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Square { get; } = x => (x * x, dy => (x + x) * dy);

    /// <summary><c>y = 1/x</c> elementwise; <c>dx = −y² dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Reciprocal { get; } = x =>
    {
        var y = Tensor.Scalar(T.One) / x;
        return (y, dy => -y * y * dy);
    };

    /// <summary><c>y = eˣ</c> elementwise; <c>dx = y dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Exp { get; } = x =>
    {
        var y = x.Map(default(Exponential<T>));
        return (y, dy => y * dy);
    };

    /// <summary><c>y = ln x</c> elementwise; <c>dx = dy/x</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Log { get; } = x => (x.Map(default(Logarithm<T>)), dy => dy / x);

    /// <summary><c>y = cos x</c> elementwise, of angles up to 2²⁰ (NaN beyond); <c>dx = −sin x dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Cos { get; } = x =>
        (x.Map(default(Cosine<T>)), dy => -(x.Map(default(Sine<T>)) * dy));

    /// <summary><c>y = sin x</c> elementwise, of angles up to 2²⁰ (NaN beyond); <c>dx = cos x dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Sin { get; } = x =>
        (x.Map(default(Sine<T>)), dy => x.Map(default(Cosine<T>)) * dy);

    /// <summary>
    /// <c>y = max(x, 0)</c> elementwise. The gradient passes where x is positive and is blocked elsewhere, at 0 too. The
    /// pullback makes a new tensor: it does not write into its argument.
    /// </summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Relu { get; } = x =>
    {
        var y = x.Map(default(Rectify<T>));
        return (y, dy => y.Zip(dy, default(RectifiedGradient<T>)));
    };

    /// <summary><c>y = 1/(1 + e⁻ˣ)</c> elementwise; <c>dx = y (1 − y) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Sigmoid { get; } = x =>
    {
        var y = x.Map(default(Sigmoid<T>));
        return (y, dy => y.Zip(dy, default(SigmoidGradient<T>)));
    };

    /// <summary><c>y = tanh x</c> elementwise; <c>dx = (1 − y²) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Tanh { get; } = x =>
    {
        var y = x.Map(default(HyperbolicTangent<T>));
        return (y, dy => y.Zip(dy, default(TanhGradient<T>)));
    };

    /// <summary>
    /// <c>yᵢ = e^xᵢ / Σⱼ e^xⱼ</c> along the innermost axis; <c>dxᵢ = yᵢ (dyᵢ − Σⱼ yⱼ dyⱼ)</c>. Throws an
    /// <see cref="ArgumentException"/> for a scalar, which has no axis.
    /// </summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Softmax { get; } = x =>
    {
        if (x.Shape.Rank == 0)
            throw new ArgumentException($"Softmax: expected [..., classes], got {x.Shape}");
        var y = Tensor<T>.Allocate(x.Shape.Size);
        Numerics.Softmax.Of(x.Span, x.Shape[^1], y);
        var value = Tensor<T>.Freeze(x.Shape, y);
        Shape rowSums = [.. x.Shape[..^1], 1];
        return (value, dy => value * (dy - (value * dy).SumTo(rowSums)));
    };

    /// <summary><c>y = x + c</c>; <c>dx = dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> AddConstant(T c) => x => (x + c, dy => dy);

    /// <summary><c>y = c x</c>; <c>dx = c dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> MultiplyBy(T c) => x => (x * c, dy => dy * c);
}
