namespace FunctionalNet;

/// <summary>Bytes in memory, which may be more than a span holds. It must not outlive them.</summary>
internal readonly unsafe struct ByteRange(byte* start, long length)
{
    private readonly byte* start = start;

    /// <summary>The number of bytes.</summary>
    public long Length { get; } = length;

    /// <summary>Some of the bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not within the range.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset > Length - count)
            throw new ArgumentOutOfRangeException(nameof(offset), Invariant($"expected bytes within {Length}, got {count} from {offset}"));
        return new(start + offset, count);
    }

    /// <summary>The bytes from an offset on.</summary>
    public ByteRange From(long offset) => offset >= 0 && offset <= Length
        ? new(start + offset, Length - offset)
        : throw new ArgumentOutOfRangeException(nameof(offset), Invariant($"expected an offset from 0 to {Length}, got {offset}"));

    /// <summary>The result of <paramref name="read"/> on bytes that do not move meanwhile.</summary>
    public static TResult Over<TResult>(ReadOnlySpan<byte> bytes, Func<ByteRange, TResult> read)
    {
        fixed (byte* start = bytes)
            return read(new(start, bytes.Length));
    }
}
