using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>Functions that are computed in double precision, whatever the type: in single precision the result is rounded once more.</summary>
internal static class InDouble
{
    public delegate Vector<double> Function(Vector<double> x);

    public delegate Vector<double> BinaryFunction(Vector<double> x, Vector<double> y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Apply<T>(Vector<T> x, Function function)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return function(x.As<T, double>()).As<double, T>();
        Vector.Widen(x.As<T, float>(), out var low, out var high);
        return Vector.Narrow(function(low), function(high)).As<float, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Apply<T>(Vector<T> x, Vector<T> y, BinaryFunction function)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return function(x.As<T, double>(), y.As<T, double>()).As<double, T>();
        Vector.Widen(x.As<T, float>(), out var lowX, out var highX);
        Vector.Widen(y.As<T, float>(), out var lowY, out var highY);
        return Vector.Narrow(function(lowX, lowY), function(highX, highY)).As<float, T>();
    }
}
