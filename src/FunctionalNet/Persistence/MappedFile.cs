using System.IO.MemoryMappedFiles;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Reads a range of bytes, which may be longer than a span.</summary>
/// <typeparam name="A">The result.</typeparam>
internal delegate Fin<A> RangeReader<A>(ByteRange bytes);

/// <summary>A file as bytes in memory: only what is looked at is read from the disk.</summary>
internal static class MappedFile
{
    /// <summary>The result of <paramref name="read"/> on the bytes of a file; a failure names the file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="read">A function that copies what it keeps: the bytes are gone after it.</param>
    public static Fin<A> Read<A>(string file, RangeReader<A> read) => Found(file).Bind(_ => Outside.Try(() => Map(file, read))).About(file);

    /// <summary>An error, unless there is a file with content.</summary>
    internal static Fin<Unit> Found(string file) =>
        Directory.Exists(file) ? Error.New("expected a file, found a directory")
        : !File.Exists(file) ? Error.New("expected a file, found nothing")
        // Opening a pipe would wait for a writer.
        : Outside.Try(() => new FileInfo(RealPath.Of(file)).Length == 0
            ? Empty
            : Fin<Unit>.Succ(Unit.Default));

    /// <summary>An error, if there is a file with content that cannot be opened.</summary>
    internal static Fin<Unit> RequireReadable(string file) =>
        Found(file).IsFail ? Unit.Default : Outside.Try(() => File.OpenRead(file).Dispose()).About(file);

    private static Error Empty => Error.New("expected a file with content, found an empty one, a pipe or a device");

    private static unsafe Fin<A> Map<A>(string file, RangeReader<A> read)
    {
        using var stored = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = stored.Length;
        if (length == 0)
            return Empty;
        using var map = MemoryMappedFile.CreateFromFile(stored, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        try
        {
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            return read(new(start + view.PointerOffset, length));
        }
        finally
        {
            if (start is not null)
                view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
