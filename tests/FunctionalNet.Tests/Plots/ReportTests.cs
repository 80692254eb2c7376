using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DigitJobs;
using TwoLayerNet;

namespace FunctionalNet.Tests.Plots;

/// <summary>The page that <c>examples/TwoLayerNet --report</c> writes.</summary>
public sealed partial class ReportTests
{
    private static readonly Source<float> Source = new(
        Digits.Generate<float>(Key.Seed(0), 200), Digits.Generate<float>(Key.Seed(1), 50), "<data> & \"more\"");

    private static Run<float> Run(int iterations, double rate = 0.1) => new Job<float>(
        new Settings(new("digits", Batch: 20, rate, Seed: 3, "single", Json: false, Report: null), iterations, hidden: 5),
        Source, _ => { }, Assert.Null).Run(CancellationToken.None).ThrowIfFail();

    [PictureTheory]
    [InlineData(25, 0.1)]
    [InlineData(1, 0.1)]
    [InlineData(0, 0.1)]
    [InlineData(25, 1e20)]
    public void A_page_needs_nothing_but_itself_and_says_what_was_run(int iterations, double rate)
    {
        var run = Run(iterations, rate);
        var page = ReportPage.Of(run).ThrowIfFail();
        Assert.Contains("&lt;data&gt; &amp; &quot;more&quot;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<data>", page, StringComparison.Ordinal);
        Assert.Contains("&gt;&gt; Relu &gt;&gt;", page, StringComparison.Ordinal);
        Assert.Contains(run.Outcome.ParametersSha256, page, StringComparison.Ordinal);
        var pictures = Pictures(page).ToArray();
        Assert.Equal(["svg", "svg", "svg", "svg", "svg"], pictures.Select(picture => XDocument.Parse(picture).Root!.Name.LocalName));
        // Neither the page nor its pictures load anything: all references are internal.
        Assert.Empty(pictures.Append(page).SelectMany(text => Loaded().Matches(text)).Select(match => match.Value));
        Assert.DoesNotContain("alt=\"\"", page, StringComparison.Ordinal);
    }

    [PictureFact]
    public void A_page_says_which_accuracy_is_which()
    {
        var run = Run(25);
        var outcome = run.Outcome with { TestAccuracy = 0.25, TrainAccuracy = 0.75 };
        var page = ReportPage.Of(run with { Outcome = outcome }).ThrowIfFail();
        Assert.Contains("<b>25.00 %</b>of the test images right", page, StringComparison.Ordinal);
        Assert.Contains("<b>75.00 %</b>of the training images right", page, StringComparison.Ordinal);
        Assert.Contains("75.00 % on the training images and 25.00 % on the test images", page, StringComparison.Ordinal);
    }

    [PictureFact]
    public void A_page_on_a_run_that_diverged_says_why()
    {
        var run = Run(25, rate: 1e20);
        var page = ReportPage.Of(run).ThrowIfFail();
        Assert.True(run.Outcome.HasDiverged);
        Assert.Contains(WebUtility.HtmlEncode(run.Outcome.Divergence)!, page, StringComparison.Ordinal);
        Assert.DoesNotContain("diverged", ReportPage.Of(Run(25)).ThrowIfFail(), StringComparison.Ordinal);
    }

    [PictureFact]
    public void Without_a_step_there_is_no_loss_and_no_time_for_one()
    {
        var run = Run(0);
        var page = ReportPage.Of(run).ThrowIfFail();
        Assert.DoesNotContain("a step (", page, StringComparison.Ordinal);
        Assert.Contains("final loss none", run.Outcome.Summary, StringComparison.Ordinal);
        Assert.Contains("train, no values", XDocument.Parse(Pictures(page).First()).Descendants().Select(element => element.Value.Trim()));
    }

    [Fact]
    public void Accuracies_are_shown_by_epoch_or_by_step_if_there_is_no_whole_one()
    {
        Assert.Equal([1, 2, 2.5], ReportPage.Accuracies(Run(25).History)[1].Points.Select(point => point.X));
        Assert.Equal([0, 3], ReportPage.Accuracies(Run(3).History)[0].Points.Select(point => point.X));
        var history = Run(25).History;
        Assert.Equal(history.Accuracies[1..].Select(at => at.Train), ReportPage.Accuracies(history)[0].Points.Select(point => point.Y));
        Assert.Equal(history.Accuracies[1..].Select(at => at.Test), ReportPage.Accuracies(history)[1].Points.Select(point => point.Y));
    }

