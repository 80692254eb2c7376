using LanguageExt;

namespace FunctionalNet;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside the file, then puts it in its place. Gives the path, or what the file system says against it.</summary>
    public static Fin<string> Write(string path, byte[] content)
    {
        // A name of its own, so that two writers do not write to the same file.
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        var written = Outside.Try(() =>
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        });
        if (written.IsFail)
            Outside.Try(() => File.Delete(temporary));
        return written.Map(_ => path).About(path);
    }
}
