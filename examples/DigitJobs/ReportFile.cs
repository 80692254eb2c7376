using System.Text;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>The file of a report, which is complete or absent.</summary>
public static class ReportFile
{
    /// <summary>
    /// The path of the report in this folder, which is made if it does not exist; or the reason why a report cannot be written, which
    /// should be known before the run, not after it.
    /// </summary>
    public static Fin<string> In(string folder) =>
        OutputFolder.Made(folder).Bind(made => WholeFile.Check(Path.Combine(made, "report.html"))).Of("--report");

    /// <summary>Writes the page. Returns the path, or the reason for a failure.</summary>
    public static Fin<string> Write(string path, Fin<string> page) =>
        page.Bind(html => WholeFile.Write(path, Encoding.UTF8.GetBytes(html)).Of("--report"));
}
