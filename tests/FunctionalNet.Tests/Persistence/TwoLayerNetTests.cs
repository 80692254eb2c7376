using System.Diagnostics;
using System.Globalization;
using FunctionalNet.Tests.Data;
using TwoLayerNet;
using static FunctionalNet.Tests.ProgramOutput;

namespace FunctionalNet.Tests.Persistence;

/// <summary>What <c>examples/TwoLayerNet</c> keeps on the disk, and how it ends. Each run is a process of its own.</summary>
[Trait(Suite.Name, Suite.Long)]
public sealed class TwoLayerNetTests : IDisposable
{
    // Steps that no run comes to before it is interrupted.
    private const string Endless = "2000000000";

    private static readonly string Program = typeof(Settings).Assembly.Location;

    private readonly TemporaryFolder folder = new();

    public TwoLayerNetTests() => IdxBytes.WriteMnist(folder.At("data"));

    public void Dispose() => folder.Dispose();

    [UnixFact]
    public Task A_run_that_is_terminated_is_resumed_to_the_same_bits() => Interrupted("TERM", 143);

    [InterruptFact]
    public Task A_run_that_Ctrl_C_ends_is_resumed_to_the_same_bits() => Interrupted("INT", 130);

    [UnixFact]
    public async Task A_run_that_saves_nothing_ends_by_a_signal_with_its_results_and_the_same_exit_code()
    {
        var (code, output, errors) = await Interrupt("TERM", "--iterations", Endless);
        Assert.Equal((143, ""), (code, errors));
        Assert.Matches(@"\n\d+ iterations in .*\ntrain accuracy .*\nparameters [0-9a-f]{64}\n$", output);
    }

    private async Task Interrupted(string signal, int expected)
    {
        var (code, output, errors) = await Interrupt(signal, "--iterations", Endless, "--checkpoint", folder.At("run"), "--every", "50", "--json");
        Assert.Equal((expected, ""), (code, errors));
        var reached = Json(output)["iterations"]!.GetValue<int>();
        Assert.InRange(reached, 200, int.MaxValue);
        Assert.Contains(Invariant($"step-{reached:d12}.safetensors"), new DirectoryInfo(folder.At("run")).EnumerateFiles().Select(file => file.Name));

        var end = (reached + 70).ToString(CultureInfo.InvariantCulture);
        var resumed = await Run("--iterations", end, "--checkpoint", folder.At("run"), "--resume", "--json");
        Assert.Equal((0, ""), (resumed.Code, resumed.Errors));
        var whole = await Run("--iterations", end, "--json");
        Assert.Equal(
            (reached, reached + 70, Hash(whole.Output)),
            (Json(resumed.Output)["resumedFrom"]!.GetValue<int>(), Json(resumed.Output)["iterations"]!.GetValue<int>(), Hash(resumed.Output)));
    }

    [Fact]
    public async Task A_network_that_was_saved_is_asked()
    {
        foreach (var file in new[] { "net.safetensors", "net.npz" })
        {
            var trained = await Run("--iterations", "300", "--precision", "double", "--save", folder.At(file), "--json");
            Assert.Equal((0, ""), (trained.Code, trained.Errors));
            Assert.Contains($"\nparameters in {folder.At(file)}\n", trained.Output, StringComparison.Ordinal);
            var asked = await Run("--predict", folder.At(file), "--precision", "double", "--json");
            Assert.Equal((0, ""), (asked.Code, asked.Errors));
            Assert.Equal(
                $"{Json(trained.Output)["testAccuracy"]} {Hash(trained.Output)} 20",
                $"{Json(asked.Output)["testAccuracy"]} {Hash(asked.Output)} {Json(asked.Output)["images"]}");
            Assert.Contains("Affine(784→3)", asked.Output, StringComparison.Ordinal);
            Assert.Matches(@"\nimage \| said \| true\n    0 \|    \d \|    0\n    1 \|    \d \|    1\n", asked.Output);
        }
    }

    [Fact]
    public async Task The_folder_of_another_run_is_refused_by_what_differs()
    {
        string[] kept = ["--checkpoint", folder.At("run")];
        var whole = await Run(["--iterations", "20", "--json", .. kept]);
        Assert.Equal((0, ""), (whole.Code, whole.Errors));
        await Refused("--checkpoint: .*/run has the states of a run: go on from them with --resume, or name another folder", ["--iterations", "20", .. kept]);
        kept = [.. kept, "--resume"];
        await Refused("--resume: .*/step-000000000000.safetensors: .*: expected the optimizer Sgd\\(0.2\\), found Sgd\\(0.1\\)", ["--rate", "0.2", .. kept]);
        await Refused("--resume: .*: that of another seed", ["--seed", "1", .. kept]);
        await Refused("--resume: .*: expected the batches .* of 2, .* found .* of 1, .*", ["--batch", "2", .. kept]);
        await Refused("--resume: .*: expected double-precision numbers, found single-precision numbers \\(F32\\)", ["--precision", "double", .. kept]);
        await Refused("--resume: .*/run has a state of step 20, after the last of --iterations 10", ["--iterations", "10", .. kept]);
        Assert.Equal(Hash(whole.Output), Hash((await Run(["--iterations", "20", "--json", .. kept])).Output));
    }

