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
/// The result may be one of the arguments. Long spans are divided among threads.
/// </summary>
internal static class Elementwise
{
    /// <summary>Threads take whole multiples of so many bytes.</summary>
    public const int PartBytes = 16 << 10;

    // The number of bytes of a result from which a second thread is worth its while.
    private const int WorthThreads = 256 << 10;

    // The number of bytes from which results are written past the caches, which could not hold them.
    private const int Far = 16 << 20;

    // The number of elements that are many enough for whole vectors of short rows, and few enough for the stack.
    private const int Several = 512;

    public static void Map<T, TOperation>(ReadOnlySpan<T> x, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IUnaryOperation<T>
    {
        if (IsWorthThreads<T>(x.Length))
            MapByParts(x, result, operation);
        else
            MapPart(x, result, operation, IsFar<T>(x.Length));
    }

    // On its own, as the others, since what its parts share is allocated when it begins; inlined, it would be in the way of short spans.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void MapByParts<T, TOperation>(ReadOnlySpan<T> x, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IUnaryOperation<T>
    {
        fixed (T* pinned = x, pinnedResult = result[..x.Length])
        {
            var (from, to, isFar) = ((nint)pinned, (nint)pinnedResult, IsFar<T>(x.Length));
            Workers.Run(x.Length, PartBytes / sizeof(T), (start, count) =>
                MapPart<T, TOperation>(new((T*)from + start, (int)count), new((T*)to + start, (int)count), operation, isFar));
        }
    }

    public static void Zip<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        if (IsWorthThreads<T>(x.Length))
            ZipByParts(x, y, result, operation);
        else
            ZipPart(x, y, result, operation, IsFar<T>(x.Length));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ZipByParts<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        fixed (T* pinnedX = x, pinnedY = y[..x.Length], pinnedResult = result[..x.Length])
        {
            var (left, right, to, isFar) = ((nint)pinnedX, (nint)pinnedY, (nint)pinnedResult, IsFar<T>(x.Length));
            Workers.Run(x.Length, PartBytes / sizeof(T), (start, count) =>
                ZipPart<T, TOperation>(
                    new((T*)left + start, (int)count), new((T*)right + start, (int)count), new((T*)to + start, (int)count), operation, isFar));
        }
    }

    /// <summary><c>result = operation(x, row)</c> for each row of <c>x [rows, row's length]</c>.</summary>
    public static void ZipRows<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> row, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        if (IsWorthThreads<T>(x.Length))
            ZipRowsByParts(x, row, result, operation);
        else
            ZipRowsPart(x, row, result, operation);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ZipRowsByParts<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> row, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        fixed (T* pinnedX = x, pinnedRow = row, pinnedResult = result[..x.Length])
        {
            var (left, right, to, length) = ((nint)pinnedX, (nint)pinnedRow, (nint)pinnedResult, row.Length);
            Workers.Run(x.Length / length, 1, (start, count) => ZipRowsPart(
                new((T*)left + (start * length), (int)count * length), new((T*)right, length), new Span<T>((T*)to + (start * length), (int)count * length),
                operation));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ZipRowsPart<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> row, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        // Short rows are taken several at once, with as many copies of the one: each alone has few whole vectors.
        Span<T> copies = stackalloc T[Several];
        var length = int.Min(x.Length, Several) / row.Length * row.Length;
        for (var i = 0; i < length; i += row.Length)
            row.CopyTo(copies[i..]);
        var others = length == 0 ? row : copies[..length];
        for (var i = 0; i < x.Length; i += others.Length)
        {
            var count = int.Min(x.Length - i, others.Length);
            ZipPart(x.Slice(i, count), others[..count], result.Slice(i, count), operation, isFar: false);
        }
    }

    /// <summary>Whether a pass over so many numbers is divided among threads.</summary>
    public static bool IsWorthThreads<T>(long length)
        where T : unmanaged => length * Unsafe.SizeOf<T>() >= WorthThreads && Workers.Count > 1;

