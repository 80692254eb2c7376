using System.Buffers.Binary;
using System.IO.Compression;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>A file as it is, or as it was before gzip: its first two bytes tell which, not its name.</summary>
internal static class UncompressedFile
{
    /// <summary>What <paramref name="read"/> makes of the whole file; a failure does not name the file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="read">Reads to the end, or fails.</param>
    /// <param name="length">How many bytes the result was read from.</param>
    public static Fin<A> Read<A>(string file, Func<Stream, Fin<A>> read, Func<A, long> length) =>
        Directory.Exists(file) ? Error.New("expected a file, found a directory")
        : !File.Exists(file) ? Error.New("expected a file, found nothing")
        : Outside.Try(() =>
        {
            using var stored = File.OpenRead(file);
            return !stored.CanSeek ? Error.New("expected a file that can be read again, found a stream")
                : IsGzip(stored) ? ReadGzip(stored, read, length)
                : read(stored);
        });

    private static bool IsGzip(FileStream stored)
    {
        Span<byte> start = stackalloc byte[2];
        var found = stored.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stored.Position = 0;
        return found == start.Length && start is [0x1f, 0x8b];
    }

    private static Fin<A> ReadGzip<A>(FileStream stored, Func<Stream, Fin<A>> read, Func<A, long> length)
    {
        try
        {
            using var content = new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true);
            return from result in read(content)
                   from _ in guard(
                       AnnouncedLength(stored) == (uint)length(result),
                       Error.New("expected whole gzip data, found it cut short or with something after it"))
                   select result;
        }
        catch (InvalidDataException)
        {
            return Error.New("expected sound gzip data, found it corrupt");
        }
    }

    // GZipStream takes the end of the file for the end of the data, so it misses a checksum that is cut off. The last four
    // bytes are the length modulo 2³² (RFC 1952, 2.3.1), and are not when they are missing or followed by something.
    private static uint AnnouncedLength(FileStream stored)
    {
        Span<byte> last = stackalloc byte[sizeof(uint)];
        stored.Seek(-last.Length, SeekOrigin.End);
        stored.ReadExactly(last);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
