using LanguageExt;

namespace TwoLayerNet;

/// <summary>The file of a report, there whole or not at all.</summary>
internal static class ReportFile
{
    /// <summary>The path of the report in this folder, which is made if there is none; or why there cannot be one.</summary>
    public static Fin<string> In(string folder) => string.IsNullOrWhiteSpace(folder)
        ? Fin<string>.Fail("--report: it wants a folder, got an empty name")
        : Try(folder, () =>
        {
            Directory.CreateDirectory(folder);
            var path = Path.GetFullPath(Path.Combine(folder, "report.html"));
            if (Directory.Exists(path))
                return Fin<string>.Fail($"--report: {path} is a folder");
            // Whether it can be written is to be known before the run, not after it.
            WriteBeside(path, "", _ => { });
            return path;
        });

    /// <summary>Writes the page, beside the file first. Gives the path, or why there is none.</summary>
    public static Fin<string> Write(string path, Fin<string> page) => page.Bind(html => Try(path, () =>
    {
        WriteBeside(path, html, temporary => File.Move(temporary, path, overwrite: true));
        return path;
    }));

    private static void WriteBeside(string path, string text, Action<string> then)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, Path.GetRandomFileName());
        try
        {
            File.WriteAllText(temporary, text);
            then(temporary);
        }
        finally
        {
            // Where it was moved there is none.
            File.Delete(temporary);
        }
    }

    private static Fin<string> Try(string subject, Func<Fin<string>> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Fin<string>.Fail($"--report: {subject}: {failure.Message}".ReplaceLineEndings(" "));
        }
    }
}