    [Fact]
    public async Task A_file_that_is_passed_over_is_said()
    {
        string[] kept = ["--iterations", "20", "--checkpoint", folder.At("run"), "--every", "10"];
        var whole = await Run([.. kept, "--json"]);
        var torn = folder.At("run/step-000000000020.safetensors");
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^1]);
        var (code, output, errors) = await Run([.. kept, "--resume", "--json"]);
        Assert.Equal(0, code);
        Assert.Matches($"^passed over {torn}: expected .*\n$", errors);
        Assert.Equal((10, Hash(whole.Output)), (Json(output)["resumedFrom"]!.GetValue<int>(), Hash(output)));
    }

    [UnixFact]
    public async Task A_run_whose_states_cannot_be_saved_goes_on_and_says_so_at_the_end()
    {
        using var process = Start("--iterations", Endless, "--checkpoint", folder.At("run"), "--every", "1", "--json");
        await Until(process, "epoch   1");
        // Unlike a mode, a file in the place of the folder stops root too.
        Directory.Move(folder.At("run"), folder.At("gone"));
        await File.WriteAllTextAsync(folder.At("run"), "");
        await Signal(process, "TERM");
        var (code, output, errors) = await Ended(process);
        Assert.Equal(143, code);
        Assert.Matches("^(--checkpoint: .*\n)+$", errors);
        Assert.Matches("[0-9a-f]{64}", Hash(output));

        // A run that was not interrupted: its exit code is that of the failure.
        Directory.CreateDirectory(folder.At("blocked/step-000000000010.safetensors"));
        var blocked = await Run("--iterations", "15", "--checkpoint", folder.At("blocked"), "--every", "10", "--json");
        Assert.Equal(1, blocked.Code);
        Assert.Matches("^--checkpoint: .*/step-000000000010.safetensors: expected a file, found a folder.*\n$", blocked.Errors);
        Assert.Equal(15, Json(blocked.Output)["iterations"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("--save: /nowhere/net.npz: .*", "--save", "/nowhere/net.npz")]
    [InlineData("--predict: .*net.npz: expected a file, found nothing", "--predict", "net.npz")]
    [InlineData("--checkpoint: expected a folder, got an empty name", "--checkpoint", "")]
    public async Task What_cannot_be_done_is_refused_in_a_line(string message, params string[] arguments)
    {
        using var process = Dotnet.Start([Program, "--data", folder.At("data"), .. arguments]);
        var (code, _, errors) = await Ended(process);
        Assert.Equal(1, code);
        Assert.Matches($"^{message}\n$", errors);
    }

    [Fact]
    public async Task A_file_of_something_else_is_no_network()
    {
        Assert.True(Safetensors.Write(folder.At("x.safetensors"), NamedTensors<float>.Create(("x", Tensor.Ones<float>([2])))).IsSucc);
        using var process = Dotnet.Start([Program, "--data", folder.At("data"), "--predict", folder.At("x.safetensors")]);
        var (code, _, errors) = await Ended(process);
        Assert.Equal(1, code);
        Assert.Matches("^--predict: .*: expected the parameters of a two-layer network, with a matrix Affine1/W, found x \\[2\\]\n$", errors);
    }

    private async Task Refused(string message, string[] arguments)
    {
        var (code, _, errors) = await Run(arguments);
        Assert.Equal(1, code);
        Assert.Matches($"^{message}\n$", errors);
    }

    /// <summary>Runs until the second epoch, and then sends a signal.</summary>
    private async Task<(int Code, string Output, string Errors)> Interrupt(string signal, params string[] arguments)
    {
        using var process = Start(arguments);
        await Until(process, "epoch   1");
        await Signal(process, signal);
        return await Ended(process);
    }

    private async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return await Ended(process);
    }

    private Process Start(params string[] arguments) => Dotnet.Start(
        [Program, "--data", folder.At("data"), .. arguments.Contains("--predict") ? arguments : [.. Small(arguments), .. arguments]]);

    private static IEnumerable<string> Small(string[] arguments) =>
        new[] { ("--hidden", "3"), ("--batch", "1") }.Where(option => !arguments.Contains(option.Item1)).SelectMany(option => new[] { option.Item1, option.Item2 });

    private static async Task Until(Process process, string start)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"the run ended before the line {start}: {await process.StandardError.ReadToEndAsync()}");
    }

    private static async Task Signal(Process process, string signal)
    {
        using var shell = System.Diagnostics.Process.Start("sh", ["-c", Invariant($"kill -{signal} {process.Id}")]);
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }
}
