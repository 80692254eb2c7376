using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Files that are there whole or not at all: they are written beside their place, and then put there. Where a link stands the file
/// that it leads to is written, and the link stays. A file that is replaced passes its mode on, but belongs to who writes. A folder,
/// a pipe or a device is not replaced. What the file system says against it comes back as an error of one line that names the path.
/// </summary>
public static class WholeFile
{
    /// <summary>Writes a file, which is replaced if there is one; its folder must exist. Gives the path, or why there is none.</summary>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static Fin<string> Write(string path, ReadOnlyMemory<byte> content) => WriteBeside(path, content, Put);

    /// <summary>Whether a file can be written, which is tried, and leaves nothing behind. Gives the path, or why not.</summary>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static Fin<string> Check(string path) => WriteBeside(path, default, (_, _) => { });

    /// <summary>Where a file is really to be written that has this path, or why it cannot be; a failure does not name the path.</summary>
    internal static Fin<string> Place(string path) => Outside.Try(() =>
    {
        var place = RealPath.Of(path);
        if (Directory.Exists(place) || Path.EndsInDirectorySeparator(path))
            return Fin<string>.Fail($"expected a file, found a folder at {place}");
        if (!File.Exists(place))
            return place;
        // To read as well, since to open a pipe only to write is to wait for a reader.
        using var there = new FileStream(place, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return IsFile(there) ? place : Fin<string>.Fail($"expected a file, found a pipe or a device at {place}");
    });

    /// <summary>A path beside this one: another for each writer, and short however long the name of the file is.</summary>
    internal static string Beside(string place) => Path.Combine(Path.GetDirectoryName(place) ?? place, Path.GetRandomFileName());

    /// <summary>Puts a file that is complete into its place.</summary>
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
                    // After the move there is none.
                    File.Delete(temporary);
                }
            }).Match(_ => path, failure => Fin<string>.Fail(failure.Message.Replace(temporary, place, StringComparison.Ordinal)));
        }
    }

    /// <summary>A new file that may be read by those only who may read the one that it is to replace.</summary>
    private static FileStreamOptions New(string place)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (Mode(place) is { } mode && !OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return options;
    }

    private static UnixFileMode? Mode(string place) =>
        OperatingSystem.IsWindows() || !File.Exists(place) ? null : File.GetUnixFileMode(place);

    /// <summary>Whether this is a file, which .NET does not tell: a pipe has no position, and of a device the length cannot be set.</summary>
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
