using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Elements of an array as the axes of a tensor see them: the element at indices i is at <c>offset + Σ iₐ strideₐ</c>. Slices, steps, flips,
/// permutations and repetitions are views, and one kernel copies any of them.
/// </summary>
/// <param name="Offset">The place of the first element.</param>
/// <param name="Lengths">The length of each axis, outermost first.</param>
/// <param name="Strides">The distance of two neighbours along each axis: negative where it is flipped, 0 where it is repeated.</param>
internal sealed record StridedView(int Offset, ImmutableArray<int> Lengths, ImmutableArray<int> Strides)
{
    // Two axes are copied in squares of this side, so that both are read and written from the cache.
    private const int Tile = 32;

    /// <summary>The view of all elements in row-major order.</summary>
    public static StridedView Of(ReadOnlySpan<int> lengths)
    {
        var strides = new int[lengths.Length];
        for (var (axis, stride) = (lengths.Length - 1, 1); axis >= 0; stride *= int.Max(lengths[axis], 1), axis--)
            strides[axis] = stride;
        return new(0, [.. lengths], ImmutableCollectionsMarshal.AsImmutableArray(strides));
    }

    /// <summary>Copies what the view sees, in row-major order.</summary>
    public void Read<T>(ReadOnlySpan<T> source, Span<T> result)
        where T : unmanaged
    {
        if (result.IsEmpty)
            return;
        var (lengths, strides) = Merged();
        Read(source, Offset, lengths, strides, result);
    }

    /// <summary>Writes elements in row-major order to where the view sees them. No two of them may be at the same place.</summary>
    public void Write<T>(ReadOnlySpan<T> elements, Span<T> target)
        where T : unmanaged
    {
        if (elements.IsEmpty)
            return;
        var (lengths, strides) = Merged();
        Write(elements, target, Offset, lengths, strides);
    }

    private static void Read<T>(ReadOnlySpan<T> source, int offset, ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides, Span<T> result)
        where T : unmanaged
    {
        if (lengths.Length > 2 || (lengths.Length == 2 && strides[1] is 0 or 1))
        {
            var size = result.Length / lengths[0];
            for (var i = 0; i < lengths[0]; i++)
                Read(source, offset + (i * strides[0]), lengths[1..], strides[1..], result.Slice(i * size, size));
        }
        else if (lengths.Length == 2 && strides[0] == 1)
        {
            var (rows, columns) = (lengths[1], lengths[0]);
            Transposition.Copy(source.Slice(offset, ((rows - 1) * strides[1]) + columns), rows, columns, strides[1], result);
        }
        else if (lengths.Length == 2)
        {
            ReadTiles(source, offset, lengths, strides, result);
        }
        else if (lengths.IsEmpty || strides[0] == 1)
        {
            source.Slice(offset, result.Length).CopyTo(result);
        }
        else if (strides[0] == 0)
        {
            result.Fill(source[offset]);
        }
        else
        {
            for (var i = 0; i < result.Length; i++)
                result[i] = source[offset + (i * strides[0])];
        }
    }

    private static void ReadTiles<T>(ReadOnlySpan<T> source, int offset, ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides, Span<T> result)
        where T : unmanaged
    {
        var (rows, columns) = (lengths[0], lengths[1]);
        for (var left = 0; left < columns; left += Tile)
        {
            for (var top = 0; top < rows; top += Tile)
            {
                for (var row = top; row < int.Min(top + Tile, rows); row++)
                {
                    for (var column = left; column < int.Min(left + Tile, columns); column++)
                        result[(row * columns) + column] = source[offset + (row * strides[0]) + (column * strides[1])];
                }
            }
        }
    }

    private static void Write<T>(ReadOnlySpan<T> elements, Span<T> target, int offset, ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides)
        where T : unmanaged
    {
        if (lengths.Length > 1)
        {
            var size = elements.Length / lengths[0];
            for (var i = 0; i < lengths[0]; i++)
                Write(elements.Slice(i * size, size), target, offset + (i * strides[0]), lengths[1..], strides[1..]);
        }
        else if (lengths.IsEmpty || strides[0] == 1)
        {
            elements.CopyTo(target[offset..]);
        }
        else
        {
            for (var i = 0; i < elements.Length; i++)
                target[offset + (i * strides[0])] = elements[i];
        }
    }

    /// <summary>Without axes of length 1, and with those merged that lie as one: long rows are copied at once.</summary>
    private (int[] Lengths, int[] Strides) Merged()
    {
        var (lengths, strides) = (new List<int>(), new List<int>());
        for (var axis = 0; axis < Lengths.Length; axis++)
        {
            if (Lengths[axis] == 1)
                continue;
            if (lengths.Count > 0 && strides[^1] == Strides[axis] * Lengths[axis])
                (lengths[^1], strides[^1]) = (lengths[^1] * Lengths[axis], Strides[axis]);
            else
                (lengths, strides) = ([.. lengths, Lengths[axis]], [.. strides, Strides[axis]]);
        }

        return ([.. lengths], [.. strides]);
    }
}
