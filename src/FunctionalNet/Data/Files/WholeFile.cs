using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Atomic writes: a file is written beside its place and then moved there, so it is complete or absent. A link stays, and the file
/// that it leads to is written. A file that is replaced keeps its mode, but belongs to the user who writes. A folder, a pipe or a
/// device is not replaced. Failures come back as an error of one line that names the path.
/// </summary>
public static class WholeFile
{
    /// <summary>Writes or replaces a file in an existing folder. Returns its path, or the reason for a failure.</summary>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public static Fin<string> Write(string path, ReadOnlyMemory<byte> content) => WriteBeside(path, content, Put);

    /// <summary>Checks that a file can be written, by trying it without a trace. Returns its path, or the reason for a failure.</summary>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public static Fin<string> Check(string path) => WriteBeside(path, default, (_, _) => { });

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
    internal static string Beside(string place) => Path.Combine(Path.GetDirectoryName(place) ?? place, Path.GetRandomFileName());

    /// <summary>Moves a complete file to its place.</summary>
    internal static void Put(string complete, string place)
    {
        if (Mode(place) is { } mode && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(complete, mode);
        File.Move(complete, place, overwrite: true);
    }

    private static Fin<string> WriteBeside(string path, ReadOnlyMemory<byte> content, Action<string, string> then)
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
                        file.Write(content.Span);
                    then(temporary, place);
                }
                finally
                {
                    // After the move it no longer exists.
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
