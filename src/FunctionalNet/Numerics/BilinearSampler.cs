using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Takes images <c>[height, width, channels]</c> anew from other places, by linear interpolation between the four pixels around each. Outside
/// of the image is one value. Places are computed in single precision at both precisions of pixels. A sampler has scratch space for one
/// image at a time: each thread has its own.
/// </summary>
internal sealed class BilinearSampler<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Before an image, and after it twice: the pixel around the last place that is outside.
    private const int Before = 1;
    private const int Margin = 3;

    private readonly (int Height, int Width) from;
    private readonly (int Height, int Width) to;
    private readonly int channels;

    // The image within its surroundings.
    private readonly T[] surrounded;

    // Of each place of a row of the result: the pixel above and to the left, and how far to go on to the right and down.
    private readonly int[] pixels;
    private readonly float[] right;
    private readonly float[] down;

    /// <param name="from">The size of the images.</param>
    /// <param name="to">The size of the results.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="fill">The value outside of an image.</param>
    public BilinearSampler((int Height, int Width) from, (int Height, int Width) to, int channels, T fill)
    {
        (this.from, this.to, this.channels) = (from, to, channels);
        surrounded = new T[(from.Height + Margin) * (from.Width + Margin) * channels];
        surrounded.AsSpan().Fill(fill);
        var length = Displacement.Stride(to.Width);
        (pixels, right, down) = (new int[length], new float[length], new float[length]);
    }

    /// <summary>Fills the result: at p with the image at <c>map(p + displacement(p))</c>.</summary>
    public void Sample(ReadOnlySpan<T> image, AffineMap map, Displacement? displacement, Span<T> result)
    {
        var (row, outerRow) = (from.Width * channels, (from.Width + Margin) * channels);
        for (var y = 0; y < from.Height; y++)
            image.Slice(y * row, row).CopyTo(surrounded.AsSpan(((y + Before) * outerRow) + (Before * channels)));
        for (var y = 0; y < to.Height; y++)
        {
            Locate(y, map, displacement);
            Interpolate(result.Slice(y * to.Width * channels, to.Width * channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Locate(int y, AffineMap map, Displacement? displacement)
    {
        var (xx, yx) = (new Vector<float>((float)map.Xx), new Vector<float>((float)map.Yx));
        var (xy, yy) = (new Vector<float>((float)map.Xy), new Vector<float>((float)map.Yy));
        // Of the row as a whole in double precision, so that what is moved by whole pixels stays exact.
        var startX = new Vector<float>((float)((map.Xy * y) + map.X));
        var startY = new Vector<float>((float)((map.Yy * y) + map.Y));
        var (last, bottom) = (new Vector<float>(from.Width), new Vector<float>(from.Height));
        var (stride, unit) = (new Vector<int>(from.Width + Margin), new Vector<int>(channels));
        for (var x = 0; x < to.Width; x += Vector<float>.Count)
        {
            var place = Vector.ConvertToSingle(Vector<int>.Indices + new Vector<int>(x));
            var (sourceX, sourceY) = (startX, startY);
            if (displacement is not null)
            {
                var (dx, dy) = displacement.At(y, x);
                place += dx;
                sourceX = Vector.FusedMultiplyAdd(xy, dy, sourceX);
                sourceY = Vector.FusedMultiplyAdd(yy, dy, sourceY);
            }

            sourceX = Vector.Min(Vector.Max(Vector.FusedMultiplyAdd(xx, place, sourceX), new Vector<float>(-Before)), last);
            sourceY = Vector.Min(Vector.Max(Vector.FusedMultiplyAdd(yx, place, sourceY), new Vector<float>(-Before)), bottom);
            var (left, top) = (Vector.Floor(sourceX), Vector.Floor(sourceY));
            (sourceX - left).CopyTo(right, x);
            (sourceY - top).CopyTo(down, x);
            var column = Vector.ConvertToInt32(left) + new Vector<int>(Before);
            var row = Vector.ConvertToInt32(top) + new Vector<int>(Before);
            (((row * stride) + column) * unit).CopyTo(pixels, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpolate(Span<T> row)
    {
        // Places are within the surroundings, to which they have been clamped.
        ref var first = ref MemoryMarshal.GetArrayDataReference(surrounded);
        ref var to = ref MemoryMarshal.GetReference(row);
        nint below = (from.Width + Margin) * channels, next = channels;
        for (var x = 0; x < row.Length / channels; x++)
        {
            var (u, v) = (T.CreateTruncating(right[x]), T.CreateTruncating(down[x]));
            ref var pixel = ref Unsafe.Add(ref first, pixels[x]);
            for (nint channel = 0; channel < next; channel++)
            {
                var (topLeft, topRight) = (Unsafe.Add(ref pixel, channel), Unsafe.Add(ref pixel, channel + next));
                var (bottomLeft, bottomRight) = (Unsafe.Add(ref pixel, channel + below), Unsafe.Add(ref pixel, channel + below + next));
                var top = topLeft + (u * (topRight - topLeft));
                to = top + (v * (bottomLeft + (u * (bottomRight - bottomLeft)) - top));
                to = ref Unsafe.Add(ref to, 1);
            }
        }
    }
}
