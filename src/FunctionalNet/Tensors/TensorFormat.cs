using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// Prints tensors as NumPy does: brackets nest with the axes, columns align, long rows wrap, and the middle of a large axis is
/// elided. Where that is still too much, only the first entry of the outermost axes is shown.
/// </summary>
internal static class TensorFormat
{
    private const int LargestWhole = 1000;
    private const int EdgeItems = 3;
    private const int MostCells = 2000;
    private const int LineWidth = 80;
    private const string Ellipsis = "...";

    public static string Describe<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, heading) = (tensor.Shape, Type<T>(tensor.Shape));
        if (shape.Rank == 0)
            return $"{heading} {NumberFormat.Shortest(tensor.Span[0])}";
        if (shape.Size == 0)
            return $"{heading} []";
        var visible = Visible(shape);
        var shown = Shown(shape, visible).Select(offset => double.CreateChecked(tensor.Span[offset]));
        var cells = new Queue<string>(NumberFormat.Align([.. shown]));
        return shape.Rank == 1
            ? $"{heading} {Nest(shape, visible, cells, indent: heading.Length + 2)}"
            : $"{heading}\n{Nest(shape, visible, cells, indent: 1)}";
    }

    /// <summary>Element type and shape, written as JAX writes them: <c>f32[2,3]</c>.</summary>
    public static string Type<T>(Shape shape)
        where T : unmanaged =>
        $"{(typeof(T) == typeof(float) ? "f32" : typeof(T) == typeof(double) ? "f64" : typeof(T).Name)}[{string.Join(',', shape)}]";

    /// <summary>For each axis, the number of entries before the ellipsis and after it; without an ellipsis, all are before it.</summary>
    private static (int First, int Last)[] Visible(Shape shape)
    {
        if (shape.Size <= LargestWhole)
            return [.. shape.Select(length => (length, 0))];
        var (visible, cells) = (new (int First, int Last)[shape.Rank], 1);
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            var (first, last) = shape[axis] > 2 * EdgeItems ? (EdgeItems, EdgeItems) : (shape[axis], 0);
            visible[axis] = cells * (first + last) <= MostCells ? (first, last) : (1, 0);
            cells *= visible[axis].First + visible[axis].Last;
        }

        return visible;
    }

    private static IEnumerable<int> Shown(Shape shape, (int First, int Last)[] visible)
    {
        var offsets = Enumerable.Repeat(0, 1);
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var (length, (first, last)) = (shape[axis], visible[axis]);
            int[] entries = [.. Enumerable.Range(0, first), .. Enumerable.Range(length - last, last)];
            offsets = offsets.SelectMany(_ => entries, (offset, entry) => (offset * length) + entry).ToArray();
        }

        return offsets;
    }

    /// <summary>The next cells in the brackets of this shape; <paramref name="indent"/> is the column after the first bracket.</summary>
    private static string Nest(Shape shape, ReadOnlySpan<(int First, int Last)> visible, Queue<string> cells, int indent)
    {
        var (first, last) = visible[0];
        var items = new List<string>();
        for (var i = 0; i < first + last; i++)
            items.Add(shape.Rank == 1 ? cells.Dequeue() : Nest(shape[1..], visible[1..], cells, indent + 1));
        var itemsPerLine = shape.Rank == 1 ? int.Max(1, (LineWidth - indent) / (items[0].Length + 2)) : 1;
        if (first + last < shape[0])
            items.Insert(first, Ellipsis);
        var lines = items.Chunk(itemsPerLine).Select(line => string.Join(", ", line));
        // As many line breaks as inner axes: a blank line separates matrices.
        var separator = $",{new string('\n', int.Max(1, shape.Rank - 1))}{new string(' ', indent)}";
        return $"[{string.Join(separator, lines)}]";
    }
}
