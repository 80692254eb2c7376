using LanguageExt;

namespace FunctionalNet;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file, then puts it in its place. Gives the path, or what the file system says against it.</summary>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static Fin<string> Write(string path, byte[] content)
    {
        // A name of its own, so that two writers do not write to the same file, and short however long that of the file is.
        var whole = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(whole) ?? whole, Path.GetRandomFileName());
        var written = Outside.Try(() =>
        {
            try
            {
                File.WriteAllBytes(temporary, content);
                File.Move(temporary, whole, overwrite: true);
            }
            finally
            {
                // After the move there is none.
                File.Delete(temporary);
            }
        });
        return written.Match(_ => path, failure => Fin<string>.Fail(failure.Message.Replace(temporary, whole, StringComparison.Ordinal)))
            .About(path);
    }
}
