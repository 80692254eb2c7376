namespace FunctionalNet;

/// <summary>Where paths lead to when symbolic links are followed, those of their folders too.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>
    /// The path without links that this one leads to, whether or not there is anything. <see cref="File.ResolveLinkTarget"/> takes
    /// <c>..</c> in a link for the folder above in the path, which is another one where that goes through a link itself.
    /// </summary>
    /// <exception cref="ArgumentException">The path is none.</exception>
    /// <exception cref="IOException">Links lead in a circle.</exception>
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
