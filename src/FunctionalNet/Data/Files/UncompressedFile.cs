using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>A file without its gzip compression, if any: it is recognized by the first two bytes, not by the name.</summary>
internal static class UncompressedFile
{
    /// <summary>The result of <paramref name="read"/> on the uncompressed file; a failure does not name the file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="read">A function that reads to the end, or fails.</param>
    public static Fin<A> Read<A>(string file, Func<Stream, Fin<A>> read) =>
        ReadStored(file, stored => IsGzip(stored) ? GzipMembers.Read(stored, read) : read(stored));

    /// <summary>The result of <paramref name="read"/> on the file as it is stored, compressed or not; a failure does not name the file.</summary>
    /// <inheritdoc cref="Read{A}(string, Func{Stream, Fin{A}})"/>
    public static Fin<A> ReadStored<A>(string file, Func<FileStream, Fin<A>> read) =>
        Directory.Exists(file) ? Error.New("expected a file, found a directory")
        : !File.Exists(file) ? Error.New("expected a file, found nothing")
        // Opening a pipe would wait for a writer.
        : Outside.Try(() => new FileInfo(RealPath.Of(file)) is { Exists: true, Length: 0 }
            ? Error.New("expected a file with content, found an empty one, a pipe or a device")
            : Open(file, read));

    private static Fin<A> Open<A>(string file, Func<FileStream, Fin<A>> read)
    {
        using var stored = File.OpenRead(file);
        return stored.CanSeek ? read(stored) : Error.New("expected a file that can be read again, found a stream");
    }

    private static bool IsGzip(FileStream stored)
    {
        Span<byte> start = stackalloc byte[2];
        var found = stored.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stored.Position = 0;
        return found == start.Length && start is [0x1f, 0x8b];
    }
}