    private static bool IsFar<T>(long length)
        where T : unmanaged => length * Unsafe.SizeOf<T>() >= Far;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapPart<T, TOperation>(ReadOnlySpan<T> x, Span<T> result, TOperation operation, bool isFar)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IUnaryOperation<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        if (isFar)
        {
            MapFar(x, result[..x.Length], operation);
            return;
        }

        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
            operation.Apply(Vector.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        if (i < length)
            MapRest(x[(int)i..], result[(int)i..], operation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ZipPart<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, TOperation operation, bool isFar)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        if (isFar)
        {
            ZipFar(x, y[..x.Length], result[..x.Length], operation);
            return;
        }

        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
            operation.Apply(Vector.LoadUnsafe(ref left, i), Vector.LoadUnsafe(ref right, i)).StoreUnsafe(ref to, i);
        if (i < length)
            ZipRest(x[(int)i..], y[(int)i..], result[(int)i..], operation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void MapFar<T, TOperation>(ReadOnlySpan<T> x, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IUnaryOperation<T>
    {
        fixed (T* from = x, to = result)
        {
            var i = Unaligned(to);
            if (i > 0)
                MapRest(x[..i], result, operation);
            for (; i + Vector<T>.Count <= x.Length; i += Vector<T>.Count)
                operation.Apply(Vector.Load(from + i)).StoreAlignedNonTemporal(to + i);
            // Such writes may come late. Other threads are to see them before they see anything written later.
            Interlocked.MemoryBarrier();
            if (i < x.Length)
                MapRest(x[i..], result[i..], operation);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static unsafe void ZipFar<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        fixed (T* left = x, right = y, to = result)
        {
            var i = Unaligned(to);
            if (i > 0)
                ZipRest(x[..i], y, result, operation);
            for (; i + Vector<T>.Count <= x.Length; i += Vector<T>.Count)
                operation.Apply(Vector.Load(left + i), Vector.Load(right + i)).StoreAlignedNonTemporal(to + i);
            Interlocked.MemoryBarrier();
            if (i < x.Length)
                ZipRest(x[i..], y[i..], result[i..], operation);
        }
    }

    /// <summary>The number of elements before the first that a vector can begin with in whole cache lines.</summary>
    private static unsafe int Unaligned<T>(T* to)
        where T : unmanaged => (int)(-(nint)to & (sizeof(Vector<T>) - 1)) / sizeof(T);

    /// <summary>Fewer numbers than a vector has: as one that is filled with the first of them, since to apply the operation to one costs as much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MapRest<T, TOperation>(ReadOnlySpan<T> x, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IUnaryOperation<T>
    {
        Span<T> vector = stackalloc T[Vector<T>.Count];
        Fill(x, vector);
        operation.Apply(new Vector<T>(vector)).CopyTo(vector);
        for (var i = 0; i < x.Length; i++)
            result[i] = vector[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ZipRest<T, TOperation>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        Span<T> left = stackalloc T[Vector<T>.Count];
        Span<T> right = stackalloc T[Vector<T>.Count];
        Fill(x, left);
        Fill(y[..x.Length], right);
        operation.Apply(new Vector<T>(left), new Vector<T>(right)).CopyTo(left);
        for (var i = 0; i < x.Length; i++)
            result[i] = left[i];
    }

    private static void Fill<T>(ReadOnlySpan<T> x, Span<T> vector)
        where T : unmanaged
    {
        new Vector<T>(x[0]).CopyTo(vector);
        for (var i = 1; i < x.Length; i++)
            vector[i] = x[i];
    }

    /// <summary><c>then</c> where the condition is not 0, and <c>otherwise</c> where it is.</summary>
    public static void Select<T>(ReadOnlySpan<T> condition, ReadOnlySpan<T> then, ReadOnlySpan<T> otherwise, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsWorthThreads<T>(condition.Length))
            SelectByParts(condition, then, otherwise, result);
        else
            SelectPart(condition, then, otherwise, result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void SelectByParts<T>(ReadOnlySpan<T> condition, ReadOnlySpan<T> then, ReadOnlySpan<T> otherwise, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pinned = condition, pinnedThen = then[..condition.Length], pinnedOtherwise = otherwise[..condition.Length], pinnedResult = result[..condition.Length])
        {
            var (isThen, left, right, to) = ((nint)pinned, (nint)pinnedThen, (nint)pinnedOtherwise, (nint)pinnedResult);
            Workers.Run(condition.Length, PartBytes / sizeof(T), (start, count) => SelectPart(
                new((T*)isThen + start, (int)count), new((T*)left + start, (int)count), new((T*)right + start, (int)count), new Span<T>((T*)to + start, (int)count)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SelectPart<T>(ReadOnlySpan<T> condition, ReadOnlySpan<T> then, ReadOnlySpan<T> otherwise, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var isThen = ref MemoryMarshal.GetReference(condition);
        ref var left = ref MemoryMarshal.GetReference(then[..condition.Length]);
        ref var right = ref MemoryMarshal.GetReference(otherwise[..condition.Length]);
        ref var to = ref MemoryMarshal.GetReference(result[..condition.Length]);
        nuint i = 0, length = (nuint)condition.Length;
        for (; i + (nuint)Vector<T>.Count <= length; i += (nuint)Vector<T>.Count)
        {
            var isOtherwise = Vector.Equals(Vector.LoadUnsafe(ref isThen, i), Vector<T>.Zero);
            Vector.ConditionalSelect(isOtherwise, Vector.LoadUnsafe(ref right, i), Vector.LoadUnsafe(ref left, i)).StoreUnsafe(ref to, i);
        }

        for (; i < length; i++)
            Unsafe.Add(ref to, i) = Unsafe.Add(ref isThen, i) == T.Zero ? Unsafe.Add(ref right, i) : Unsafe.Add(ref left, i);
    }

    /// <summary>The same numbers in the other precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cast<T, TOther>(ReadOnlySpan<T> x, Span<TOther> result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        var i = 0;
        if (typeof(T) == typeof(double) && typeof(TOther) == typeof(float))
        {
            var from = MemoryMarshal.Cast<T, double>(x);
            var to = MemoryMarshal.Cast<TOther, float>(result);
            for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
                Vector.Narrow(new Vector<double>(from[i..]), new Vector<double>(from[(i + Vector<double>.Count)..])).CopyTo(to[i..]);
        }
        else if (typeof(T) == typeof(float) && typeof(TOther) == typeof(double))
        {
            var from = MemoryMarshal.Cast<T, float>(x);
            var to = MemoryMarshal.Cast<TOther, double>(result);
            for (; i + Vector<float>.Count <= x.Length; i += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(from[i..]), out var low, out var high);
                low.CopyTo(to[i..]);
                high.CopyTo(to[(i + Vector<double>.Count)..]);
            }
        }

        for (; i < x.Length; i++)
            result[i] = TOther.CreateTruncating(x[i]);
    }
}
