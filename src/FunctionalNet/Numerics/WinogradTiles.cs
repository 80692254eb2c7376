using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>The tiles of 2×2 that the results of a correlation are divided into, the last of which may reach beyond them.</summary>
internal sealed record WinogradTiles
{
    // What a block takes stays in the nearest caches, but products of fewer tiles than these would be short.
    private const int BlockBytes = 64 << 10;
    private const int FewestTiles = 28;

    // Sixteen products at multiples of 4 KB would contend for the same few places of the cache.
    private const int Apart = 16;

    private readonly CorrelationShape shape;
    private readonly CorrelationShape whole;

    private WinogradTiles(CorrelationShape shape, long rows)
    {
        this.shape = shape;
        // Of all tiles, also where there are no results: what the source lacks for those is 0.
        whole = shape with
        {
            Lines = shape.Lines with { Count = (shape.Lines.Count + 1) / 2 * 2 },
            Pixels = shape.Pixels with { Count = (shape.Pixels.Count + 1) / 2 * 2 },
        };
        RowsAtATime = (shape.LinesAtATime(2 * rows) + 1) / 2;
        SlabSize = SourceSlab<byte>.Size(whole, 2 * RowsAtATime);
    }

    /// <summary>The rows of tiles that are computed at a time.</summary>
    public int RowsAtATime { get; }

    /// <summary>The number of tiles in a row.</summary>
    public int PerRow => whole.Pixels.Count / 2;

    /// <summary>The numbers of the slab of the source for a block.</summary>
    public long SlabSize { get; }

    /// <summary>The numbers of the slab, of the transformed source, and of the products, for a block.</summary>
    public long Space => SlabSize + (16L * (((long)RowsAtATime * PerRow * (shape.SourceChannels + shape.ResultChannels)) + (2 * Apart)));

    public static WinogradTiles Of(CorrelationShape shape, int numberBytes)
    {
        var (perRow, tileBytes) = ((shape.Pixels.Count + 1) / 2, 16L * (shape.SourceChannels + shape.ResultChannels) * numberBytes);
        return new(shape, (long.Max(BlockBytes / tileBytes, FewestTiles) + perRow - 1) / perRow);
    }

    /// <summary>A half, by which weights are transformed.</summary>
    public static T Half<T>()
        where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)0.5f : (T)(object)0.5;

    /// <summary>The rows of tiles of a block of lines.</summary>
    public static int RowsOf(CorrelationBlock block) => (block.Lines + 1) / 2;

    /// <summary>From a number of one product of a block to that of the next, for so many channels.</summary>
    public nint ProductStride(CorrelationBlock block, int channels) => ((nint)RowsOf(block) * PerRow * channels) + Apart;

    /// <summary>The source of a block, transformed: <c>[16, tiles, channels]</c>, apart by <see cref="ProductStride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void TransformSource<TLanes, TVector, T>(T* source, CorrelationBlock block, T* scratch, T* to)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged
    {
        nint channels = shape.SourceChannels, stride = ProductStride(block, shape.SourceChannels);
        var slab = SourceSlab<T>.Of(whole, source, block with { Lines = 2 * RowsOf(block) }, scratch);
        for (var row = 0; row < RowsOf(block); row++)
        {
            for (nint tile = 0; tile < PerRow; tile++, to += channels)
            {
                WinogradTransform<TLanes, TVector, T>.OfSource(
                    slab.Start + (2 * row * slab.LineStride) + (2 * tile * channels), slab.LineStride, channels, channels, to, stride);
            }
        }
    }
}
