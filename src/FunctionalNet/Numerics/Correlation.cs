using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Correlations: the products of a convolution and of its gradients, over three axes. Patches of the source are never written out: the kernel of
/// the matrix product reads them where they are, line after line of the window, in a copy with zeros around it where the window reaches out of the
/// source.
/// </summary>
/// <remarks>
/// Each number of a result is one chain of fused multiply-adds, over the taps in order and in a tap over the channels, so its bits do not depend
/// on the width of the vectors, on how work is divided, or on the number of threads. Georganas et al., "Anatomy of High-Performance Deep Learning
/// Convolutions on SIMD Architectures", 2018, for the idea.
/// </remarks>
internal static unsafe class Correlation
{
    // The number of multiply-adds from which a second thread is worth waking.
    private const long WorthThreads = 500_000;

    /// <summary>
    /// Fills the positions of the result that the axes name: <c>result(o, n) = bias(n) + Σ source(o·stride + t·dilation, c) · weight(t, c, n)</c>,
    /// over taps t and over the channels c of the group of n.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <param name="source"><c>[batch, planes, lines, pixels, channels]</c>.</param>
    /// <param name="weights">The weights, <c>[window, channels of a group, channels]</c>, or the other way round by <paramref name="areTransposed"/>.</param>
    /// <param name="areTransposed">
    /// Whether the channels of the result are the rows of the weights, and those of the source their columns: so for the gradient of an input.
    /// </param>
    /// <param name="bias">A number for each channel of the result, or nothing.</param>
    /// <param name="result"><c>[batch, planes, lines, pixels, channels]</c>.</param>
    public static void Apply<T>(
        CorrelationShape shape, ReadOnlySpan<T> source, ReadOnlySpan<T> weights, bool areTransposed, ReadOnlySpan<T> bias, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.Batch == 0 || shape.Planes.Count == 0 || shape.Lines.Count == 0 || shape.Pixels.Count == 0)
            return;
        var starts = ArrayPool<T>.Shared.Rent(shape.ResultChannels);
        starts.AsSpan(0, shape.ResultChannels).Clear();
        bias.CopyTo(starts);
        fixed (T* from = source, w = weights, to = result, start = starts)
        {
            var operands = new CorrelationOperands<T>
            {
                Shape = shape,
                Source = from,
                Weights = w,
                TapStride = (nint)shape.GroupSource * shape.GroupResult * shape.Groups,
                RowStride = areTransposed ? 1 : shape.ResultChannels,
                ColumnStride = areTransposed ? shape.SourceChannels : 1,
                GroupStride = areTransposed ? shape.GroupSource : shape.GroupResult,
                Start = start,
                Result = to,
            };
            Apply(operands);
        }

        ArrayPool<T>.Shared.Return(starts);
    }

    private static void Apply<T>(in CorrelationOperands<T> operands)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (operands.Shape.IsDepthwise)
            DepthwiseCorrelation<T>.Apply(operands);
        else if (Vector512.IsHardwareAccelerated && operands.Shape.GroupResult > Vector256<T>.Count)
            Apply<Lanes512<T>, Vector512<T>, T>(operands);
        else if (Vector256.IsHardwareAccelerated && operands.Shape.GroupResult > Vector128<T>.Count)
            Apply<Lanes256<T>, Vector256<T>, T>(operands);
        else
            Apply<Lanes128<T>, Vector128<T>, T>(operands);
    }

    private static void Apply<TLanes, TVector, T>(in CorrelationOperands<T> operands)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        if (operands.Shape.IsWinograd)
            WinogradKernel<TLanes, TVector, T>.Apply(operands);
        else
            CorrelationKernel<TLanes, TVector, T>.Apply(operands);
    }

    /// <summary>
    /// Does the work of all blocks of so many lines, on all threads if it is worth it. Each block has space for so many numbers, which nobody else
    /// uses at the same time.
    /// </summary>
    public static void ForEachBlock<T>(CorrelationShape shape, int lines, long space, Action<CorrelationBlock, nint> work)
        where T : unmanaged
    {
        var blocks = (shape.Lines.Count + lines - 1) / lines;
        var items = (nint)shape.Batch * shape.Planes.Count * blocks;
        var multiplyAdds = (long)shape.Batch * shape.Planes.Count * shape.Lines.Count * shape.Pixels.Count * shape.Depth * shape.ResultChannels;
        if (multiplyAdds < WorthThreads || Workers.Count == 1)
            DoPart(0, items);
        else
            Workers.Run(items, 1, DoPart);

        void DoPart(nint start, nint count)
        {
            var scratch = ArrayPool<T>.Shared.Rent(checked((int)space));
            fixed (T* slab = scratch)
            {
                for (var item = start; item < start + count; item++)
                {
                    var (image, rest) = ((int)(item / (shape.Planes.Count * blocks)), (int)(item % (shape.Planes.Count * blocks)));
                    var line = rest % blocks * lines;
                    work(new(image, rest / blocks, line, int.Min(lines, shape.Lines.Count - line)), (nint)slab);
                }
            }

            ArrayPool<T>.Shared.Return(scratch);
        }
    }
}

/// <summary>A correlation and where its numbers are. The weight of tap t, row r and column n is at <c>t·TapStride + r·RowStride + n·ColumnStride</c>.</summary>
internal readonly unsafe struct CorrelationOperands<T>
    where T : unmanaged
{
    public CorrelationShape Shape { get; init; }

    public T* Source { get; init; }

    public T* Weights { get; init; }

    public nint TapStride { get; init; }

    public nint RowStride { get; init; }

    public nint ColumnStride { get; init; }

    /// <summary>From the weights of a group to those of the next.</summary>
    public nint GroupStride { get; init; }

    /// <summary>What the sums of each channel of the result begin with.</summary>
    public T* Start { get; init; }

    public T* Result { get; init; }
}
