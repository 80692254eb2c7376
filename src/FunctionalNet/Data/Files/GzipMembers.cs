using System.IO.Compression;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// A gzip file, presented to <see cref="GZipStream"/> so that a truncated file is told from a complete one. GZipStream reads all
/// members and checks the length and the checksum of each, but accepts the end of the file in the middle of a member, and stops
/// without an error at data that is no member. So it gets the zeros at the end of the file, and one more, one byte at a time: after
/// the last member it takes one of them and stops, while within a member it takes all of them and asks for more.
/// </summary>
/// <remarks>
/// RFC 1952, 2.2. Zeros after the last member count as padding, as with gzip: tapes and block devices add it.
/// </remarks>
internal sealed class GzipMembers : Stream
{
    private const int BlockSize = 4096;

    private readonly FileStream stored;

    // The position of the zeros at the end of the file.
    private readonly long zeros;

    // The number of bytes given, and whether more were asked for than there are.
    private long given;
    private bool isExhausted;

    private GzipMembers(FileStream stored) => (this.stored, zeros) = (stored, EndWithoutZeros(stored));

    /// <summary>The result of <paramref name="read"/> on the uncompressed data of all members.</summary>
    /// <param name="stored">A file that begins as gzip data does.</param>
    /// <param name="read">A function that reads to the end, or fails.</param>
    public static Fin<A> Read<A>(FileStream stored, Func<Stream, Fin<A>> read)
    {
        using var members = new GzipMembers(stored);
        try
        {
            using var content = new GZipStream(members, CompressionMode.Decompress);
            var result = read(content);
            return members.isExhausted ? CutShort
                : result.IsFail || members.given > members.zeros ? result
                : Error.New("expected gzip data up to the end of the file, found something else after it");
        }
        catch (InvalidDataException)
        {
            return members.given > stored.Length ? CutShort : Error.New("expected valid gzip data, found it corrupt");
        }
    }

    private static Error CutShort => Error.New("expected complete gzip data, found it truncated");

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (given < zeros)
        {
            var read = stored.Read(buffer[..(int)long.Min(buffer.Length, zeros - given)]);
            given += read;
            return read;
        }

        isExhausted = given > stored.Length;
        if (isExhausted || buffer.IsEmpty)
            return 0;
        buffer[0] = 0;
        given++;
        return 1;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private static long EndWithoutZeros(FileStream stored)
    {
        var (end, last) = (stored.Length, -1);
        while (last < 0 && end > 0)
        {
            var block = new byte[(int)long.Min(end, BlockSize)];
            end -= block.Length;
            stored.Position = end;
            stored.ReadExactly(block);
            last = block.AsSpan().LastIndexOfAnyExcept((byte)0);
        }

        stored.Position = 0;
        return end + last + 1;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
