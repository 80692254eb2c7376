using System.Globalization;
using System.Numerics;

namespace FunctionalNet;

/// <summary>Prints tensors as NumPy does: brackets nest with the axes, columns align, the middle of a large axis is elided.</summary>
internal static class TensorFormat
{
    private const int LargestWhole = 1000;
    private const int EdgeItems = 3;
    private const string Ellipsis = "...";

    public static string Describe<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var heading = $"{ElementType<T>()}{tensor.Shape}";
        if (tensor.Shape.Rank == 0)
            return $"{heading} {Number(tensor.Data[0], 8)}";
        var edges = tensor.Shape.Size > LargestWhole ? EdgeItems : int.MaxValue;
        var shown = Shown(tensor.Shape, edges).ToArray();
        var cells = AlignedCells(tensor, shown);
        return $"{heading}{(tensor.Shape.Rank == 1 ? " " : "\n")}{Nest(tensor.Shape, cells.GetEnumerator(), edges, depth: 0)}";
    }

    /// <summary><c>f32</c> or <c>f64</c>.</summary>
    public static string ElementType<T>()
        where T : unmanaged => typeof(T) == typeof(float) ? "f32" : typeof(T) == typeof(double) ? "f64" : typeof(T).Name;

    /// <summary>A number as briefly as it can be told, independent of culture.</summary>
    public static string Number<T>(T value, int significantDigits)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        value.ToString($"G{significantDigits}", CultureInfo.InvariantCulture) is var text && text.Contains("E-", StringComparison.Ordinal)
            ? value.ToString($"0.{new string('#', int.Min(significantDigits, 4))}e-0", CultureInfo.InvariantCulture)
            : text;

    private static IEnumerable<int> Shown(Shape shape, int edges)
    {
        var offsets = Enumerable.Repeat(0, 1);
        foreach (var length in shape)
            offsets = offsets.SelectMany(offset => Visible(length, edges), (offset, index) => (offset * length) + index).ToArray();
        return offsets;
    }

    private static IEnumerable<int> Visible(int length, int edges) =>
        Elided(length, edges)
            ? Enumerable.Range(0, edges).Concat(Enumerable.Range(length - edges, edges))
            : Enumerable.Range(0, length);

    private static bool Elided(int length, int edges) => edges < int.MaxValue && length > 2 * edges;

    private static IEnumerable<string> AlignedCells<T>(Tensor<T> tensor, int[] shown)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cells = Array.ConvertAll(shown, offset => Number(tensor.Data[offset], 4));
        var width = cells.Select(cell => cell.Length).DefaultIfEmpty().Max();
        return cells.Select(cell => cell.PadLeft(width));
    }

    private static string Nest(Shape shape, IEnumerator<string> cells, int edges, int depth)
    {
        if (depth == shape.Rank)
            return cells.MoveNext() ? cells.Current : throw new InvalidOperationException("fewer cells than the shape shows");
        var items = Visible(shape[depth], edges).Select(_ => Nest(shape, cells, edges, depth + 1)).ToList();
        if (Elided(shape[depth], edges))
            items.Insert(edges, Ellipsis);
        var separator = depth == shape.Rank - 1 ? ", " : $",\n{new string(' ', depth + 1)}";
        return $"[{string.Join(separator, items)}]";
    }
}
