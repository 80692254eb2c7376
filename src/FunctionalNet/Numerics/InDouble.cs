using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>A function of one number in double precision.</summary>
internal interface IDoubleFunction
{
    static abstract Vector<double> Apply(Vector<double> x);
}

/// <summary>Functions that are computed in double precision, whatever the type: in single precision the result is rounded once more.</summary>
internal static class InDouble
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Apply<T, TFunction>(Vector<T> x)
        where T : unmanaged
        where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double))
            return TFunction.Apply(x.As<T, double>()).As<double, T>();
        Vector.Widen(x.As<T, float>(), out var low, out var high);
        return Vector.Narrow(TFunction.Apply(low), TFunction.Apply(high)).As<float, T>();
    }
}
