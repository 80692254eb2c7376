using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>Operations that <see cref="Vector"/> has for float and for double, but not for a type parameter.</summary>
internal static class Vectors
{
    /// <summary><c>x · y + z</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> FusedMultiplyAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();

    /// <summary>The same number in every lane, rounded to the type; a constant to the compiler.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Constant<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Vector.Create((float)value).As<float, T>() : Vector.Create(value).As<double, T>();

    /// <summary>The next step of a polynomial in x: <c>sum · x + coefficient</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Horner<T>(Vector<T> sum, Vector<T> x, double coefficient)
        where T : unmanaged => FusedMultiplyAdd(sum, x, Constant<T>(coefficient));
}