    [Fact]
    public void A_run_remembers_its_losses_and_the_accuracies_of_its_epochs()
    {
        var run = Run(25);
        Assert.Equal(Enumerable.Range(1, 25).Select(step => (double)step), run.History.Losses.Select(at => at.Step));
        Assert.Equal(run.Outcome.FinalLoss, run.History.Losses[^1].Loss);
        Assert.Equal([0, 10, 20, 25], run.History.Accuracies.Select(at => at.Step));
        Assert.Equal((25, run.Outcome.TrainAccuracy, run.Outcome.TestAccuracy), run.History.Accuracies[^1]);
    }

    [Fact]
    public void The_folder_is_made_or_the_failure_says_why_not()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder.At("new/er/report.html"), ReportFile.In(folder.At("new/er")).ThrowIfFail());
        Assert.True(Directory.Exists(folder.At("new/er")), "the folder was not made");
        var file = folder.Write("file", []);
        var failure = ReportFile.In(file).Match(_ => "it was made", error => error.Message);
        Assert.StartsWith($"--report: {file}: ", failure, StringComparison.Ordinal);
        Assert.Equal(["file", "new"], folder.Entries.Select(entry => entry.Split('/')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_refused_before_the_run()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("report.html"));
        Assert.Equal(
            $"--report: {folder.At("report.html")}: expected a file, found a folder at {folder.At("report.html")}",
            ReportFile.In(folder.At("")).Match(_ => "it was taken", error => error.Message));
        Assert.Equal(
            "--report: expected a folder, got an empty name", ReportFile.In("").Match(_ => "it was taken", error => error.Message));
        if (OperatingSystem.IsLinux())
            Assert.StartsWith("--report: /proc/report.html: ", ReportFile.In("/proc").Match(_ => "", error => error.Message), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_there_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder.At("report.html"), ReportFile.Write(folder.At("report.html"), "<p>").ThrowIfFail());
        Assert.Equal("<p>", File.ReadAllText(folder.At("report.html")));
        Directory.CreateDirectory(folder.At("taken"));
        var failure = ReportFile.Write(folder.At("taken"), "<p>").Match(_ => "it was written", error => error.Message);
        Assert.StartsWith($"--report: {folder.At("taken")}: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure);
        Assert.Equal(["report.html", "taken"], folder.Entries);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_page_is_written_through_a_link_and_keeps_its_mode_and_a_device_is_refused()
    {
        using var folder = new TemporaryFolder();
        var page = folder.Write("page", []);
        File.SetUnixFileMode(page, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder.At("report.html"), "page");
        Assert.Equal(folder.At("report.html"), ReportFile.In(folder.Path).Bind(path => ReportFile.Write(path, "<p>")).ThrowIfFail());
        Assert.Equal(("page", "<p>"), (new FileInfo(folder.At("report.html")).LinkTarget, File.ReadAllText(page)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(page));
        File.Delete(folder.At("report.html"));
        File.CreateSymbolicLink(folder.At("report.html"), "/dev/null");
        Assert.Equal(
            $"--report: {folder.At("report.html")}: expected a file, found a pipe or a device at /dev/null",
            ReportFile.In(folder.Path).Match(_ => "it was taken", error => error.Message));
        Assert.Equal(["page", "report.html"], folder.Entries);
    }

    private static IEnumerable<string> Pictures(string page) =>
        Images().Matches(page).Select(image => Encoding.UTF8.GetString(Convert.FromBase64String(image.Groups[1].Value)));

    [GeneratedRegex("""(href|src)="(?!#|data:)[^"]*"|url\((?!#)[^)]*\)|@import""")]
    private static partial Regex Loaded();

    [GeneratedRegex("data:image/svg\\+xml;base64,([^\"]+)\"")]
    private static partial Regex Images();
}
