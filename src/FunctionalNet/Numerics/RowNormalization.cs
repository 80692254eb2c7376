using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Mean and population variance of each row of <c>[rows, length]</c>, or its mean square, and what is made of them: the normalized rows, with a gain
/// and a bias for each place, and their gradients. A row is read from memory once in each direction.
/// </summary>
internal sealed class RowNormalization<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int length;
    private readonly bool isCentred;
    private readonly T epsilon;
    private readonly T[] mean;
    private readonly T[] low;
    private readonly T[] inverse;

    private RowNormalization(int rows, int length, bool isCentred, T epsilon)
    {
        (this.length, this.isCentred, this.epsilon) = (length, isCentred, epsilon);
        (mean, low, inverse) = (new T[rows], new T[rows], new T[rows]);
    }

    /// <summary>Some rows from a start on, of one matrix or two, and the rows of a result.</summary>
    private delegate void Rows(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result);

    /// <summary>
    /// Fills the result with <c>gain (x − mean)/√(variance + ε) + bias</c>, or with <c>gain x/√(mean of squares + ε) + bias</c> if it is not centred;
    /// without gains and biases where these are empty.
    /// </summary>
    public static RowNormalization<T> Normalize(
        ReadOnlySpan<T> x, int length, bool isCentred, T epsilon, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> result)
    {
        var own = new RowNormalization<T>(x.Length / length, length, isCentred, epsilon);
        var (gains, biases) = (own.Or(gain, T.One), own.Or(bias, T.Zero));
        own.Divide(x, x, result, (start, x, _, to) => own.Normalize(start, x, gains, biases, to));
        return own;
    }

    /// <summary>
    /// The gradient of the rows: with <c>x̂ = (x − mean)/√(variance + ε)</c> and <c>g = gain dy</c>, <c>dx = (g − Σg/n − x̂ Σ(g x̂)/n)/√(variance + ε)</c>;
    /// without <c>Σg/n</c> if it is not centred.
    /// </summary>
    public void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> gain, Span<T> result)
    {
        var gains = Or(gain, T.One);
        Divide(x, dy, result, (start, x, dy, to) => Gradient(start, x, dy, gains, to));
    }

    /// <summary>The gradients of bias and gain: <c>Σ dy</c> and <c>Σ dy x̂</c> over the rows.</summary>
    public unsafe (T[] Bias, T[] Gain) Sums(ReadOnlySpan<T> x, ReadOnlySpan<T> dy)
    {
        var sums = new T[2 * length];
        fixed (T* pinned = x, pinnedY = dy)
        {
            var (from, fromY) = ((nint)pinned, (nint)pinnedY);
            SumTree.Of<T>(mean.Length, ColumnSums.BlockOf(length), Elementwise.IsWorthThreads<T>(x.Length), sums, (start, count, sums) => AddRows(
                start, new((T*)from + ((nint)start * length), count * length), new((T*)fromY + ((nint)start * length), count * length), sums[..length], sums[length..]));
        }

        return (sums[..length], sums[length..]);
    }

    private T[] Or(ReadOnlySpan<T> given, T otherwise)
    {
        if (!given.IsEmpty)
            return given.ToArray();
        var all = new T[length];
        all.AsSpan().Fill(otherwise);
        return all;
    }

    private void Divide(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, Rows work)
    {
        if (Elementwise.IsWorthThreads<T>(x.Length))
            DivideAmongThreads(x, y, result, work);
        else
            work(0, x, y, result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void DivideAmongThreads(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, Rows work)
    {
        fixed (T* pinned = x, pinnedY = y, pinnedResult = result)
        {
            var (from, fromY, to) = ((nint)pinned, (nint)pinnedY, (nint)pinnedResult);
            Workers.Run(mean.Length, RowSums<T>.AtOnce(length), (start, count) => work(
                (int)start, new((T*)from + (start * length), (int)count * length), new((T*)fromY + (start * length), (int)count * length),
                new((T*)to + (start * length), (int)count * length)));
        }
    }

    private void Normalize(int start, ReadOnlySpan<T> x, T[] gain, T[] bias, Span<T> result)
    {
        var (sums, most) = (new RowSums<T>(length), RowSums<T>.AtOnce(length));
        T[] first = new T[most], second = new T[most];
        for (var at = 0; at < x.Length; at += most * length)
        {
            var block = x.Slice(at, int.Min(most * length, x.Length - at));
            var row = start + (at / length);
            Measure(sums, row, block, first, second);
            for (var i = 0; i < block.Length; i += length)
                NormalizeRow(block.Slice(i, length), row + (i / length), gain, bias, result.Slice(at + i, length));
        }
    }

    /// <summary>The statistics of some rows.</summary>
    private void Measure(RowSums<T> sums, int start, ReadOnlySpan<T> x, Span<T> first, Span<T> second)
    {
        var (count, rows) = (T.CreateChecked(length), x.Length / length);
        var shift = mean.AsSpan(start, rows);
        for (var row = 0; isCentred && row < rows; row++)
            shift[row] = RowSums<T>.IsShort(length) ? x[row * length] : Reductions.Sum(x.Slice(row * length, length)) / count;
        sums.Of(x, x, shift, first[..rows], second[..rows], default(ShiftedSquares<T>));
        for (var row = 0; row < rows; row++)
        {
            var moments = isCentred ? Moments<T>.Of(shift[row], first[row], second[row], count) : new(T.Zero, T.Zero, second[row] / count);
            (mean[start + row], low[start + row], inverse[start + row]) = (moments.Mean, moments.Low, T.One / T.Sqrt(moments.Variance + epsilon));
        }
    }

    private void Gradient(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, T[] gain, Span<T> result)
    {
        var (sums, most, count) = (new RowSums<T>(length), RowSums<T>.AtOnce(length), T.CreateChecked(length));
        T[] first = new T[most], second = new T[most], products = new T[most * length];
        for (var at = 0; at < x.Length; at += most * length)
        {
            var block = x.Slice(at, int.Min(most * length, x.Length - at));
            var (row, rows) = (start + (at / length), block.Length / length);
            var g = products.AsSpan(0, block.Length);
            Elementwise.ZipRows(dy.Slice(at, block.Length), gain, g, default(Multiply<T>));
            sums.Of(block, g, mean.AsSpan(row, rows), first.AsSpan(0, rows), second.AsSpan(0, rows), default(ShiftedProducts<T>));
            for (var i = 0; i < rows; i++)
            {
                var (weight, rest) = (inverse[row + i], low[row + i]);
                var scale = -(weight * weight * ((second[i] - (rest * first[i])) * weight / count));
                var offset = -((isCentred ? weight * (first[i] / count) : T.Zero) + (rest * scale));
                GradientOfRow(block.Slice(i * length, length), g.Slice(i * length, length), (mean[row + i], scale, offset, weight), result.Slice(at + (i * length), length));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeRow(ReadOnlySpan<T> x, int row, T[] gain, T[] bias, Span<T> result)
    {
        var (shift, scale, offset) = (mean[row], inverse[row], -(low[row] * inverse[row]));
        var (shifts, scales, offsets) = (Vector.Create(shift), Vector.Create(scale), Vector.Create(offset));
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var gains = ref MemoryMarshal.GetArrayDataReference(gain);
        ref var biases = ref MemoryMarshal.GetArrayDataReference(bias);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, end = (nuint)x.Length;
        for (; i + (nuint)Vector<T>.Count <= end; i += (nuint)Vector<T>.Count)
        {
            var normalized = Vectors.FusedMultiplyAdd(scales, Vector.LoadUnsafe(ref from, i) - shifts, offsets);
            Vectors.FusedMultiplyAdd(normalized, Vector.LoadUnsafe(ref gains, i), Vector.LoadUnsafe(ref biases, i)).StoreUnsafe(ref to, i);
        }

        for (; i < end; i++)
            Unsafe.Add(ref to, i) = T.FusedMultiplyAdd(T.FusedMultiplyAdd(scale, Unsafe.Add(ref from, i) - shift, offset), Unsafe.Add(ref gains, i), Unsafe.Add(ref biases, i));
    }

    /// <summary><c>result = weight · g + (scale (x − shift) + offset)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GradientOfRow(ReadOnlySpan<T> x, ReadOnlySpan<T> g, (T Shift, T Scale, T Offset, T Weight) of, Span<T> result)
    {
        var (shifts, scales, offsets, weights) = (Vector.Create(of.Shift), Vector.Create(of.Scale), Vector.Create(of.Offset), Vector.Create(of.Weight));
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var other = ref MemoryMarshal.GetReference(g[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, end = (nuint)x.Length;
        for (; i + (nuint)Vector<T>.Count <= end; i += (nuint)Vector<T>.Count)
        {
            var scaled = Vectors.FusedMultiplyAdd(scales, Vector.LoadUnsafe(ref from, i) - shifts, offsets);
            Vectors.FusedMultiplyAdd(weights, Vector.LoadUnsafe(ref other, i), scaled).StoreUnsafe(ref to, i);
        }

        for (; i < end; i++)
            Unsafe.Add(ref to, i) = T.FusedMultiplyAdd(of.Weight, Unsafe.Add(ref other, i), T.FusedMultiplyAdd(of.Scale, Unsafe.Add(ref from, i) - of.Shift, of.Offset));
    }

    /// <summary>Fills the sums of dy and of <c>dy x̂</c> for each place, from the first row to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> bias, Span<T> gain)
    {
        bias.Clear();
        gain.Clear();
        ref var biases = ref MemoryMarshal.GetReference(bias[..length]);
        ref var gains = ref MemoryMarshal.GetReference(gain[..length]);
        for (var at = 0; at < x.Length; at += length, start++)
        {
            var (shift, scale, offset) = (mean[start], inverse[start], -(low[start] * inverse[start]));
            var (shifts, scales, offsets) = (Vector.Create(shift), Vector.Create(scale), Vector.Create(offset));
            ref var from = ref MemoryMarshal.GetReference(x.Slice(at, length));
            ref var fromY = ref MemoryMarshal.GetReference(dy.Slice(at, length));
            nuint i = 0, end = (nuint)length;
            for (; i + (nuint)Vector<T>.Count <= end; i += (nuint)Vector<T>.Count)
            {
                var y = Vector.LoadUnsafe(ref fromY, i);
                var normalized = Vectors.FusedMultiplyAdd(scales, Vector.LoadUnsafe(ref from, i) - shifts, offsets);
                (Vector.LoadUnsafe(ref biases, i) + y).StoreUnsafe(ref biases, i);
                Vectors.FusedMultiplyAdd(normalized, y, Vector.LoadUnsafe(ref gains, i)).StoreUnsafe(ref gains, i);
            }

            for (; i < end; i++)
            {
                Unsafe.Add(ref biases, i) += Unsafe.Add(ref fromY, i);
                Unsafe.Add(ref gains, i) = T.FusedMultiplyAdd(
                    T.FusedMultiplyAdd(scale, Unsafe.Add(ref from, i) - shift, offset), Unsafe.Add(ref fromY, i), Unsafe.Add(ref gains, i));
            }
        }
    }
}
