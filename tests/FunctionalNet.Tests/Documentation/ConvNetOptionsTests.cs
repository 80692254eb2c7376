using ConvNet;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The options of <c>examples/ConvNet</c> that other jobs do not have.</summary>
public sealed class ConvNetOptionsTests
{
    [Theory]
    [InlineData("--epochs is a whole number from 1 to 2147483647, got '0'.", "--epochs", "0")]
    [InlineData("--predict trains nothing, so it does not go with --epochs, --rate.", "--predict", "net.npz", "--rate", "0.1", "--epochs", "3")]
    [InlineData("--resume goes with --checkpoint DIR.", "--resume")]
    public async Task Options_that_do_not_fit_are_refused_in_a_line(string message, params string[] arguments)
    {
        var (settings, code, errors) = await Read(arguments);
        Assert.Equal((null, 1, message), (settings, code, errors.Trim()));
    }

    [Theory]
    [InlineData("--network", "wide")]
    [InlineData("--hidden", "3")]
    [InlineData("--iterations", "100")]
    public async Task What_is_no_option_of_it_is_refused(string option, string value)
    {
        var (settings, code, errors) = await Read(option, value);
        Assert.Equal((null, 1), (settings, code));
        Assert.Contains(option == "--network" ? "'deep'" : option, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_read()
    {
        var usual = (await Read()).Settings!;
        Assert.Equal(("simple", 15, 100, 0.001), (usual.Network, usual.Epochs, usual.Batch, usual.Rate));
        var asked = (await Read("--network", "deep", "--predict", "net.npz")).Settings!;
        Assert.Equal(("deep", "net.npz"), (asked.Network, asked.Predict));
    }

    private static Task<(Settings? Settings, int Code, string Errors)> Read(params string[] arguments) =>
        CommandLineReading.Of<Settings>(run => CommandLine.Invoke(arguments, run, CancellationToken.None));
}
