using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// Prints tensors as NumPy does: brackets nest with the axes, columns align, long rows wrap, the middle of a large axis is
/// elided.
/// </summary>
internal static class TensorFormat
{
    private const int LargestWhole = 1000;
    private const int EdgeItems = 3;
    private const int LineWidth = 80;
    private const string Ellipsis = "...";

    public static string Describe<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, heading) = (tensor.Shape, Type<T>(tensor.Shape));
        if (shape.Rank == 0)
            return $"{heading} {NumberFormat.Shortest(tensor.Data[0])}";
        if (shape.Size == 0)
            return $"{heading} []";
        var edges = shape.Size > LargestWhole ? EdgeItems : int.MaxValue;
        var shown = Shown(shape, edges).Select(offset => double.CreateChecked(tensor.Data[offset]));
        var cells = new Queue<string>(NumberFormat.Align([.. shown]));
        return shape.Rank == 1
            ? $"{heading} {Nest(shape, cells, edges, indent: heading.Length + 2)}"
            : $"{heading}\n{Nest(shape, cells, edges, indent: 1)}";
    }

    /// <summary>Element type and shape, written as JAX writes them: <c>f32[2,3]</c>.</summary>
    public static string Type<T>(Shape shape)
        where T : unmanaged =>
        $"{(typeof(T) == typeof(float) ? "f32" : typeof(T) == typeof(double) ? "f64" : typeof(T).Name)}[{string.Join(',', shape)}]";

    private static IEnumerable<int> Shown(Shape shape, int edges)
    {
        var offsets = Enumerable.Repeat(0, 1);
        foreach (var length in shape)
            offsets = offsets.SelectMany(_ => Visible(length, edges), (offset, index) => (offset * length) + index).ToArray();
        return offsets;
    }

    private static IEnumerable<int> Visible(int length, int edges) =>
        Elided(length, edges)
            ? Enumerable.Range(0, edges).Concat(Enumerable.Range(length - edges, edges))
            : Enumerable.Range(0, length);

    private static bool Elided(int length, int edges) => edges < int.MaxValue && length > 2 * edges;

    /// <summary>The next cells in the brackets of this shape; <paramref name="indent"/> is the column after the first bracket.</summary>
    private static string Nest(Shape shape, Queue<string> cells, int edges, int indent)
    {
        var items = Visible(shape[0], edges)
            .Select(_ => shape.Rank == 1 ? cells.Dequeue() : Nest(shape[1..], cells, edges, indent + 1))
            .ToList();
        var itemsPerLine = shape.Rank == 1 ? int.Max(1, (LineWidth - indent) / (items[0].Length + 2)) : 1;
        if (Elided(shape[0], edges))
            items.Insert(edges, Ellipsis);
        var lines = items.Chunk(itemsPerLine).Select(line => string.Join(", ", line));
        // As many line breaks as axes below: matrices stand apart by a blank line.
        var separator = $",{new string('\n', int.Max(1, shape.Rank - 1))}{new string(' ', indent)}";
        return $"[{string.Join(separator, lines)}]";
    }
}
