using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Mean and population variance of each row of <c>[rows, length]</c>, or its mean square, and what is made of them: the normalized rows, with a gain
/// and a bias for each place of a row, or of a line of several, and their gradients. A row is read from memory once in each direction.
/// </summary>
internal sealed class RowNormalization<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int length;
    private readonly int line;
    private readonly bool isCentred;
    private readonly T epsilon;
    private readonly T[] mean;
    private readonly T[] low;
    private readonly T[] inverse;

    private RowNormalization(int rows, int length, int line, bool isCentred, T epsilon)
    {
        (this.length, this.line, this.isCentred, this.epsilon) = (length, line, isCentred, epsilon);
        (mean, low, inverse) = (new T[rows], new T[rows], new T[rows]);
    }

    /// <summary>Some rows from a start on, of one matrix or two, and the rows of a result.</summary>
    private delegate void Rows(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result);

    /// <summary>
    /// Fills the result with <c>gain (x − mean)/√(variance + ε) + bias</c>, or with <c>gain x/√(mean of squares + ε) + bias</c> if it is not centred;
    /// without gains and biases where these are empty. These are of a line, which has one row or several.
    /// </summary>
    public static RowNormalization<T> Normalize(
        ReadOnlySpan<T> x, int length, int line, bool isCentred, T epsilon, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> result)
    {
        var own = new RowNormalization<T>(x.Length / length, length, line, isCentred, epsilon);
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

    /// <summary>The gradients of bias and gain: <c>Σ dy</c> and <c>Σ dy x̂</c> over the lines.</summary>
    public unsafe (T[] Bias, T[] Gain) Sums(ReadOnlySpan<T> x, ReadOnlySpan<T> dy)
    {
        var sums = new T[2 * line];
        fixed (T* pinned = x, pinnedY = dy)
        {
            var (from, fromY) = ((nint)pinned, (nint)pinnedY);
            SumTree.Of<T>(x.Length / line, ColumnSums.BlockOf(line), Elementwise.IsWorthThreads<T>(x.Length), sums, (start, count, sums) => AddLines(
                start, new((T*)from + ((nint)start * line), count * line), new((T*)fromY + ((nint)start * line), count * line), sums[..line], sums[line..]));
        }

        return (sums[..line], sums[line..]);
    }

    // Whole lines.
    private int RowsAtOnce => RowSums<T>.AtOnce(length, line / length);

    private T[] Or(ReadOnlySpan<T> given, T otherwise)
    {
        if (!given.IsEmpty)
            return given.ToArray();
        var all = new T[line];
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
            Workers.Run(mean.Length, RowsAtOnce, (start, count) => work(
                (int)start, new((T*)from + (start * length), (int)count * length), new((T*)fromY + (start * length), (int)count * length),
                new((T*)to + (start * length), (int)count * length)));
        }
    }

    private void Normalize(int start, ReadOnlySpan<T> x, T[] gain, T[] bias, Span<T> result)
    {
        var (sums, most) = (new RowSums<T>(length, RowsAtOnce), RowsAtOnce);
        for (var at = 0; at < x.Length; at += most * length)
        {
            var block = x.Slice(at, int.Min(most * length, x.Length - at));
            var row = start + (at / length);
            Measure(sums, row, block);
            NormalizeRows(row, block, gain, bias, result.Slice(at, block.Length));
        }
    }

    /// <summary>The statistics of some rows: first the mean, then the sums of differences from it.</summary>
    private void Measure(RowSums<T> sums, int start, ReadOnlySpan<T> x)
    {
        var (count, rows) = (T.CreateChecked(length), x.Length / length);
        var means = mean.AsSpan(start, rows);
        var lows = low.AsSpan(start, rows);
        var variances = inverse.AsSpan(start, rows);
        if (isCentred)
        {
            sums.Of(x, x, means, means, [], default(PlainSum<T>));
            Elementwise.Map(means, means, new WithSecond<T, Divide<T>>(default, count));
        }

        sums.Of(x, x, means, lows, variances, default(ShiftedSquares<T>));
        if (isCentred)
        {
            Moments.Of(means, lows, variances, count);
        }
        else
        {
            lows.Clear();
            Elementwise.Map(variances, variances, new WithSecond<T, Divide<T>>(default, count));
        }

        Elementwise.Map(variances, variances, new InverseDeviation<T>(epsilon));
    }

    private void Gradient(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, T[] gain, Span<T> result)
    {
        var (sums, most) = (new RowSums<T>(length, RowsAtOnce), RowsAtOnce);
        T[] first = new T[most], second = new T[most], products = new T[most * length];
        for (var at = 0; at < x.Length; at += most * length)
        {
            var block = x.Slice(at, int.Min(most * length, x.Length - at));
            var (row, rows) = (start + (at / length), block.Length / length);
            var g = products.AsSpan(0, block.Length);
            Elementwise.ZipRows(dy.Slice(at, block.Length), gain, g, default(Multiply<T>));
            sums.Of(block, g, mean.AsSpan(row, rows), first.AsSpan(0, rows), second.AsSpan(0, rows), default(ShiftedProducts<T>));
            SetCoefficients(row, first.AsSpan(0, rows), second.AsSpan(0, rows));
            GradientOfRows(row, block, g, first, second, result.Slice(at, block.Length));
        }
    }

    /// <summary>Changes <c>Σg</c> to the offset and <c>Σ g (x − mean)</c> to the scale of <c>dx = weight · g + (scale (x − mean) + offset)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetCoefficients(int start, Span<T> first, Span<T> second)
    {
        var count = T.CreateChecked(length);
        var (counts, share, i) = (Vector.Create(count), isCentred ? T.One : T.Zero, 0);
        for (; i + Vector<T>.Count <= first.Length; i += Vector<T>.Count)
        {
            var (weight, rest, sum) = (Vector.Create<T>(inverse.AsSpan(start + i)), Vector.Create<T>(low.AsSpan(start + i)), Vector.Create<T>(first[i..]));
            var scale = -(weight * weight * ((Vector.Create<T>(second[i..]) - (rest * sum)) * weight / counts));
            scale.CopyTo(second[i..]);
            (-((share * weight * (sum / counts)) + (rest * scale))).CopyTo(first[i..]);
        }

        for (; i < first.Length; i++)
        {
            var (weight, rest, sum) = (inverse[start + i], low[start + i], first[i]);
            second[i] = -(weight * weight * ((second[i] - (rest * sum)) * weight / count));
            first[i] = -((share * weight * (sum / count)) + (rest * second[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeRows(int start, ReadOnlySpan<T> x, T[] gain, T[] bias, Span<T> result)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        var (end, last) = ((nuint)length, start + (x.Length / length));
        for (var (row, place) = (start, 0); row < last; row++, place = place + length == line ? 0 : place + length)
        {
            var (shift, scale, offset) = (mean[row], inverse[row], -(low[row] * inverse[row]));
            var (shifts, scales, offsets) = (Vector.Create(shift), Vector.Create(scale), Vector.Create(offset));
            ref var gains = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(gain), place);
            ref var biases = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(bias), place);
            nuint i = 0;
            for (; i + (nuint)Vector<T>.Count <= end; i += (nuint)Vector<T>.Count)
            {
                var normalized = Vectors.FusedMultiplyAdd(scales, Vector.LoadUnsafe(ref from, i) - shifts, offsets);
                Vectors.FusedMultiplyAdd(normalized, Vector.LoadUnsafe(ref gains, i), Vector.LoadUnsafe(ref biases, i)).StoreUnsafe(ref to, i);
            }

            for (; i < end; i++)
                Unsafe.Add(ref to, i) = T.FusedMultiplyAdd(T.FusedMultiplyAdd(scale, Unsafe.Add(ref from, i) - shift, offset), Unsafe.Add(ref gains, i), Unsafe.Add(ref biases, i));
            from = ref Unsafe.Add(ref from, end);
            to = ref Unsafe.Add(ref to, end);
        }
    }

    /// <summary><c>result = weight · g + (scale (x − mean) + offset)</c> of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GradientOfRows(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> g, T[] offsetOf, T[] scaleOf, Span<T> result)
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var other = ref MemoryMarshal.GetReference(g[..x.Length]);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        var (end, rows) = ((nuint)length, x.Length / length);
        for (var row = 0; row < rows; row++)
        {
            var (shift, scale, offset, weight) = (mean[start + row], scaleOf[row], offsetOf[row], inverse[start + row]);
            var (shifts, scales, offsets, weights) = (Vector.Create(shift), Vector.Create(scale), Vector.Create(offset), Vector.Create(weight));
            nuint i = 0;
            for (; i + (nuint)Vector<T>.Count <= end; i += (nuint)Vector<T>.Count)
            {
                var scaled = Vectors.FusedMultiplyAdd(scales, Vector.LoadUnsafe(ref from, i) - shifts, offsets);
                Vectors.FusedMultiplyAdd(weights, Vector.LoadUnsafe(ref other, i), scaled).StoreUnsafe(ref to, i);
            }

            for (; i < end; i++)
                Unsafe.Add(ref to, i) = T.FusedMultiplyAdd(weight, Unsafe.Add(ref other, i), T.FusedMultiplyAdd(scale, Unsafe.Add(ref from, i) - shift, offset));
            from = ref Unsafe.Add(ref from, end);
            other = ref Unsafe.Add(ref other, end);
            to = ref Unsafe.Add(ref to, end);
        }
    }

    /// <summary>Fills the sums of dy and of <c>dy x̂</c> for each place of a line, from the first line to the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLines(int start, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> bias, Span<T> gain)
    {
        bias.Clear();
        gain.Clear();
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var fromY = ref MemoryMarshal.GetReference(dy[..x.Length]);
        var (first, end, last) = (start * (line / length), (nuint)length, ((start * line) + x.Length) / length);
        for (var (row, place) = (first, 0); row < last; row++, place = place + length == line ? 0 : place + length)
        {
            var (shift, scale, offset) = (mean[row], inverse[row], -(low[row] * inverse[row]));
            var (shifts, scales, offsets) = (Vector.Create(shift), Vector.Create(scale), Vector.Create(offset));
            ref var biases = ref MemoryMarshal.GetReference(bias.Slice(place, length));
            ref var gains = ref MemoryMarshal.GetReference(gain.Slice(place, length));
            nuint i = 0;
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

            from = ref Unsafe.Add(ref from, end);
            fromY = ref Unsafe.Add(ref fromY, end);
        }
    }
}
