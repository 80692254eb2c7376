using DigitJobs;
using TwoLayerNet;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The options of <c>examples/TwoLayerNet</c>: text that becomes numbers.</summary>
public sealed class CommandLineTests
{
    private static readonly Settings Small =
        new(new JobSettings("digits", Batch: 1, Rate: 0.1, Seed: 0, "single", Json: false, Report: null), iterations: 1, hidden: 1);

    [Theory]
    [InlineData("0.1", 0.1)]
    [InlineData("1e-3", 0.001)]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("3.4e38", 3.4e38)]
    [InlineData("1e-45", 1e-45)]
    public async Task A_rate_is_a_number_with_a_point(string text, double rate)
    {
        var settings = (await Read("--rate", text)).Settings;
        Assert.Equal(rate, settings?.Rate);
        Assert.False(double.IsNegative(settings!.Rate), $"{text} is read as a negative number, at which nothing is trained");
    }

    [Theory]
    [InlineData("0,1")]
    [InlineData("0,05")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("1 000")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e400")]
    [InlineData("1e39")]
    [InlineData("1e-60")]
    [InlineData("0x1")]
    [InlineData("")]
    public async Task An_invalid_rate_is_refused(string text)
    {
        var (settings, code, errors) = await Read("--rate", text);
        Assert.Equal((null, 1), (settings, code));
        Assert.Contains(
            $"--rate is 0 or more, with a decimal point and no separators, and a number in single precision, got '{text}'.",
            errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--iterations", "1,000", "a whole number from 0 to 2147483647")]
    [InlineData("--iterations", "-1", "a whole number from 0 to 2147483647")]
    [InlineData("--iterations", "2147483648", "a whole number from 0 to 2147483647")]
    [InlineData("--batch", "0", "a whole number from 1 to 2147483647")]
    [InlineData("--batch", "1.5", "a whole number from 1 to 2147483647")]
    [InlineData("--hidden", "0", "a whole number from 1 to 2147483647")]
    [InlineData("--hidden", "50,5", "a whole number from 1 to 2147483647")]
    [InlineData("--hidden", "99999999999999999999", "a whole number from 1 to 2147483647")]
    [InlineData("--seed", "1,2", "a whole number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("--seed", "9223372036854775808", "a whole number from -9223372036854775808 to 9223372036854775807")]
    public async Task An_invalid_or_too_large_integer_is_refused(string option, string text, string wanted)
    {
        var (settings, code, errors) = await Read(option, text);
        Assert.Equal((null, 1), (settings, code));
        Assert.Contains($"{option} is {wanted}, got '{text}'.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--iterations", "2147483647")]
    [InlineData("--iterations", "-0")]
    [InlineData("--iterations", "1e4")]
    [InlineData("--batch", "2147483647")]
    [InlineData("--hidden", "2147483647")]
    [InlineData("--seed", "-9223372036854775808")]
    public async Task Whole_numbers_are_read(string option, string text) =>
        Assert.NotNull((await Read(option, text)).Settings);

    [Theory]
    [InlineData("--resume goes with --checkpoint DIR.", "--resume")]
    [InlineData("--every goes with --checkpoint DIR.", "--every", "10")]
    [InlineData("--every is a whole number from 1 to 2147483647, got '0'.", "--checkpoint", "run", "--every", "0")]
    [InlineData("--predict trains nothing, so it does not go with --hidden, --save.", "--predict", "net.npz", "--hidden", "3", "--save", "x.npz")]
    [InlineData("--save is a file that ends with .safetensors or .npz, got 'net.txt'.", "--save", "net.txt")]
    [InlineData("--save is a file that ends with .safetensors or .npz, got ''.", "--save", "")]
    public async Task Options_that_do_not_fit_are_refused_in_a_line(string message, params string[] arguments)
    {
        var (settings, code, errors) = await Read(arguments);
        Assert.Equal((null, 1, message), (settings, code, errors.Trim()));
    }

    [Fact]
    public async Task Options_of_what_is_kept_are_read()
    {
        Assert.Equal(new Checkpoints("run", 1000, Resume: false), (await Read("--checkpoint", "run")).Settings?.Checkpoints);
        Assert.Equal(new Checkpoints("run", 50, Resume: true), (await Read("--checkpoint", "run", "--every", "50", "--resume")).Settings?.Checkpoints);
        Assert.Equal("net.npz", (await Read("--save", "net.npz")).Settings?.Save);
        Assert.Equal("net.npz", (await Read("--predict", "net.npz", "--json", "--precision", "double")).Settings?.Predict);
    }

    [Fact]
    public void The_largest_number_of_iterations_does_not_overflow_to_none()
    {
        using var cancellation = new CancellationTokenSource();
        var epochs = 0;
        var run = new Job<float>(Small with { Iterations = int.MaxValue, Batch = 20 }, Source, Stop, Assert.Null).Run(cancellation.Token).ThrowIfFail();
        Assert.InRange(run.Outcome.Iterations, 1, 100);

        // The first line describes the run, the second step 0, the third the end of the first epoch.
        void Stop(string line)
        {
            if (epochs++ == 2)
                cancellation.Cancel();
        }
    }

    [Theory]
    [InlineData(100_000_000, 100, "a tensor has at most 2147483591 numbers, one would have 100000000000")]
    [InlineData(2_147_483_647, 1, "a tensor has at most 2147483591 numbers, one would have 2147483647000")]
    [InlineData(2_700_000, 1, "a tensor has at most 2147483591 numbers, one would have 2700000000")]
    [InlineData(50, 2_147_483_647, "a tensor has at most 2147483591 numbers, one would have 1683627179248")]
    [InlineData(50, 100_000_000, "a tensor has at most 2147483591 numbers, one would have 78400000000")]
    [InlineData(1_000_000, 100, "the run takes 10.7 GB of memory or more, there are 8.0 GB")]
    [InlineData(100, 2_700_000, "the run takes 11.7 GB of memory or more, there are 8.0 GB")]
    public void A_run_that_does_not_fit_into_memory_is_refused_before_it(int hidden, int batch, string why)
    {
        var refused = Footprint.Within<float>(
            8_000_000_000, Small with { Hidden = hidden, Batch = batch }, 784,
            () => throw new InvalidOperationException("the run was begun"));
        Assert.Equal($"--hidden {hidden}, --batch {batch}: {why}", refused.Match(_ => "it was run", error => error.Message));
    }

    [Fact]
    public void Running_out_of_memory_is_reported() => Assert.Equal(
        "--hidden 1, --batch 1: there is not enough memory for the run",
        Footprint.Within<float>(8_000_000_000, Small, 784, () => throw new InsufficientMemoryException())
            .Match(_ => "it was run", error => error.Message));

    [Fact]
    public async Task An_empty_name_is_no_folder_of_data() => Assert.Equal(
        "--data: expected auto, digits or a folder, got an empty name",
        (await DataSource.Load<float>("", CancellationToken.None)).Match(_ => "it was taken", error => error.Message));

    private static Source<float> Source { get; } =
        new(Digits.Generate<float>(Key.Seed(0), 40), Digits.Generate<float>(Key.Seed(1), 10), "digits");

    private static Task<(Settings? Settings, int Code, string Errors)> Read(params string[] arguments) =>
        CommandLineReading.Of<Settings>(run => CommandLine.Invoke(arguments, run, CancellationToken.None));
}
