using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>A function of one number, and the same function of a vector of them: both give the same bits.</summary>
internal interface IUnaryOperation<T>
{
    T Apply(T x);

    Vector<T> Apply(Vector<T> x);
}

/// <summary>A function of two numbers, and the same function of two vectors of them: both give the same bits.</summary>
internal interface IBinaryOperation<T>
{
    T Apply(T x, T y);

    Vector<T> Apply(Vector<T> x, Vector<T> y);
}

/// <summary>
/// One pass over spans of equal length. The operation is a value type, so the compiler specialises the loop for it.
/// The result may be one of the arguments.
/// </summary>
internal static class Elementwise
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<T, TOperation>(ReadOnlySpan<T> x, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IUnaryOperation<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
            operation.Apply(Vector.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        for (; i < length; i++)
            Unsafe.Add(ref to, i) = operation.Apply(Unsafe.Add(ref from, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Zip<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
            operation.Apply(Vector.LoadUnsafe(ref left, i), Vector.LoadUnsafe(ref right, i)).StoreUnsafe(ref to, i);
        for (; i < length; i++)
            Unsafe.Add(ref to, i) = operation.Apply(Unsafe.Add(ref left, i), Unsafe.Add(ref right, i));
    }
}
