using LanguageExt;
using Microsoft.Win32.SafeHandles;

namespace FunctionalNet;

/// <summary>An open file that several threads read at positions.</summary>
/// <remarks>
/// It is not mapped into memory, as files are that are read once. Pages that are mapped count as memory of the process, so that it seems to
/// grow to the size of the file, and limits on it, as clusters have, end it. And the system ends a process by a signal where a mapped file was
/// cut short or its disk fails, whereas a read fails with an error, which can be worded. The file is closed by the finalizer of its handle: all
/// that share it are done with then.
/// </remarks>
internal sealed class PositionalFile
{
    private readonly SafeFileHandle handle;
    private readonly long written;

    private PositionalFile(string path, SafeFileHandle handle) =>
        (Path, this.handle, Length, written) = (path, handle, RandomAccess.GetLength(handle), WrittenAt(handle));

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>The result of <paramref name="read"/> on a file, which stays open if it succeeds; a failure names the file.</summary>
    public static Fin<A> Open<A>(string path, Func<PositionalFile, Fin<A>> read)
    {
        return MappedFile.Found(path).Bind(_ => Outside.Try(Opened)).About(path);

        Fin<A> Opened()
        {
            // Rows are far from each other: what the system would read ahead of one is of no use for the next.
            var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            var isKept = false;
            try
            {
                var result = read(new(path, handle));
                isKept = result.IsSucc;
                return result;
            }
            finally
            {
                if (!isKept)
                    handle.Dispose();
            }
        }
    }

    /// <summary>The first bytes, so many.</summary>
    public byte[] First(int count)
    {
        var bytes = new byte[count];
        Read(0, bytes);
        return bytes;
    }

    /// <summary>Fills a span with the bytes from an offset on.</summary>
    /// <exception cref="IOException">They are no longer there, or cannot be read.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(handle, bytes, offset);
            if (read == 0)
                throw new IOException(Invariant($"{Path}: expected {Length} bytes as when it was opened, found {RandomAccess.GetLength(handle)}: it was cut short"));
            offset += read;
            bytes = bytes[read..];
        }
    }

    /// <summary>Throws if the file is no longer the one that was opened: what was read of it would be of two files.</summary>
    /// <remarks>A file that another was moved over is still the one that was opened.</remarks>
    /// <exception cref="IOException">It was written to.</exception>
    public void RequireUnchanged()
    {
        if (RandomAccess.GetLength(handle) != Length || WrittenAt(handle) != written)
            throw new IOException($"{Path}: expected the file as it was opened, found that it was written to: open it again");
    }

#pragma warning disable RS0030 // It is kept in the file: no clock is read.
    private static long WrittenAt(SafeFileHandle handle) => File.GetLastWriteTimeUtc(handle).Ticks;
#pragma warning restore RS0030
}
