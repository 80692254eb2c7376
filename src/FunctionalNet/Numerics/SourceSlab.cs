using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// The part of a source that some lines of a result need, with the zeros around the source where they need these: in place if they do not, or
/// copied. A plane of it is what one tap along the planes sees.
/// </summary>
internal readonly unsafe struct SourceSlab<T>
    where T : unmanaged
{
    private SourceSlab(T* start, nint planeStride, nint lineStride)
    {
        Start = start;
        (PlaneStride, LineStride) = (planeStride, lineStride);
    }

    /// <summary>The number of the first tap for the first result.</summary>
    public T* Start { get; }

    public nint PlaneStride { get; }

    public nint LineStride { get; }

    /// <summary>The numbers that a copy for so many lines takes.</summary>
    public static long Size(CorrelationShape shape, int lines) => shape.IsInside
        ? 0
        : (long)int.Max(shape.Planes.Taps, 1) * shape.Lines.SpanOf(lines) * shape.Pixels.SpanOf(shape.Pixels.Count) * shape.SourceChannels;

    public static SourceSlab<T> Of(CorrelationShape shape, T* source, CorrelationBlock block, T* scratch)
    {
        var (planes, lines, pixels) = (shape.Planes, shape.Lines, shape.Pixels);
        nint lineStride = (nint)pixels.Source * shape.SourceChannels, planeStride = lines.Source * lineStride;
        var (plane, line) = (planes.SourceStart + (block.Plane * planes.SourceStride), lines.SourceStart + (block.Line * lines.SourceStride));
        var image = source + ((nint)block.Image * planes.Source * planeStride);
        if (shape.IsInside)
        {
            var start = image + (plane * planeStride) + (line * lineStride) + ((nint)pixels.SourceStart * shape.SourceChannels);
            return new(start, planes.Dilation * planeStride, lineStride);
        }

        var (height, width) = (lines.SpanOf(block.Lines), (nint)pixels.SpanOf(pixels.Count) * shape.SourceChannels);
        for (var t = 0; t < int.Max(planes.Taps, 1); t++)
        {
            var from = plane + (t * planes.Dilation);
            var to = scratch + (t * height * width);
            if (from < 0 || from >= planes.Source)
                Clear(to, height * width);
            else
                CopyPlane(shape, image + (from * planeStride), line, height, to);
        }

        return new(scratch, height * width, width);
    }

    private static void CopyPlane(CorrelationShape shape, T* plane, int line, int height, T* to)
    {
        var (lines, pixels, channels) = (shape.Lines, shape.Pixels, shape.SourceChannels);
        nint lineStride = (nint)pixels.Source * channels, width = (nint)pixels.SpanOf(pixels.Count) * channels;
        var before = nint.Clamp(-(nint)pixels.SourceStart * channels, 0, width);
        var first = nint.Max(pixels.SourceStart, 0) * channels;
        var inside = nint.Clamp(lineStride - first, 0, width - before);
        for (var y = 0; y < height; y++, to += width)
        {
            if (line + y < 0 || line + y >= lines.Source)
            {
                Clear(to, width);
                continue;
            }

            Clear(to, before);
            Unsafe.CopyBlockUnaligned(to + before, plane + ((line + y) * lineStride) + first, (uint)(inside * sizeof(T)));
            Clear(to + before + inside, width - before - inside);
        }
    }

    private static void Clear(T* from, nint count) => new Span<T>(from, (int)count).Clear();
}

/// <summary>Some lines of a result, of one plane of one image: what is computed from one <see cref="SourceSlab{T}"/>.</summary>
internal readonly record struct CorrelationBlock(int Image, int Plane, int Line, int Lines);
