using System.Numerics;

namespace FunctionalNet.Numerics;

internal readonly struct Add<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x + y;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => x + y;
}

internal readonly struct Subtract<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x - y;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => x - y;
}

internal readonly struct Multiply<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x * y;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => x * y;
}

internal readonly struct Divide<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x / y;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => x / y;
}

/// <summary>A binary operation with its arguments exchanged.</summary>
internal readonly struct Flip<T, TOperation>(TOperation operation) : IBinaryOperation<T>
    where TOperation : struct, IBinaryOperation<T>
{
    public T Apply(T x, T y) => operation.Apply(y, x);

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => operation.Apply(y, x);
}

/// <summary>A binary operation with its second argument fixed: <c>x ↦ operation(x, y)</c>.</summary>
internal readonly struct WithSecond<T, TOperation>(TOperation operation, T y) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOperation : struct, IBinaryOperation<T>
{
    private readonly Vector<T> ys = Vector.Create(y);

    public T Apply(T x) => operation.Apply(x, y);

    public Vector<T> Apply(Vector<T> x) => operation.Apply(x, ys);
}

internal readonly struct Negate<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => -x;

    public Vector<T> Apply(Vector<T> x) => -x;
}

/// <summary><c>max(x, 0)</c>, with 0 for −0 and NaN for NaN, so that an error upstream is not hidden.</summary>
internal readonly struct Rectify<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => x <= T.Zero ? T.Zero : x;

    public Vector<T> Apply(Vector<T> x) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<T>.Zero), Vector<T>.Zero, x);
}

/// <summary><c>dy</c> where the rectified <c>y</c> is positive, and 0 elsewhere, at 0 too.</summary>
internal readonly struct RectifiedGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T y, T dy) => y <= T.Zero ? T.Zero : dy;

    public Vector<T> Apply(Vector<T> y, Vector<T> dy) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(y, Vector<T>.Zero), Vector<T>.Zero, dy);
}

/// <summary>
/// With <c>z = exp(−|x|)</c>, which cannot overflow: <c>1/(1 + z)</c> for positive x and <c>z/(1 + z)</c> for negative. Accurate
/// to 2.5 units in the last place.
/// </summary>
internal readonly struct Sigmoid<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        var z = default(Exponential<T>).Apply(-Vector.Abs(x));
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), z, Vector<T>.One) / (Vector<T>.One + z);
    }
}

/// <summary><c>y (1 − y) dy</c>, the gradient through a sigmoid whose value is y.</summary>
internal readonly struct SigmoidGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T y, T dy) => y * (T.One - y) * dy;

    public Vector<T> Apply(Vector<T> y, Vector<T> dy) => y * (Vector<T>.One - y) * dy;
}

/// <summary><c>(1 − y²) dy</c>, the gradient through a hyperbolic tangent whose value is y; the first factor is rounded once.</summary>
internal readonly struct TanhGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T y, T dy) => T.FusedMultiplyAdd(-y, y, T.One) * dy;

    public Vector<T> Apply(Vector<T> y, Vector<T> dy) => Vectors.FusedMultiplyAdd(-y, y, Vector<T>.One) * dy;
}

/// <summary><c>x + factor · y</c> with one rounding.</summary>
internal readonly struct AddScaled<T>(T factor) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> factors = Vector.Create(factor);

    public T Apply(T x, T y) => T.FusedMultiplyAdd(factor, y, x);

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vectors.FusedMultiplyAdd(factors, y, x);
}

/// <summary><c>a x + b y</c>, the second product and the sum with one rounding.</summary>
internal readonly struct WeightedSum<T>(T a, T b) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> firsts = Vector.Create(a);
    private readonly Vector<T> seconds = Vector.Create(b);

    public T Apply(T x, T y) => T.FusedMultiplyAdd(b, y, a * x);

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vectors.FusedMultiplyAdd(seconds, y, firsts * x);
}

/// <summary><c>a x + b y²</c>, the last product and the sum with one rounding.</summary>
internal readonly struct AddScaledSquare<T>(T a, T b) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> firsts = Vector.Create(a);
    private readonly Vector<T> seconds = Vector.Create(b);

    public T Apply(T x, T y) => T.FusedMultiplyAdd(b, y * y, a * x);

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vectors.FusedMultiplyAdd(seconds, y * y, firsts * x);
}

/// <summary><c>x/(√(factor · y) + ε)</c></summary>
internal readonly struct QuotientOfRoot<T>(T factor, T epsilon) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> factors = Vector.Create(factor);
    private readonly Vector<T> epsilons = Vector.Create(epsilon);

    public T Apply(T x, T y) => x / (T.Sqrt(factor * y) + epsilon);

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => x / (Vector.SquareRoot(factors * y) + epsilons);
}

