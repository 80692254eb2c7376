using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Sums whose order is part of the definition, so that their bits are the same at any vector width. Many numbers are cut into
/// blocks, whose sums are added in pairs: the rounding error of a long sum grows as its logarithm.
/// </summary>
/// <remarks>Higham, "The accuracy of floating point summation", 1993: pairwise summation.</remarks>
internal static class Reductions
{
    // A multiple of every vector's length, in float and in double.
    public const int Lanes = 16;

    // The number of elements in a block, which are added up in sequence.
    private const int Chain = 256;

    /// <summary>The number of elements whose reduction is not divided.</summary>
    public const int Block = Chain * Lanes;

    // The parts of a long reduction that threads share: a power of two.
    public const int Leaves = 16;

    // The number of bytes from which numbers are not expected in a cache.
    private const long Cached = 16 << 20;

    // Rows up to this length are reduced as columns, so many at once.
    private const int ShortRow = 64;
    private const int RowsAtOnce = 64;

    // Rows up to this length are summed column by column, with the sums in registers.
    private const int NarrowRow = 256;

    /// <summary>
    /// The sum of all elements: of one block, in lanes; of several, the sum of the first half of them plus that of the rest.
    /// </summary>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold(x, T.Zero, default(Add<T>), default(Add<T>));

    /// <summary>The sum of the squares of all elements, in the order of <see cref="Sum{T}(ReadOnlySpan{T})"/>.</summary>
    public static T SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold(x, T.Zero, default(AddSquare<T>), default(Add<T>));

    /// <summary>The largest element; NaN if one is NaN, −∞ if there are none.</summary>
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Fold(x, T.NegativeInfinity, default(Larger<T>), default(Larger<T>));

    /// <summary>
    /// Fills <c>sums [columns]</c> with the sum of the rows of <c>[rows, columns]</c>: of one block, row after row; of several, the
    /// sum of the first half of them plus that of the rest.
    /// </summary>
    public static void SumRows<T>(ReadOnlySpan<T> rows, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T> => FoldRows(rows, sums, T.Zero, default(Add<T>));

    /// <summary>The reduction in the order of <see cref="Sum{T}(ReadOnlySpan{T})"/>, by any operation from a first value on, and another to join what two parts give.</summary>
    public static T Fold<T, TOperation, TJoin>(ReadOnlySpan<T> x, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        // From memory one run of addresses is read faster than two. In the cache it is the other way round, unless four vectors are enough to keep busy.
        var inPairs = 2 * Vector<T>.Count >= Lanes && (long)x.Length * Unsafe.SizeOf<T>() < Cached;
        return Elementwise.IsWorthThreads<T>(x.Length) && x.Length >= Leaves * Block
            ? FoldLeaves(x, first, operation, join, inPairs)
            : FoldBlocks(x, first, operation, join, inPairs);
    }

    /// <summary>The same tree: threads share the parts that it has some levels down, and these are joined as they are there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe T FoldLeaves<T, TOperation, TJoin>(ReadOnlySpan<T> x, T first, TOperation operation, TJoin join, bool inPairs)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        var (folds, length) = (new T[Leaves], x.Length);
        fixed (T* pinned = x)
        {
            var from = (nint)pinned;
            Workers.Run(Leaves, 1, (start, count) =>
            {
                for (var leaf = (int)start; leaf < start + count; leaf++)
                {
                    var (at, size) = LeafOf(leaf, length, Block);
                    folds[leaf] = FoldBlocks(new ReadOnlySpan<T>((T*)from + at, size), first, operation, join, inPairs);
                }
            });
        }

        for (var nodes = Leaves / 2; nodes > 0; nodes /= 2)
        {
            for (var node = 0; node < nodes; node++)
                folds[node] = join.Apply(folds[2 * node], folds[(2 * node) + 1]);
        }

        return folds[0];
    }

    /// <summary>The place and the length of a part of the tree, whose number says by its bits, the highest first, which half to go to.</summary>
    public static (int At, int Length) LeafOf(int leaf, int length, int block)
    {
        var at = 0;
        for (var bit = Leaves / 2; bit > 0; bit /= 2)
        {
            var half = Half(length, block);
            (at, length) = (leaf & bit) == 0 ? (at, half) : (at + half, length - half);
        }

        return (at, length);
    }

