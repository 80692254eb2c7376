using System.Buffers;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>An array of rows in a file, one after the other.</summary>
/// <param name="File">The file.</param>
/// <param name="Type">The type and the shape of its numbers, of at least one axis.</param>
/// <param name="Offset">The position of the first number.</param>
internal sealed record StoredArray(PositionalFile File, StoredType Type, long Offset)
{
    // The number of bytes that are read at once: it stays in the second-level cache until it is decoded. A multiple of the size of every number.
    private const int BufferSize = 256 << 10;

    // The number of bytes from which a second thread is worth waking.
    private const long WorthThreads = 128 << 10;

    /// <summary>The number of rows.</summary>
    public int Count => Type.Lengths.Outermost[0];

    /// <summary>The shape of a row.</summary>
    public Shape Row => Type.Lengths.Row;

    private int NumberSize => Type.Type.Size();

    private long RowSize => (long)Row.Size * NumberSize;

    /// <summary>The rows at these indices, which the caller has checked: <c>[indices, ...]</c>.</summary>
    /// <exception cref="IOException">The file has changed, or cannot be read.</exception>
    public Tensor<T> Gather<T>(ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = [indices.Length, .. Row];
        var numbers = Tensor<T>.Allocate(shape.Size);
        // In the order of the file, so that what is consecutive there is one read.
        int[] rows = [.. indices], places = [.. Enumerable.Range(0, indices.Length)];
        Array.Sort(rows, places);
        if (numbers.Length > 0)
        {
            Workers.Run(rows.Length, RowSize * rows.Length < WorthThreads ? rows.Length : 1, (start, count) =>
                Gather(rows.AsSpan((int)start, (int)count), places.AsSpan((int)start, (int)count), numbers));
        }

        File.RequireUnchanged();
        return Tensor<T>.Freeze(shape, numbers);
    }

    /// <summary>Reads rows that are in order, each to its place.</summary>
    private void Gather<T>(ReadOnlySpan<int> rows, ReadOnlySpan<int> places, T[] numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)long.Min(BufferSize, RowSize * (rows[^1] - rows[0] + 1L)));
        try
        {
            while (!rows.IsEmpty)
            {
                var run = RunOf(rows);
                if (RowSize > BufferSize)
                    ReadLarge(rows[0], RowOf(numbers, places[0]), buffer);
                else
                    ReadRun(rows[..run], places, numbers, buffer);
                rows = rows[run..];
                places = places[run..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>How many of the first rows follow each other, or are the same, and fit the buffer together: at least one.</summary>
    private int RunOf(ReadOnlySpan<int> rows)
    {
        var run = 1;
        while (run < rows.Length && rows[run] - rows[run - 1] <= 1 && (rows[run] - rows[0] + 1L) * RowSize <= BufferSize)
            run++;
        return run;
    }

    private void ReadRun<T>(ReadOnlySpan<int> rows, ReadOnlySpan<int> places, T[] numbers, byte[] buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (first, size) = (rows[0], (int)RowSize);
        File.Read(Offset + (first * RowSize), buffer.AsSpan(0, (rows[^1] - first + 1) * size));
        for (var i = 0; i < rows.Length; i++)
            Decode(buffer.AsSpan((rows[i] - first) * size, size), RowOf(numbers, places[i]));
    }

    /// <summary>Reads a row that the buffer does not hold, piece by piece.</summary>
    private void ReadLarge<T>(int row, Span<T> numbers, byte[] buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var offset = Offset + (row * RowSize); !numbers.IsEmpty;)
        {
            var piece = numbers[..int.Min(numbers.Length, BufferSize / NumberSize)];
            var bytes = buffer.AsSpan(0, piece.Length * NumberSize);
            File.Read(offset, bytes);
            Decode(bytes, piece);
            offset += bytes.Length;
            numbers = numbers[piece.Length..];
        }
    }

    private void Decode<T>(ReadOnlySpan<byte> bytes, Span<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => NumberCoding.Decode(Type.Type, Type.IsBigEndian, bytes, numbers);

    private Span<T> RowOf<T>(T[] numbers, int place) => numbers.AsSpan(place * Row.Size, Row.Size);
}
