using System.Text;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>The file of a report, which is complete or absent.</summary>
internal static class ReportFile
{
    /// <summary>
    /// The path of the report in this folder, which is made if it does not exist; or the reason why a report cannot be written, which
    /// should be known before the run, not after it.
    /// </summary>
    public static Fin<string> In(string folder) => Said(string.IsNullOrWhiteSpace(folder)
        ? Fin<string>.Fail("expected a folder, got an empty name")
        : Made(folder).Bind(made => WholeFile.Check(Path.GetFullPath(Path.Combine(made, "report.html")))));

    /// <summary>Writes the page. Returns the path, or the reason for a failure.</summary>
    public static Fin<string> Write(string path, Fin<string> page) =>
        page.Bind(html => Said(WholeFile.Write(path, Encoding.UTF8.GetBytes(html))));

    private static Fin<string> Made(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Fin<string>.Fail($"{folder}: {failure.Message}".ReplaceLineEndings(" "));
        }
    }

    private static Fin<string> Said(Fin<string> result) =>
        result.Match(Fin<string>.Succ, failure => Fin<string>.Fail($"--report: {failure.Message}"));
}
