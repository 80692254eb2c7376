using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>Arguments held to where a function still changes, so that no ∞ · 0 makes a NaN. A NaN stays.</summary>
internal static class Saturating
{
    // Every function here is 0 or the identity beyond, to the last bit.
    private const double Far = 1e4;

    /// <summary>At least −10 000.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Below<T>(Vector<T> x)
        where T : unmanaged => Vector.ConditionalSelect(Vector.LessThan(x, Vectors.Constant<T>(-Far)), Vectors.Constant<T>(-Far), x);

    /// <summary>From −10 000 to 10 000.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Both<T>(Vector<T> x)
        where T : unmanaged => Vector.ConditionalSelect(Vector.GreaterThan(x, Vectors.Constant<T>(Far)), Vectors.Constant<T>(Far), Below(x));

    /// <summary>At most 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> NotPositive<T>(Vector<T> x)
        where T : unmanaged => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.Zero, x);
}

/// <summary><c>x σ(x)</c></summary>
internal readonly struct SigmoidLinear<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        x = Saturating.Below(x);
        return x * default(Sigmoid<T>).Apply(x);
    }
}

/// <summary><c>σ (1 + x (1 − σ)) dy</c></summary>
internal readonly struct SigmoidLinearGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T dy) => Apply(Vector.Create(x), Vector.Create(dy))[0];

    public Vector<T> Apply(Vector<T> x, Vector<T> dy)
    {
        x = Saturating.Both(x);
        var (sigma, rest) = (default(Sigmoid<T>).Apply(x), default(Sigmoid<T>).Apply(-x));
        return sigma * (Vector<T>.One + (x * rest)) * dy;
    }
}

/// <summary><c>ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|))</c>, whose logarithm keeps its digits where the power is small.</summary>
internal readonly struct SoftPositive<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        var power = default(Exponential<T>).Apply(-Vector.Abs(x));
        // What the sum has lost of the power is made good by the slope of the logarithm.
        var sum = Vector<T>.One + power;
        var logarithm = default(Logarithm<T>).Apply(sum) + ((power - (sum - Vector<T>.One)) / sum);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, Vector<T>.Zero) + logarithm;
    }
}

/// <summary>
/// <c>x tanh(ln(1 + eˣ)) = x n/(n + 2)</c> with <c>n = e²ˣ + 2eˣ</c>.
/// </summary>
internal readonly struct MishFunction<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        x = Saturating.Below(x);
        return x * Share(x);
    }

    /// <summary>tanh(ln(1 + eˣ)), which is 1 from 25 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Share(Vector<T> x)
    {
        var limit = Vectors.Constant<T>(25);
        var power = default(Exponential<T>).Apply(Vector.ConditionalSelect(Vector.GreaterThan(x, limit), limit, x));
        var n = power * (power + Vectors.Constant<T>(2));
        return n / (n + Vectors.Constant<T>(2));
    }
}

/// <summary><c>(w + x (1 − w²) σ(x)) dy</c> with <c>w = tanh(ln(1 + eˣ))</c>.</summary>
internal readonly struct MishGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T dy) => Apply(Vector.Create(x), Vector.Create(dy))[0];

    public Vector<T> Apply(Vector<T> x, Vector<T> dy)
    {
        x = Saturating.Both(x);
        var w = MishFunction<T>.Share(x);
        return (w + (x * (Vector<T>.One - (w * w)) * default(Sigmoid<T>).Apply(x))) * dy;
    }
}

/// <summary><c>x/(1 + |x|)</c>, ±1 at ±∞.</summary>
internal readonly struct SoftSignum<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        var m = Vector.Abs(x);
        var y = x / (Vector<T>.One + m);
        return Vector.ConditionalSelect(Vector.Equals(m, Vector.Create(T.PositiveInfinity)), Vector.CopySign(Vector<T>.One, x), y);
    }
}

/// <summary><c>dy/(1 + |x|)²</c></summary>
internal readonly struct SoftSignumGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T dy) => Apply(Vector.Create(x), Vector.Create(dy))[0];

    public Vector<T> Apply(Vector<T> x, Vector<T> dy)
    {
        var sum = Vector<T>.One + Vector.Abs(x);
        return dy / sum / sum;
    }
}

/// <summary><c>x Φ(x)</c> with Φ the normal distribution's function, accurate in both tails: to 10 units in the last place (6 from −5 up), in double precision to 5.</summary>
internal readonly struct GaussianLinear<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x)
    {
        x = Saturating.Below(x);
        return typeof(T) == typeof(float)
            ? (x.As<T, float>() * ErrorIntegralInSingle.Normal(x.As<T, float>()).Normal).As<float, T>()
            : (x.As<T, double>() * ErrorIntegral.Normal(x.As<T, double>())).As<double, T>();
    }
}

/// <summary><c>(Φ(x) + x e^(−x²/2)/√(2π)) dy</c></summary>
internal readonly struct GaussianLinearGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T dy) => Apply(Vector.Create(x), Vector.Create(dy))[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply(Vector<T> x, Vector<T> dy)
    {
        x = Saturating.Both(x);
        return typeof(T) == typeof(float) ? InSingle(x.As<T, float>()).As<float, T>() * dy : InDouble(x.As<T, double>()).As<double, T>() * dy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> InSingle(Vector<float> x)
    {
        var (normal, power) = ErrorIntegralInSingle.Normal(x);
        return Vector.FusedMultiplyAdd(x * power, Vector.Create(0.3989422804014327f), normal);
    }

    private static Vector<double> InDouble(Vector<double> x)
    {
        var density = ExponentialInDouble.Of(x * x * Vector.Create(-0.5)) * Vector.Create(0.3989422804014327);
        return ErrorIntegral.Normal(x) + (x * density);
    }
}

/// <summary><c>x (1 + tanh u)/2 = x σ(2u)</c> with <c>u = √(2/π) (x + 0.044715 x³)</c>.</summary>
internal readonly struct TanhGaussianLinear<T> : IUnaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x) => Apply(Vector.Create(x))[0];

    public Vector<T> Apply(Vector<T> x)
    {
        x = Saturating.Below(x);
        return x * default(Sigmoid<T>).Apply(Argument(x));
    }

    /// <summary>2u</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Argument(Vector<T> x) =>
        x * Vectors.Constant<T>(1.5957691216057308) * Vectors.Horner(Vectors.Constant<T>(0.044715), x * x, 1);
}

/// <summary><c>(σ + x σ (1 − σ) 2u′) dy</c></summary>
internal readonly struct TanhGaussianLinearGradient<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T dy) => Apply(Vector.Create(x), Vector.Create(dy))[0];

    public Vector<T> Apply(Vector<T> x, Vector<T> dy)
    {
        x = Saturating.Both(x);
        var argument = TanhGaussianLinear<T>.Argument(x);
        var (sigma, rest) = (default(Sigmoid<T>).Apply(argument), default(Sigmoid<T>).Apply(-argument));
        var slope = Vectors.Constant<T>(1.5957691216057308) * Vectors.Horner(Vectors.Constant<T>(3 * 0.044715), x * x, 1);
        return (sigma + (x * sigma * rest * slope)) * dy;
    }
}