/// <summary><c>x + weight (y − x)</c>, the product and the sum with one rounding.</summary>
internal readonly struct Interpolate<T>(T weight) : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> weights = Vector.Create(weight);

    public T Apply(T x, T y) => T.FusedMultiplyAdd(weight, y - x, x);

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vectors.FusedMultiplyAdd(weights, y - x, x);
}

/// <summary><c>sum + x²</c> with one rounding.</summary>
internal readonly struct AddSquare<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T sum, T x) => T.FusedMultiplyAdd(x, x, sum);

    public Vector<T> Apply(Vector<T> sum, Vector<T> x) => Vectors.FusedMultiplyAdd(x, x, sum);
}

/// <summary><c>factor · x</c>, or the nearest number within ±limit; NaN for NaN.</summary>
internal readonly struct ScaleAndClip<T>(T factor, T limit) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> factors = Vector.Create(factor);
    private readonly Vector<T> limits = Vector.Create(limit);

    public T Apply(T x) => factor * x is var y && y > limit ? limit : y < -limit ? -limit : y;

    public Vector<T> Apply(Vector<T> x)
    {
        var y = factors * x;
        y = Vector.ConditionalSelect(Vector.GreaterThan(y, limits), limits, y);
        return Vector.ConditionalSelect(Vector.LessThan(y, -limits), -limits, y);
    }
}

internal readonly struct Absolute<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => T.Abs(x);

    public Vector<T> Apply(Vector<T> x) => Vector.Abs(x);
}

/// <summary>1, −1 or the number itself: 0 of its own sign, or NaN.</summary>
internal readonly struct Signum<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => x > T.Zero ? T.One : x < T.Zero ? -T.One : x;

    public Vector<T> Apply(Vector<T> x) => Vector.ConditionalSelect(
        Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One,
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -Vector<T>.One, x));
}

internal readonly struct SquareRoot<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => T.Sqrt(x);

    public Vector<T> Apply(Vector<T> x) => Vector.SquareRoot(x);
}

/// <summary><c>1/√x</c>, rounded twice.</summary>
internal readonly struct ReciprocalSquareRoot<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => T.One / T.Sqrt(x);

    public Vector<T> Apply(Vector<T> x) => Vector<T>.One / Vector.SquareRoot(x);
}

/// <summary>The larger of two numbers; NaN if one of them is. Of equals, the first.</summary>
internal readonly struct Larger<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x >= y || T.IsNaN(x) ? x : y;

    // The native maximum is its second argument where they are equal or one is NaN.
    public Vector<T> Apply(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.Equals(y, y), Vector.MaxNative(y, x), y);
}

/// <summary>The smaller of two numbers; NaN if one of them is. Of equals, the first.</summary>
internal readonly struct Smaller<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x <= y || T.IsNaN(x) ? x : y;

    // The native minimum is its second argument where they are equal or one is NaN.
    public Vector<T> Apply(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.Equals(y, y), Vector.MinNative(y, x), y);
}

/// <summary>The number, or the end of the interval that it is beyond; NaN stays.</summary>
internal readonly struct Clamp<T>(T low, T high) : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> lows = Vector.Create(low);
    private readonly Vector<T> highs = Vector.Create(high);

    public T Apply(T x) => x < low ? low : x > high ? high : x;

    public Vector<T> Apply(Vector<T> x) => Vector.ConditionalSelect(
        Vector.LessThan(x, lows), lows, Vector.ConditionalSelect(Vector.GreaterThan(x, highs), highs, x));
}

/// <summary>1 where <c>x &lt; y</c>, 0 elsewhere.</summary>
internal readonly struct IsLess<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x < y ? T.One : T.Zero;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.LessThan(x, y), Vector<T>.One, Vector<T>.Zero);
}

/// <summary>1 where <c>x ≤ y</c>, 0 elsewhere.</summary>
internal readonly struct IsLessOrEqual<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x <= y ? T.One : T.Zero;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, y), Vector<T>.One, Vector<T>.Zero);
}

/// <summary>1 where <c>x = y</c>, 0 elsewhere.</summary>
internal readonly struct IsEqual<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x == y ? T.One : T.Zero;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.Equals(x, y), Vector<T>.One, Vector<T>.Zero);
}

/// <summary><c>y</c> where the condition x is not 0, and 0 elsewhere, whatever y is: a masked NaN is gone.</summary>
internal readonly struct Masked<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => x == T.Zero ? T.Zero : y;

    public Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), Vector<T>.Zero, y);
}
