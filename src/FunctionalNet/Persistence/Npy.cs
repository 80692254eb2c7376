using System.Numerics;
using System.Runtime.CompilerServices;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Files of one array in NumPy's format, <c>.npy</c>: versions 1.0 to 3.0, in C and Fortran order, of both byte orders. A file that breaks a
/// rule of the format, or that has Python objects or records, is refused, with an error of one line that names it.
/// </summary>
/// <remarks>NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".</remarks>
/// <example>
/// <code>
/// var bytes = Npy.Encode(Tensor.Ones&lt;float&gt;([2, 3]));
/// Console.WriteLine(Npy.Decode&lt;double&gt;(bytes, convert: true).Map(tensor => tensor.Shape)); // Succ([2, 3])
/// </code>
/// </example>
public static class Npy
{
    /// <summary>The array of a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Tensor<T>> Read<T>(string path, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T> => MappedFile.Read(Require.NotNull(path), bytes => Decode<T>(bytes, convert));

    /// <summary>Writes or replaces a file in an existing folder, whole or not at all. Returns its path, or the reason for a failure.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="tensor">The array.</param>
    public static Fin<string> Write<T>(string path, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensor);
        return WholeFile.WriteWith(path, file => Write(file, tensor));
    }

    /// <summary>
    /// Writes or replaces a file of rows that come part by part, of which one is in memory at a time: an array <c>[rows, ...]</c> may be larger than
    /// memory. It is written whole or not at all. Returns its path, or the reason for a failure.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="parts">Tensors <c>[some rows, ...]</c>, one or more, whose rows have the same shape.</param>
    /// <exception cref="ArgumentException">There is no part, the shapes of rows differ, or there are more rows than an axis has.</exception>
    /// <example>
    /// <code>
    /// var path = Path.GetTempFileName();
    /// var parts = Enumerable.Range(0, 10).Select(i => Key.Seed(i).Normal&lt;float&gt;([1000, 8]));
    /// Npy.WriteRows(path, parts).ThrowIfFail();
    /// Console.WriteLine(StoredRows.Open&lt;float&gt;(path).Map(rows => $"{rows.Count} rows {rows.RowShape}")); // Succ(10000 rows [8])
    /// File.Delete(path);
    /// </code>
    /// </example>
    public static Fin<string> WriteRows<T>(string path, IEnumerable<Tensor<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(parts);
        return WholeFile.WriteWith(path, file => WriteRows(file, parts));
    }

    /// <summary>The array of a file's bytes.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Tensor<T>> Decode<T>(ReadOnlySpan<byte> bytes, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ByteRange.Over(bytes, range => Decode<T>(range, convert)).InOneLine();

    /// <summary>The bytes of a file with this array.</summary>
    /// <exception cref="ArgumentException">They are more than an array holds.</exception>
    public static byte[] Encode<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var size = NpyHeader.Write<T>(tensor.Shape).Length + ((long)tensor.Shape.Size * Unsafe.SizeOf<T>());
        if (size > Array.MaxLength)
            throw new ArgumentException(Invariant($"expected at most {Array.MaxLength} bytes, got {size}: write them to a file"), nameof(tensor));
        var bytes = new byte[size];
        using var file = new MemoryStream(bytes);
        Write(file, tensor);
        return bytes;
    }

    /// <summary>Writes an array to a stream.</summary>
    internal static void Write<T>(Stream stream, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        stream.Write(NpyHeader.Write<T>(tensor.Shape));
        NumberStream.Write(stream, tensor.Span);
    }

    // The number of rows is known at the end: it is written into a header that has room for any.
    private static void WriteRows<T>(Stream file, IEnumerable<Tensor<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (row, count, headerLength) = ((Shape?)null, 0L, 0);
        foreach (var part in parts)
        {
            if (part?.Shape is not [var rows, ..] || (row is not null && part.Shape[1..] != row) || count + rows > Array.MaxLength)
                throw new ArgumentException(Invariant($"expected at most {Array.MaxLength} rows {row} in parts [rows, ...], got {part?.Shape} after {count} rows"), nameof(parts));
            if (row is null)
            {
                row = part.Shape[1..];
                headerLength = NpyHeader.Write<T>([int.MaxValue, .. row]).Length;
                file.Write(new byte[headerLength]);
            }

            count += rows;
            NumberStream.Write(file, part.Span);
        }

        if (row is null)
            throw new ArgumentException("expected parts of rows, got none", nameof(parts));
        file.Position = 0;
        file.Write(NpyHeader.Write<T>([(int)count, .. row], headerLength));
    }

    internal static Fin<Tensor<T>> Decode<T>(ByteRange bytes, bool convert)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from header in NpyHeader.Read(bytes.Length, count => bytes.Slice(0, count).ToArray())
        from _ in header.Type.RequireTensor()
        from __ in header.Type.RequirePrecision<T>(convert)
        select InOrder(header, Safetensors.Numbers<T>(header.Type, bytes.From(header.Length)));

    private static Tensor<T> InOrder<T>(NpyHeader header, T[] numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = header.Type.Shape;
        return header.IsFortran && shape.Rank > 1
            ? Tensor<T>.Freeze([.. shape.Reverse()], numbers).Permute([.. Enumerable.Range(0, shape.Rank).Reverse()])
            : Tensor<T>.Freeze(shape, numbers);
    }
}