    private static T FoldBlocks<T, TOperation, TJoin>(ReadOnlySpan<T> x, T first, TOperation operation, TJoin join, bool inPairs)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        if (x.Length <= Block)
            return FoldBlock(x, first, operation, join);
        if (x.Length == 2 * Block && inPairs)
            return FoldTwoBlocks(x, first, operation, join);
        var half = Half(x.Length, Block);
        return join.Apply(FoldBlocks(x[..half], first, operation, join, inPairs), FoldBlocks(x[half..], first, operation, join, inPairs));
    }

    /// <summary>
    /// Fills <c>result [rows]</c> with the reduction of each row of <c>[rows, result's length]</c>, to the bits that <see cref="Fold"/> gives. What is joined
    /// with the first value must stay as it is.
    /// </summary>
    public static void FoldEach<T, TOperation, TJoin>(ReadOnlySpan<T> x, Span<T> result, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        if (result.Length > RowsAtOnce && Elementwise.IsWorthThreads<T>(x.Length))
            FoldEachByParts(x, result, first, operation, join);
        else
            FoldEachOf(x, result, first, operation, join);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void FoldEachByParts<T, TOperation, TJoin>(ReadOnlySpan<T> x, Span<T> result, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        fixed (T* pinned = x, pinnedResult = result)
        {
            var (from, to, length) = ((nint)pinned, (nint)pinnedResult, x.Length / result.Length);
            Workers.Run(result.Length, RowsAtOnce, (start, count) => FoldEachOf(
                new ReadOnlySpan<T>((T*)from + (start * length), (int)count * length), new Span<T>((T*)to + start, (int)count), first, operation, join));
        }
    }

    private static void FoldEachOf<T, TOperation, TJoin>(ReadOnlySpan<T> x, Span<T> result, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        var length = result.IsEmpty ? 0 : x.Length / result.Length;
        if (length is 0 or > ShortRow || result.Length == 1)
        {
            for (var row = 0; row < result.Length; row++)
            {
                var part = x.Slice(row * length, length);
                result[row] = length <= Block ? FoldBlock(part, first, operation, join) : Fold(part, first, operation, join);
            }

            return;
        }

        var columns = new T[int.Min(RowsAtOnce, result.Length) * length];
        for (var row = 0; row < result.Length; row += RowsAtOnce)
        {
            var count = int.Min(RowsAtOnce, result.Length - row);
            Transposition.Copy(x.Slice(row * length, count * length), count, length, length, columns);
            FoldColumns(columns.AsSpan(0, count * length), result.Slice(row, count), first, operation, join);
        }
    }

    /// <summary>
    /// The same of the columns of <c>[length, result's length]</c>, which are overwritten: lanes are rows here, of as many numbers as there are results.
    /// </summary>
    public static void FoldColumns<T, TOperation, TJoin>(Span<T> rows, Span<T> result, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        var lanes = rows[..int.Min(rows.Length, Lanes * result.Length)];
        Elementwise.Map(lanes, lanes, new WithSecond<T, Flip<T, TOperation>>(new(operation), first));
        for (var rest = rows[lanes.Length..]; !rest.IsEmpty; rest = rest[int.Min(rest.Length, lanes.Length)..])
        {
            var part = lanes[..int.Min(rest.Length, lanes.Length)];
            Elementwise.Zip(part, rest, part, operation);
        }

        // Lanes that no number has come to are not joined: it would change nothing.
        for (var half = Lanes / 2 * result.Length; half >= result.Length; half /= 2)
        {
            if (lanes.Length <= half)
                continue;
            var part = lanes[..(lanes.Length - half)];
            Elementwise.Zip(part, lanes[half..], part, join);
            lanes = lanes[..half];
        }

        lanes.CopyTo(result);
    }

    /// <summary>The reduction in the order of <see cref="SumRows"/>, by any operation from a first value on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FoldRows<T, TOperation>(ReadOnlySpan<T> rows, Span<T> result, T first, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        var count = rows.Length / result.Length;
        if (count >= Leaves * Chain && Elementwise.IsWorthThreads<T>(rows.Length))
        {
            FoldLeavesOfRows(rows, result, first, operation);
        }
        else if (count > Chain)
        {
            var half = Half(count, Chain) * result.Length;
            var others = new T[result.Length];
            FoldRows(rows[..half], result, first, operation);
            FoldRows(rows[half..], others, first, operation);
            Elementwise.Zip(result, others, result, operation);
        }
        else if (result.Length <= NarrowRow)
        {
            FoldColumns(rows, result, first, operation);
        }
        else
        {
            result.Fill(first);
            for (; !rows.IsEmpty; rows = rows[result.Length..])
                Elementwise.Zip(result, rows[..result.Length], result, operation);
        }
    }

    /// <summary>The same tree, whose parts threads share.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void FoldLeavesOfRows<T, TOperation>(ReadOnlySpan<T> rows, Span<T> result, T first, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        var columns = result.Length;
        var (folds, length) = (new T[Leaves * columns], rows.Length / columns);
        fixed (T* pinned = rows)
        {
            var from = (nint)pinned;
            Workers.Run(Leaves, 1, (start, count) =>
            {
                for (var leaf = (int)start; leaf < start + count; leaf++)
                {
                    var (at, size) = LeafOf(leaf, length, Chain);
                    FoldRows(
                        new ReadOnlySpan<T>((T*)from + ((nint)at * columns), size * columns), folds.AsSpan(leaf * columns, columns), first, operation);
                }
            });
        }

        for (var step = 1; step < Leaves; step *= 2)
        {
            for (var leaf = 0; leaf < Leaves; leaf += 2 * step)
            {
                var joined = folds.AsSpan(leaf * columns, columns);
                Elementwise.Zip(joined, folds.AsSpan((leaf + step) * columns, columns), joined, operation);
            }
        }

        folds.AsSpan(0, columns).CopyTo(result);
    }

    /// <summary>The number of elements in the first half of the blocks.</summary>
    public static int Half(int length, int block) => (((length - 1) / block) + 1) / 2 * block;

    /// <summary>
    /// Lane j takes x[j], x[j + 16], x[j + 32], … in this order; then the upper half of the lanes is joined to the lower half
    /// until one is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T FoldBlock<T, TOperation, TJoin>(ReadOnlySpan<T> x, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        Span<T> lanes = stackalloc T[Lanes];
        var whole = x.Length / Lanes * Lanes;
        // Four vectors at a time, so that none waits for another; two or one if they have all lanes.
        for (var lane = 0; lane < Lanes; lane += 4 * Vector<T>.Count)
        {
            var (a, b) = (Vector.Create(first), Vector.Create(first));
            var (c, d) = (a, b);
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), lane);
            for (nuint i = 0; i < (nuint)whole; i += Lanes)
            {
                a = operation.Apply(a, Vector.LoadUnsafe(ref from, i));
                if (Vector<T>.Count < Lanes)
                    b = operation.Apply(b, Vector.LoadUnsafe(ref from, i + (nuint)Vector<T>.Count));
                if (2 * Vector<T>.Count < Lanes)
                {
                    c = operation.Apply(c, Vector.LoadUnsafe(ref from, i + (nuint)(2 * Vector<T>.Count)));
                    d = operation.Apply(d, Vector.LoadUnsafe(ref from, i + (nuint)(3 * Vector<T>.Count)));
                }
            }

            a.CopyTo(lanes[lane..]);
            if (Vector<T>.Count < Lanes)
                b.CopyTo(lanes[(lane + Vector<T>.Count)..]);
            if (2 * Vector<T>.Count < Lanes)
            {
                c.CopyTo(lanes[(lane + (2 * Vector<T>.Count))..]);
                d.CopyTo(lanes[(lane + (3 * Vector<T>.Count))..]);
            }
        }

        for (var i = whole; i < x.Length; i++)
            lanes[i - whole] = operation.Apply(lanes[i - whole], x[i]);
        return Join(lanes, join);
    }

    /// <summary>Two whole blocks side by side, joined: neither waits for the other. It takes two vectors or one to have all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T FoldTwoBlocks<T, TOperation, TJoin>(ReadOnlySpan<T> x, T first, TOperation operation, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        Span<T> lanes = stackalloc T[2 * Lanes];
        var (low, high) = (Vector.Create(first), Vector.Create(first));
        var (lowOfSecond, highOfSecond) = (low, high);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var second = ref Unsafe.Add(ref from, Block);
        for (nuint i = 0; i < Block; i += Lanes)
        {
            low = operation.Apply(low, Vector.LoadUnsafe(ref from, i));
            lowOfSecond = operation.Apply(lowOfSecond, Vector.LoadUnsafe(ref second, i));
            if (Vector<T>.Count < Lanes)
            {
                high = operation.Apply(high, Vector.LoadUnsafe(ref from, i + (nuint)Vector<T>.Count));
                highOfSecond = operation.Apply(highOfSecond, Vector.LoadUnsafe(ref second, i + (nuint)Vector<T>.Count));
            }
        }

        low.CopyTo(lanes);
        lowOfSecond.CopyTo(lanes[Lanes..]);
        if (Vector<T>.Count < Lanes)
        {
            high.CopyTo(lanes[Vector<T>.Count..]);
            highOfSecond.CopyTo(lanes[(Lanes + Vector<T>.Count)..]);
        }

        return join.Apply(Join(lanes[..Lanes], join), Join(lanes[Lanes..], join));
    }

    /// <summary>The lanes, the upper half joined to the lower until one is left.</summary>
    public static T Join<T, TJoin>(Span<T> lanes, TJoin join)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TJoin : struct, IBinaryOperation<T>
    {
        ref var at = ref MemoryMarshal.GetReference(lanes[..Lanes]);
        nuint half = Lanes / 2;
        for (; half >= (nuint)Vector<T>.Count; half /= 2)
        {
            for (nuint lane = 0; lane < half; lane += (nuint)Vector<T>.Count)
                join.Apply(Vector.LoadUnsafe(ref at, lane), Vector.LoadUnsafe(ref at, lane + half)).StoreUnsafe(ref at, lane);
        }

        for (; half > 0; half /= 2)
        {
            for (nuint lane = 0; lane < half; lane++)
                Unsafe.Add(ref at, lane) = join.Apply(Unsafe.Add(ref at, lane), Unsafe.Add(ref at, lane + half));
        }

        return at;
    }

    /// <summary>Each column from the first row to the last: as many columns at once as vectors have lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FoldColumns<T, TOperation>(ReadOnlySpan<T> rows, Span<T> result, T first, TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IBinaryOperation<T>
    {
        ref var from = ref MemoryMarshal.GetReference(rows);
        ref var to = ref MemoryMarshal.GetReference(result);
        var (columns, end, width) = ((nuint)result.Length, (nuint)rows.Length, (nuint)Vector<T>.Count);
        nuint column = 0;
        for (; column + (2 * width) <= columns; column += 2 * width)
        {
            var (low, high) = (Vector.Create(first), Vector.Create(first));
            for (var i = column; i < end; i += columns)
            {
                low = operation.Apply(low, Vector.LoadUnsafe(ref from, i));
                high = operation.Apply(high, Vector.LoadUnsafe(ref from, i + width));
            }

            low.StoreUnsafe(ref to, column);
            high.StoreUnsafe(ref to, column + width);
        }

        for (; column + width <= columns; column += width)
        {
            var fold = Vector.Create(first);
            for (var i = column; i < end; i += columns)
                fold = operation.Apply(fold, Vector.LoadUnsafe(ref from, i));
            fold.StoreUnsafe(ref to, column);
        }

        for (; column < columns; column++)
        {
            var fold = first;
            for (var i = column; i < end; i += columns)
                fold = operation.Apply(fold, Unsafe.Add(ref from, i));
            Unsafe.Add(ref to, column) = fold;
        }
    }

    /// <summary>The position of the largest element, or of a NaN if there is one; of several, the first.</summary>
    public static int IndexOfMax<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Positions.Of(x, T.NegativeInfinity, default(Larger<T>));
}
