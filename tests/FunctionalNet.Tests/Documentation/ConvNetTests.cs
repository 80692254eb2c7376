using ConvNet;
using DigitJobs;
using FunctionalNet.Tests.Data;
using static FunctionalNet.Tests.ProgramOutput;

namespace FunctionalNet.Tests.Documentation;

/// <summary>Short runs of <c>examples/ConvNet</c>.</summary>
public sealed class ConvNetTests : IDisposable
{
    private static readonly Source<float> Source =
        new Source<float>(Digits.Generate<float>(Key.Seed(0), 40), Digits.Generate<float>(Key.Seed(1), 10), "digits").AsImages();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_that_is_resumed_comes_to_the_same_bits()
    {
        var settings = Small("deep") with { Checkpoints = new(folder.At("run"), Every: 2, Resume: false) };
        var whole = Run(settings).Outcome;
        Assert.Equal((0, 8, 8), (whole.FirstIteration, whole.Iterations, whole.LastIteration));
        // As if it had been ended after step 4, in the middle of the schedule.
        File.Delete(folder.At("run/step-000000000006.safetensors"));
        File.Delete(folder.At("run/step-000000000008.safetensors"));
        var resumed = Run(settings with { Checkpoints = settings.Checkpoints with { Resume = true } }).Outcome;
        Assert.Equal((4, 8, whole.ParametersSha256), (resumed.FirstIteration, resumed.Iterations, resumed.ParametersSha256));
    }

    [Fact]
    public void A_run_of_other_epochs_has_another_schedule_so_its_folder_is_refused()
    {
        var settings = Small("simple") with { Checkpoints = new(folder.At("run"), Every: 100, Resume: true) };
        Run(settings);
        Assert.Matches(
            @"^--resume: .*: expected the optimizer Adam\(Cosine\(0.001, 0, 12\)\), found Adam\(Cosine\(0.001, 0, 8\)\)",
            Begun(settings with { Epochs = 3 }).Match(_ => "it was resumed", error => error.Message));
    }

    [Fact]
    public void The_deep_network_sees_other_images_every_epoch_and_the_simple_one_the_same()
    {
        Assert.Contains("augmented by Shift(2) >> Rotate(10)", Run(Small("deep")).Outcome.Details.Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("augmented", Run(Small("simple")).Outcome.Details.Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simple", 1_000_000, "a tensor has at most 2147483591 numbers, one would have 3456000000")]
    [InlineData("deep", 10_000, "GB of memory or more, there are 1.0 GB")]
    public void A_run_that_does_not_fit_into_memory_is_refused_before_it(string network, int batch, string why)
    {
        var refused = Footprint.Within<float>(
            1_000_000_000, Small(network) with { Batch = batch }, [200_000, 28, 28, 1], () => throw new InvalidOperationException("the run was begun"));
        var message = refused.Match(_ => "it was run", error => error.Message);
        Assert.StartsWith($"--batch {batch}: ", message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    [PictureFact]
    public void A_report_shows_the_filters_before_and_after()
    {
        var page = ReportPage.Of(Run(Small("simple"))).ThrowIfFail();
        foreach (var when in new[] { "before", "after" })
        {
            Assert.Contains(
                $"alt=\"Filters of the first convolution {when} training: an image of the weights of each output channel\"", page, StringComparison.Ordinal);
        }
    }

    [PictureFact]
    public async Task A_network_that_was_saved_is_asked()
    {
        IdxBytes.WriteMnist(folder.At("data"));
        var (file, page) = (folder.At("net.safetensors"), folder.At("report"));
        var trained = await Start("--epochs", "1", "--batch", "50", "--save", file, "--report", page, "--json");
        Assert.Equal((0, ""), (trained.Code, trained.Errors));
        Assert.Contains($"\nreport {folder.At("report/report.html")}\nparameters in {file}\n", trained.Output, StringComparison.Ordinal);
        var asked = await Start("--predict", file, "--json");
        Assert.Equal((0, ""), (asked.Code, asked.Errors));
        Assert.Equal(
            $"{Json(trained.Output)["testAccuracy"]} {Hash(trained.Output)} 20",
            $"{Json(asked.Output)["testAccuracy"]} {Hash(asked.Output)} {Json(asked.Output)["images"]}");
        var refused = await Start("--predict", file, "--network", "deep");
        Assert.Equal(1, refused.Code);
        Assert.Matches("^--predict: .*net.safetensors: .*\n$", refused.Errors);
    }

    private async Task<(int Code, string Output, string Errors)> Start(params string[] arguments)
    {
        using var process = Dotnet.Start([typeof(Settings).Assembly.Location, "--data", folder.At("data"), .. arguments]);
        return await Ended(process);
    }

    private static Settings Small(string network) =>
        new(new JobSettings("digits", Batch: 10, Rate: 0.001, Seed: 0, "single", Json: false, Report: null), network, epochs: 2);

    private static Run<float> Run(Settings settings) => Begun(settings).ThrowIfFail();

    private static LanguageExt.Fin<Run<float>> Begun(Settings settings) =>
        new Job<float>(settings, Source, _ => { }, Assert.Null).Run(CancellationToken.None);
}
