using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// <c>xʸ = e^(y ln |x|)</c>, with the sign of x where y is odd, and NaN where x is negative and y is not whole. 1 for y = 0 and for x = 1,
/// NaN or not, as IEEE 754 has it. Accurate to <c>2 + 3 |y ln x|</c> units in the last place in double precision, since a power of e magnifies the
/// rounding of its exponent; in single precision it is the double's result, rounded.
/// </summary>
internal readonly struct PowerFunction<T> : IBinaryOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Apply(T x, T y) => Apply(Vector.Create(x), Vector.Create(y))[0];

    public Vector<T> Apply(Vector<T> x, Vector<T> y)
    {
        if (typeof(T) == typeof(double))
            return Powers.Of(x.As<T, double>(), y.As<T, double>()).As<double, T>();
        Vector.Widen(x.As<T, float>(), out var lowX, out var highX);
        Vector.Widen(y.As<T, float>(), out var lowY, out var highY);
        return Vector.Narrow(Powers.Of(lowX, lowY), Powers.Of(highX, highY)).As<float, T>();
    }
}

/// <summary>Powers in double precision.</summary>
internal static class Powers
{
    public static Vector<double> Of(Vector<double> x, Vector<double> y)
    {
        var (zero, one, two) = (Vector<double>.Zero, Vector<double>.One, Vector.Create(2.0));
        var m = Vector.Abs(x);
        var power = default(Exponential<double>).Apply(y * default(Logarithm<double>).Apply(m));
        // 1 to any power, also an infinite one; and −1 to an infinite one.
        power = Vector.ConditionalSelect(Vector.Equals(m, one) & Vector.Equals(y, y), one, power);
        var isWhole = Vector.Equals(Vector.Floor(y), y);
        var half = y / two;
        var isOdd = Vector.AndNot(isWhole, Vector.Equals(Vector.Floor(half), half));
        // The sign of −0 counts: (−0)⁻¹ is −∞.
        var isNegative = Vector.LessThan(Vector.CopySign(one, x), zero);
        power = Vector.ConditionalSelect(isNegative & isOdd, -power, power);
        power = Vector.ConditionalSelect(
            Vector.AndNot(Vector.LessThan(x, zero) & Vector.LessThan(m, Vector.Create(double.PositiveInfinity)), isWhole), Vector.Create(double.NaN), power);
        return Vector.ConditionalSelect(Vector.Equals(y, zero) | Vector.Equals(x, one), one, power);
    }
}
