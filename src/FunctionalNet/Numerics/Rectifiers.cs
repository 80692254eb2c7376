using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary><c>x</c> for positive numbers, <c>slope · x</c> for others.</summary>
internal readonly struct LeakyRectify<T>(T slope) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> slopes = Vector.Create(slope);

    public T Apply(T x) => x > T.Zero ? x : x * slope;

    public Vector<T> Apply(Vector<T> x) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, x * slopes);
}

/// <summary><c>dy</c> where x is positive, <c>slope · dy</c> elsewhere.</summary>
internal readonly struct LeakyGradient<T>(T slope) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> slopes = Vector.Create(slope);

    public T Apply(T x, T dy) => x > T.Zero ? dy : dy * slope;

    public Vector<T> Apply(Vector<T> x, Vector<T> dy) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), dy, dy * slopes);
}

/// <summary><c>x</c> above a threshold, 0 for other numbers, and NaN for NaN.</summary>
internal readonly struct Thresholded<T>(T threshold) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> thresholds = Vector.Create(threshold);

    public T Apply(T x) => x <= threshold ? T.Zero : x;

    public Vector<T> Apply(Vector<T> x) => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, thresholds), Vector<T>.Zero, x);
}

/// <summary><c>dy</c> where x is above a threshold, 0 elsewhere.</summary>
internal readonly struct ThresholdedGradient<T>(T threshold) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> thresholds = Vector.Create(threshold);

    public T Apply(T x, T dy) => x <= threshold ? T.Zero : dy;

    public Vector<T> Apply(Vector<T> x, Vector<T> dy) => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, thresholds), Vector<T>.Zero, dy);
}

/// <summary>
/// <c>scale · x</c> for positive numbers, <c>scale · α (e^(x/width) − 1)</c> for others: Elu, Selu and Celu. With <c>t = tanh(x/(2 width))</c>,
/// <c>eˣ − 1 = 2t/(1 − t)</c> keeps its digits near 0.
/// </summary>
internal readonly struct ExponentialLinear<T>(T alpha, T width, T scale) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> alphas = Vector.Create(alpha);
    private readonly Vector<T> widths = Vector.Create(width);
    private readonly Vector<T> scales = Vector.Create(scale);

    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        var t = default(HyperbolicTangent<T>).Apply(Saturating.NotPositive(x) / widths * Vectors.Constant<T>(0.5));
        var below = alphas * ((t + t) / (Vector<T>.One - t));
        return scales * Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, below);
    }
}

/// <summary><c>scale · dy</c> for positive x, <c>scale · α/width · e^(x/width) dy</c> for others.</summary>
internal readonly struct ExponentialLinearGradient<T>(T alpha, T width, T scale) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> slopes = Vector.Create(alpha / width);
    private readonly Vector<T> widths = Vector.Create(width);
    private readonly Vector<T> scales = Vector.Create(scale);

    public T Apply(T x, T dy) => Apply(Vector.Create(x), Vector.Create(dy))[0];

    public Vector<T> Apply(Vector<T> x, Vector<T> dy)
    {
        var slope = slopes * default(Exponential<T>).Apply(Saturating.NotPositive(x) / widths);
        return scales * dy * Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, slope);
    }
}
