using System.Text;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>The file of a report, there whole or not at all.</summary>
internal static class ReportFile
{
    /// <summary>
    /// The path of the report in this folder, which is made if there is none; or why there cannot be one, which is to be known before
    /// the run, not after it.
    /// </summary>
    public static Fin<string> In(string folder) => Said(string.IsNullOrWhiteSpace(folder)
        ? Fin<string>.Fail("it wants a folder, got an empty name")
        : Made(folder).Bind(made => WholeFile.Check(Path.GetFullPath(Path.Combine(made, "report.html")))));

    /// <summary>Writes the page. Gives the path, or why there is none.</summary>
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
