using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// For each number, both moments and the update of Adam: with <c>g = scale · x</c>, <c>m ← β₁ m + (1 − β₁) g</c>,
/// <c>v ← β₂ v + (1 − β₂) g²</c>, <c>update = m/(√(correction · v) + ε)</c>. One pass over memory; the bits are those of the tensor
/// operations one after the other.
/// </summary>
internal readonly struct AdamStep<T>(T scale, (T Kept, T Added) mean, (T Kept, T Added) square, T correction, T epsilon)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> v, Span<T> nextM, Span<T> nextV, Span<T> update)
    {
        if (Elementwise.IsWorthThreads<T>(x.Length))
            RunByParts(x, m, v, nextM, nextV, update);
        else
            RunPart(x, m, v, nextM, nextV, update);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void RunByParts(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> v, Span<T> nextM, Span<T> nextV, Span<T> update)
    {
        fixed (T* pinnedX = x, pinnedM = m, pinnedV = v, pinnedNextM = nextM, pinnedNextV = nextV, pinnedUpdate = update)
        {
            var step = this;
            var (from, fromM, fromV) = ((nint)pinnedX, (nint)pinnedM, (nint)pinnedV);
            var (toM, toV, to) = ((nint)pinnedNextM, (nint)pinnedNextV, (nint)pinnedUpdate);
            Workers.Run(x.Length, Elementwise.PartBytes / sizeof(T), (start, count) => step.RunPart(
                new((T*)from + start, (int)count), new((T*)fromM + start, (int)count), new((T*)fromV + start, (int)count),
                new((T*)toM + start, (int)count), new((T*)toV + start, (int)count), new((T*)to + start, (int)count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(ReadOnlySpan<T> x, ReadOnlySpan<T> m, ReadOnlySpan<T> v, Span<T> nextM, Span<T> nextV, Span<T> update)
    {
        var (scales, corrections, epsilons) = (Vector.Create(scale), Vector.Create(correction), Vector.Create(epsilon));
        var (meanKept, meanAdded) = (Vector.Create(mean.Kept), Vector.Create(mean.Added));
        var (squareKept, squareAdded) = (Vector.Create(square.Kept), Vector.Create(square.Added));
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var fromM = ref MemoryMarshal.GetReference(m[..x.Length]);
        ref var fromV = ref MemoryMarshal.GetReference(v[..x.Length]);
        ref var toM = ref MemoryMarshal.GetReference(nextM[..x.Length]);
        ref var toV = ref MemoryMarshal.GetReference(nextV[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(update[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
        {
            var g = scales * Vector.LoadUnsafe(ref from, i);
            var next = (meanKept * Vector.LoadUnsafe(ref fromM, i)) + (meanAdded * g);
            var nextSquare = (squareKept * Vector.LoadUnsafe(ref fromV, i)) + (squareAdded * (g * g));
            next.StoreUnsafe(ref toM, i);
            nextSquare.StoreUnsafe(ref toV, i);
            (next / (Vector.SquareRoot(corrections * nextSquare) + epsilons)).StoreUnsafe(ref to, i);
        }

        for (; i < length; i++)
        {
            var g = scale * Unsafe.Add(ref from, i);
            var next = (mean.Kept * Unsafe.Add(ref fromM, i)) + (mean.Added * g);
            var nextSquare = (square.Kept * Unsafe.Add(ref fromV, i)) + (square.Added * (g * g));
            (Unsafe.Add(ref toM, i), Unsafe.Add(ref toV, i)) = (next, nextSquare);
            Unsafe.Add(ref to, i) = next / (T.Sqrt(correction * nextSquare) + epsilon);
        }
    }
}

/// <summary>
/// For each number, the moment and the update of RMSProp and AdaGrad: with <c>g = scale · x</c>,
/// <c>h ← kept · h + added · g²</c>, <c>update = g/(√h + ε)</c>. One pass over memory; the bits are those of the tensor operations one
/// after the other.
/// </summary>
internal readonly struct RootStep<T>(T scale, (T Kept, T Added) square, T epsilon)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(ReadOnlySpan<T> x, ReadOnlySpan<T> h, Span<T> nextH, Span<T> update)
    {
        if (Elementwise.IsWorthThreads<T>(x.Length))
            RunByParts(x, h, nextH, update);
        else
            RunPart(x, h, nextH, update);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void RunByParts(ReadOnlySpan<T> x, ReadOnlySpan<T> h, Span<T> nextH, Span<T> update)
    {
        fixed (T* pinnedX = x, pinnedH = h, pinnedNextH = nextH, pinnedUpdate = update)
        {
            var step = this;
            var (from, fromH, toH, to) = ((nint)pinnedX, (nint)pinnedH, (nint)pinnedNextH, (nint)pinnedUpdate);
            Workers.Run(x.Length, Elementwise.PartBytes / sizeof(T), (start, count) => step.RunPart(
                new((T*)from + start, (int)count), new((T*)fromH + start, (int)count), new((T*)toH + start, (int)count), new((T*)to + start, (int)count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(ReadOnlySpan<T> x, ReadOnlySpan<T> h, Span<T> nextH, Span<T> update)
    {
        var (scales, epsilons) = (Vector.Create(scale), Vector.Create(epsilon));
        var (kept, added) = (Vector.Create(square.Kept), Vector.Create(square.Added));
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var fromH = ref MemoryMarshal.GetReference(h[..x.Length]);
        ref var toH = ref MemoryMarshal.GetReference(nextH[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(update[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
        {
            var g = scales * Vector.LoadUnsafe(ref from, i);
            var next = (kept * Vector.LoadUnsafe(ref fromH, i)) + (added * (g * g));
            next.StoreUnsafe(ref toH, i);
            (g / (Vector.SquareRoot(next) + epsilons)).StoreUnsafe(ref to, i);
        }

        for (; i < length; i++)
        {
            var g = scale * Unsafe.Add(ref from, i);
            var next = (square.Kept * Unsafe.Add(ref fromH, i)) + (square.Added * (g * g));
            Unsafe.Add(ref toH, i) = next;
            Unsafe.Add(ref to, i) = g / (T.Sqrt(next) + epsilon);
        }
    }
}
