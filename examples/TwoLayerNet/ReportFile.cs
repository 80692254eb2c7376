using LanguageExt;

namespace TwoLayerNet;

/// <summary>The file of a report, there whole or not at all.</summary>
internal static class ReportFile
{
    /// <summary>The path of the report in this folder, which is made if there is none; or why it cannot be.</summary>
    public static Fin<string> In(string folder) => Try(folder, () =>
    {
        Directory.CreateDirectory(folder);
        return Path.GetFullPath(Path.Combine(folder, "report.html"));
    });

    /// <summary>Writes the page, beside the file first. Gives the path, or why there is none.</summary>
    public static Fin<string> Write(string path, Fin<string> page) => page.Bind(html => Try(path, () =>
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            File.WriteAllText(temporary, html);
            File.Move(temporary, path, overwrite: true);
            return path;
        }
        finally
        {
            // After the move there is none.
            File.Delete(temporary);
        }
    }));

    private static Fin<string> Try(string subject, Func<string> operation)
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
