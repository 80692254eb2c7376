using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FunctionalNet.Tests.Data;
using TwoLayerNet;

namespace FunctionalNet.Tests.Plots;

/// <summary>The page that <c>examples/TwoLayerNet --report</c> writes.</summary>
public sealed partial class ReportTests
{
    private static readonly Source<float> Source = new(
        Digits.Generate<float>(Key.Seed(0), 200), Digits.Generate<float>(Key.Seed(1), 50), "<data> & \"more\"");

    private static Run<float> Run(int iterations, double rate = 0.1) => Job<float>.Run(
        new Settings("digits", iterations, Batch: 20, rate, Hidden: 5, Seed: 3, "single", Json: false, Report: null),
        Source, _ => { }, CancellationToken.None);

    [PictureTheory]
    [InlineData(25, 0.1)]
    [InlineData(1, 0.1)]
    [InlineData(0, 0.1)]
    [InlineData(25, 1e9)]
    public void A_page_needs_nothing_but_itself_and_says_what_was_run(int iterations, double rate)
    {
        var run = Run(iterations, rate);
        var page = ReportPage.Of(run).ThrowIfFail();
        Assert.Contains("&lt;data&gt; &amp; &quot;more&quot;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<data>", page, StringComparison.Ordinal);
        Assert.Contains("&gt;&gt; Relu &gt;&gt;", page, StringComparison.Ordinal);
        Assert.Contains(run.Outcome.ParametersSha256, page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        var pictures = Images().Matches(page).Select(image => Encoding.UTF8.GetString(Convert.FromBase64String(image.Groups[1].Value)));
        Assert.Equal(["svg", "svg", "svg", "svg", "svg"], pictures.Select(picture => XDocument.Parse(picture).Root!.Name.LocalName));
        Assert.Equal(run.Outcome.HasDiverged, page.Contains("diverged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_remembers_its_losses_and_the_accuracies_of_its_epochs()
    {
        var run = Run(25);
        Assert.Equal(Enumerable.Range(1, 25).Select(step => (double)step), run.History.Losses.Select(at => at.Step));
        Assert.Equal(run.Outcome.FinalLoss, run.History.Losses[^1].Loss);
        Assert.Equal([0, 1, 2, 2.5], run.History.Accuracies.Select(at => at.Epoch));
        Assert.Equal((2.5, run.Outcome.TrainAccuracy, run.Outcome.TestAccuracy), run.History.Accuracies[^1]);
    }

    [Fact]
    public void The_folder_is_made_or_it_is_said_why_not()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder.At("new/er/report.html"), ReportFile.In(folder.At("new/er")).ThrowIfFail());
        Assert.True(Directory.Exists(folder.At("new/er")), "the folder was not made");
        var file = folder.Write("file", []);
        var failure = ReportFile.In(file).Match(_ => "it was made", error => error.Message);
        Assert.StartsWith($"--report: {file}: ", failure, StringComparison.Ordinal);
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

    [GeneratedRegex("data:image/svg\\+xml;base64,([^\"]+)\"")]
    private static partial Regex Images();
}
