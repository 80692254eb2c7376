using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// An affine function of each column of <c>[rows, columns]</c>: <c>scale (x − shift) + offset</c>, to which <c>weight · y</c> of another matrix may be
/// added. Each product and its sum are rounded once.
/// </summary>
/// <param name="shift">The shift of each column.</param>
/// <param name="scale">The scale of each column.</param>
/// <param name="offset">The offset of each column.</param>
internal readonly struct ColumnMap<T>(T[] shift, T[] scale, T[] offset)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] shift = ColumnLines.Repeat<T>(shift);
    private readonly T[] scale = ColumnLines.Repeat<T>(scale);
    private readonly T[] offset = ColumnLines.Repeat<T>(offset);

    /// <summary><c>result = scale (x − shift) + offset</c></summary>
    public void Run(ReadOnlySpan<T> x, Span<T> result)
    {
        if (Elementwise.IsWorthThreads<T>(x.Length))
            RunByParts(x, result);
        else
            RunPart(x, result);
    }

    /// <summary><c>result = weight · y + (scale (x − shift) + offset)</c>, with a weight for each column.</summary>
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T[] weight, Span<T> result)
    {
        var weights = ColumnLines.Repeat<T>(weight);
        if (Elementwise.IsWorthThreads<T>(x.Length))
            RunByParts(x, y, weights, result);
        else
            RunPart(x, y, weights, result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void RunByParts(ReadOnlySpan<T> x, Span<T> result)
    {
        fixed (T* pinned = x, pinnedResult = result[..x.Length])
        {
            var (map, from, to) = (this, (nint)pinned, (nint)pinnedResult);
            Workers.Run(x.Length, shift.Length, (start, count) =>
                map.RunPart(new((T*)from + start, (int)count), new((T*)to + start, (int)count)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void RunByParts(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T[] weights, Span<T> result)
    {
        fixed (T* pinned = x, pinnedY = y[..x.Length], pinnedResult = result[..x.Length])
        {
            var (map, from, other, to) = (this, (nint)pinned, (nint)pinnedY, (nint)pinnedResult);
            Workers.Run(x.Length, shift.Length, (start, count) =>
                map.RunPart(new((T*)from + start, (int)count), new((T*)other + start, (int)count), weights, new((T*)to + start, (int)count)));
        }
    }

    /// <summary>From the beginning of a line on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(ReadOnlySpan<T> x, Span<T> result)
    {
        ref var shifts = ref MemoryMarshal.GetArrayDataReference(shift);
        ref var scales = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var offsets = ref MemoryMarshal.GetArrayDataReference(offset);
        for (var start = 0; start < x.Length; start += shift.Length)
        {
            var length = (nuint)int.Min(shift.Length, x.Length - start);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), start);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(result[..x.Length]), start);
            nuint i = 0;
            for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
            {
                Vectors.FusedMultiplyAdd(
                    Vector.LoadUnsafe(ref scales, i), Vector.LoadUnsafe(ref from, i) - Vector.LoadUnsafe(ref shifts, i), Vector.LoadUnsafe(ref offsets, i)).StoreUnsafe(ref to, i);
            }

            for (; i < length; i++)
                Unsafe.Add(ref to, i) = T.FusedMultiplyAdd(Unsafe.Add(ref scales, i), Unsafe.Add(ref from, i) - Unsafe.Add(ref shifts, i), Unsafe.Add(ref offsets, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T[] weight, Span<T> result)
    {
        ref var shifts = ref MemoryMarshal.GetArrayDataReference(shift);
        ref var scales = ref MemoryMarshal.GetArrayDataReference(scale);
        ref var offsets = ref MemoryMarshal.GetArrayDataReference(offset);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(weight);
        for (var start = 0; start < x.Length; start += shift.Length)
        {
            var length = (nuint)int.Min(shift.Length, x.Length - start);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), start);
            ref var other = ref Unsafe.Add(ref MemoryMarshal.GetReference(y[..x.Length]), start);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(result[..x.Length]), start);
            nuint i = 0;
            for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
            {
                var scaled = Vectors.FusedMultiplyAdd(
                    Vector.LoadUnsafe(ref scales, i), Vector.LoadUnsafe(ref from, i) - Vector.LoadUnsafe(ref shifts, i), Vector.LoadUnsafe(ref offsets, i));
                Vectors.FusedMultiplyAdd(Vector.LoadUnsafe(ref weights, i), Vector.LoadUnsafe(ref other, i), scaled).StoreUnsafe(ref to, i);
            }

            for (; i < length; i++)
            {
                var scaled = T.FusedMultiplyAdd(Unsafe.Add(ref scales, i), Unsafe.Add(ref from, i) - Unsafe.Add(ref shifts, i), Unsafe.Add(ref offsets, i));
                Unsafe.Add(ref to, i) = T.FusedMultiplyAdd(Unsafe.Add(ref weights, i), Unsafe.Add(ref other, i), scaled);
            }
        }
    }
}
