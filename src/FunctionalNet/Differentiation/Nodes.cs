using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// The nodes of a computational graph over scalars. Each is a value and a pullback on one line;
/// <see cref="TensorNodes{T}"/> has the same over tensors.
/// </summary>
/// <remarks>The chapter's sections on simple layers: add, multiply, divide, exp, and the parts of a sigmoid.</remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public static class Nodes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary><c>z = x + y</c>. The gradient passes to both: <c>dx = dy = dz</c>.</summary>
    public static Differentiable<(T X, T Y), T> Add { get; } = input =>
        (input.X + input.Y, dz => (dz, dz));

    /// <summary><c>z = x − y</c>; <c>dx = dz</c>, <c>dy = −dz</c>.</summary>
    public static Differentiable<(T X, T Y), T> Subtract { get; } = input =>
        (input.X - input.Y, dz => (dz, -dz));

    /// <summary><c>z = x y</c>. The gradients are exchanged: <c>dx = y dz</c>, <c>dy = x dz</c>.</summary>
    public static Differentiable<(T X, T Y), T> Multiply { get; } = input =>
        (input.X * input.Y, dz => (input.Y * dz, input.X * dz));

    /// <summary><c>z = x/y</c>; <c>dx = dz/y</c>, <c>dy = −z dz/y</c>.</summary>
    public static Differentiable<(T X, T Y), T> Divide { get; } = input =>
    {
        var z = input.X / input.Y;
        return (z, dz => (dz / input.Y, -z * dz / input.Y));
    };

    /// <summary><c>y = −x</c>; <c>dx = −dy</c>.</summary>
    public static Differentiable<T, T> Negate { get; } = x => (-x, dy => -dy);

    /// <summary><c>y = x²</c>; <c>dx = 2x dy</c>.</summary>
    public static Differentiable<T, T> Square { get; } = x => (x * x, dy => (x + x) * dy);

    /// <summary><c>y = 1/x</c>; <c>dx = −y² dy</c>.</summary>
    public static Differentiable<T, T> Reciprocal { get; } = x =>
    {
        var y = T.One / x;
        return (y, dy => -y * y * dy);
    };

    /// <summary><c>y = eˣ</c>; <c>dx = y dy</c>.</summary>
    public static Differentiable<T, T> Exp { get; } = x =>
    {
        var y = Functions.Exp(x);
        return (y, dy => y * dy);
    };

    /// <summary><c>y = ln x</c>; <c>dx = dy/x</c>.</summary>
    public static Differentiable<T, T> Log { get; } = x => (Functions.Log(x), dy => dy / x);

    /// <summary><c>y = cos x</c>, of angles up to 2²⁰ (NaN beyond); <c>dx = −sin x dy</c>.</summary>
    public static Differentiable<T, T> Cos { get; } = x => (Functions.Cos(x), dy => -(Functions.Sin(x) * dy));

    /// <summary><c>y = sin x</c>, of angles up to 2²⁰ (NaN beyond); <c>dx = cos x dy</c>.</summary>
    public static Differentiable<T, T> Sin { get; } = x => (Functions.Sin(x), dy => Functions.Cos(x) * dy);

    /// <summary><c>y = max(x, 0)</c>. The gradient passes where x is positive and is blocked elsewhere, at 0 too.</summary>
    public static Differentiable<T, T> Relu { get; } = x =>
    {
        var y = default(Rectify<T>).Apply(x);
        return (y, dy => default(RectifiedGradient<T>).Apply(y, dy));
    };

    /// <summary><c>y = 1/(1 + e⁻ˣ)</c>; <c>dx = y (1 − y) dy</c>.</summary>
    public static Differentiable<T, T> Sigmoid { get; } = x =>
    {
        var y = Functions.Sigmoid(x);
        return (y, dy => default(SigmoidGradient<T>).Apply(y, dy));
    };

    /// <summary><c>y = tanh x</c>; <c>dx = (1 − y²) dy</c>.</summary>
    public static Differentiable<T, T> Tanh { get; } = x =>
    {
        var y = Functions.Tanh(x);
        return (y, dy => default(TanhGradient<T>).Apply(y, dy));
    };

    /// <summary><c>y = x + c</c>; <c>dx = dy</c>.</summary>
    public static Differentiable<T, T> AddConstant(T c) => x => (x + c, dy => dy);

    /// <summary><c>y = c x</c>; <c>dx = c dy</c>.</summary>
    public static Differentiable<T, T> MultiplyBy(T c) => x => (c * x, dy => c * dy);
}
