using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// The rows of a tensor <c>[rows, ...]</c> in a file, which may be larger than memory: those that are asked for are read then. The file stays open
/// as long as its rows are in use, and other programs must not write to it meanwhile.
/// </summary>
/// <remarks>
/// Rows are read at their positions. The file is not mapped into memory: what is mapped counts as memory of the process, and the system ends a
/// process whose mapped file was cut short. If the file was written to since it was opened, reading throws an <see cref="IOException"/>. On Unix
/// another file may be moved over it, and it may be deleted: the rows are still those of the file that was opened.
/// </remarks>
/// <example>
/// <code>
/// var path = Path.GetTempFileName();
/// Npy.Write(path, Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 4 }, { 5, 6 } })).ThrowIfFail();
/// var rows = StoredRows.Open&lt;float&gt;(path).ThrowIfFail();
/// Console.WriteLine(rows.Rows(2, 0));
/// // f32[2,2]
/// // [[5, 6],
/// //  [1, 2]]
/// Console.WriteLine(rows[..2].Select(x => x / 10).ToTensor());
/// // f32[2,2]
/// // [[0.1, 0.2],
/// //  [0.3, 0.4]]
/// File.Delete(path);
/// </code>
/// </example>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class StoredRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StoredArray array;
    private readonly int start;
    private readonly Func<Tensor<T>, Tensor<T>> function;

    internal StoredRows(StoredArray array)
        : this(array, 0, array.Count, array.Row, rows => rows)
    {
    }

    private StoredRows(StoredArray array, int start, int count, Shape rowShape, Func<Tensor<T>, Tensor<T>> function) =>
        (this.array, this.start, Count, RowShape, this.function) = (array, start, count, rowShape, function);

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The shape of a row.</summary>
    public Shape RowShape { get; }

    /// <summary>A range of the rows, of which none is read: <c>rows[..50_000]</c> to train on, <c>rows[50_000..]</c> to validate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the rows.</exception>
    public StoredRows<T> this[Range rows]
    {
        get
        {
            var (first, end) = (rows.Start.GetOffset(Count), rows.End.GetOffset(Count));
            return (uint)end <= (uint)Count && (uint)first <= (uint)end
                ? new(array, start + first, end - first, RowShape, function)
                : throw new ArgumentOutOfRangeException(nameof(rows), $"rows {rows} are not within {this}");
        }
    }

    /// <summary>The rows at these indices, read in the order of the file: <c>[indices, ...]</c>. An index may come several times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no row at an index.</exception>
    /// <exception cref="IOException">The file was written to since it was opened, or cannot be read.</exception>
    public Tensor<T> Rows(params ReadOnlySpan<int> indices)
    {
        var rows = new int[indices.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), Invariant($"row {indices[i]} is not within {this}"));
            rows[i] = start + indices[i];
        }

        return Read(rows);
    }

    /// <summary>All rows as a tensor <c>[rows, ...]</c> in memory: <c>rows[..1000].ToTensor()</c>.</summary>
    /// <exception cref="ArgumentException">They are more than a tensor holds.</exception>
    /// <exception cref="IOException">The file was written to since it was opened, or cannot be read.</exception>
    public Tensor<T> ToTensor() => Read([.. Enumerable.Range(start, Count)]);

    /// <summary>A function of the rows, of whichever are read at once, when they are read: <c>rows.Select(x => x / 255)</c>.</summary>
    /// <param name="function">
    /// A pure function <c>[rows, ...] -> [rows, ...]</c> of each row by itself. The shape of its rows is found by calling it with a row of zeros.
    /// </param>
    /// <exception cref="ArgumentException">The result is not of as many rows.</exception>
    public StoredRows<T> Select(Func<Tensor<T>, Tensor<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var row = Mapped(function, Tensor.Zeros<T>([1, .. RowShape])).Shape[1..];
        var first = this.function;
        return new(array, start, Count, row, rows => Mapped(function, first(rows)));
    }

    /// <summary>One line: <c>StoredRows: 60000 × f32[784] in images.npy</c>.</summary>
    public override string ToString() => $"StoredRows: {Place}";

    /// <summary>The number of rows, and their shape.</summary>
    internal string Description => Invariant($"{Count} × {TensorFormat.Type<T>(RowShape)}");

    /// <summary>The number of rows, their shape and the name of the file.</summary>
    internal string Place => $"{Description} in {Path.GetFileName(array.File.Path)}";

    private Tensor<T> Read(int[] rows) => function(array.Gather<T>(rows));

    private static Tensor<T> Mapped(Func<Tensor<T>, Tensor<T>> function, Tensor<T> rows)
    {
        var mapped = function(rows);
        return mapped?.Shape is [var count, ..] && count == rows.Shape[0]
            ? mapped
            : throw new ArgumentException($"expected a function from rows {rows.Shape} to as many, got {mapped?.Shape}", nameof(function));
    }
}

/// <summary>Opens files of rows.</summary>
public static class StoredRows
{
    /// <summary>
    /// The rows of a <c>.npy</c>, safetensors or IDX file, whose header is checked against its length. Its first bytes tell the format. A file that
    /// is missing, broken, compressed or in Fortran order is an error of one line that names it.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="name">The name of the tensor in a safetensors file, which is needed where it has several.</param>
    /// <param name="convert">
    /// Whether numbers of other types (bytes and other integers, booleans, half precision, bfloat16, the other precision) are converted as they are
    /// read, rounded to the nearest. If not, they are an error.
    /// </param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<StoredRows<T>> Open<T>(string path, string? name = null, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        PositionalFile.Open(Require.NotNull(path), file =>
            from array in StoredArrays.Find(file, name)
            from _ in array.Type.RequirePrecision<T>(convert, hint: ": open with convert: true to convert")
            select new StoredRows<T>(array));
}
