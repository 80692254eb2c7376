namespace FunctionalNet;

/// <summary>Paths with all symbolic links resolved, those of their folders too.</summary>
internal static class RealPath
{
    // The limit of Linux.
    private const int MostLinks = 40;

    /// <summary>
    /// The path without links that this one leads to, whether or not it exists. <see cref="File.ResolveLinkTarget"/> resolves
    /// <c>..</c> in a link by the text of the path, which is wrong where the path itself goes through a link.
    /// </summary>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path));

        string Follow(string next)
        {
            if (Path.GetDirectoryName(next) is not { } above)
                return next;
            var folder = Follow(above);
            return Path.GetFileName(next) switch
            {
                "" or "." => folder,
                ".." => Path.GetDirectoryName(folder) ?? folder,
                var name when new FileInfo(Path.Combine(folder, name)).LinkTarget is { } target => ++links <= MostLinks
                    ? Follow(Path.Combine(folder, target))
                    : throw new IOException($"Too many levels of symbolic links : '{path}'"),
                var name => Path.Combine(folder, name),
            };
        }
    }
}
