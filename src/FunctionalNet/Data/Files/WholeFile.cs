using System.Text.RegularExpressions;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Atomic writes: a file is written beside its place, flushed to the disk, and then moved there, so it is complete or absent, also after
/// a loss of power. A link stays, and the file that it leads to is written. A file that is replaced keeps its mode, but belongs to the
/// user who writes. A folder, a pipe or a device is not replaced. Failures come back as an error of one line that names the path.
/// </summary>
public static partial class WholeFile
{
    private const string PartEnding = ".part";

    [GeneratedRegex(@"^\.[a-z0-9]{8}\.[a-z0-9]{3}\.part$")]
    private static partial Regex PartName { get; }

    /// <summary>Writes or replaces a file in an existing folder. Returns its path, or the reason for a failure.</summary>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public static Fin<string> Write(string path, ReadOnlyMemory<byte> content) => WriteWith(path, file => file.Write(content.Span));

    /// <summary>Writes or replaces a file in an existing folder by a function. Returns its path, or the reason for a failure.</summary>
    internal static Fin<string> WriteWith(string path, Action<Stream> write) => WriteBeside(path, write, Put);

    /// <summary>Checks that a file can be written, by trying it without a trace. Returns its path, or the reason for a failure.</summary>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public static Fin<string> Check(string path) => WriteBeside(path, _ => { }, (_, _) => { });

    /// <summary>The path that a file is written to once links are resolved; a failure does not name the path.</summary>
    internal static Fin<string> Place(string path) => Outside.Try(() =>
    {
        var place = RealPath.Of(path);
        if (Directory.Exists(place) || Path.EndsInDirectorySeparator(path))
            return Fin<string>.Fail($"expected a file, found a folder at {place}");
        if (!File.Exists(place))
            return place;
        // For reading too, since opening a pipe only for writing would wait for a reader.
        using var there = new FileStream(place, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return IsFile(there) ? place : Fin<string>.Fail($"expected a file, found a pipe or a device at {place}");
    });

    /// <summary>A temporary path beside this one: unique to each writer, and short however long the name of the file is.</summary>
    internal static string Beside(string place) =>
        Path.Combine(Path.GetDirectoryName(place) ?? place, $".{Path.GetRandomFileName()}{PartEnding}");

    /// <summary>Deletes what writers that were killed have left in a folder.</summary>
    internal static Fin<Unit> DeleteParts(string folder) => Outside.Try(() =>
    {
        foreach (var part in Directory.EnumerateFiles(folder, $".*{PartEnding}").Where(part => PartName.IsMatch(Path.GetFileName(part))))
            File.Delete(part);
    }).About(folder);

    /// <summary>Moves a complete file to its place.</summary>
    internal static void Put(string complete, string place)
    {
        if (Mode(place) is { } mode && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(complete, mode);
        File.Move(complete, place, overwrite: true);
        FolderFlush.Flush(Path.GetDirectoryName(place) ?? place);
    }

    private static Fin<string> WriteBeside(string path, Action<Stream> write, Action<string, string> then)
    {
        return Place(path).Bind(Write).About(path);

        Fin<string> Write(string place)
        {
            var temporary = Beside(place);
            return Outside.Try(() =>
            {
                try
                {
                    using (var file = new FileStream(temporary, New(place)))
                    {
                        write(file);
                        file.Flush(flushToDisk: true);
                    }

                    then(temporary, place);
                }
                finally
                {
                    // After the move it no longer exists, and perhaps its folder does not either.
                    if (File.Exists(temporary))
                        File.Delete(temporary);
                }
            }).Match(_ => path, failure => Fin<string>.Fail(failure.Message.Replace(temporary, place, StringComparison.Ordinal)));
        }
    }

    /// <summary>A new file that can be read only by those who can read the one that it replaces.</summary>
    private static FileStreamOptions New(string place)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (Mode(place) is { } mode && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return options;
    }

    private static UnixFileMode? Mode(string place) =>
        OperatingSystem.IsWindows() || !File.Exists(place) ? null : File.GetUnixFileMode(place);

    /// <summary>Whether this is a regular file, by trial: a pipe has no position, and the length of a device cannot be set.</summary>
    private static bool IsFile(FileStream there)
    {
        try
        {
            if (there is { CanSeek: true, Length: 0 })
                there.SetLength(0);
            return there.CanSeek;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
