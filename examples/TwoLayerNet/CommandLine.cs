using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace TwoLayerNet;

/// <summary>The settings of the command line.</summary>
internal sealed record Settings(
    string Data, int Iterations, int Batch, double Rate, int Hidden, long Seed, string Precision, bool Json, string? Report)
{
    /// <summary>The folder of the run's states; null to save none.</summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>The file to save the parameters to after the run; null for none.</summary>
    public string? Save { get; init; }

    /// <summary>The file of a saved network to ask, in place of a run; null to train.</summary>
    public string? Predict { get; init; }
}

/// <summary>The command line: its options, their limits, and the chapter's values as defaults.</summary>
internal static class CommandLine
{
    private static readonly Option<string> Data = new("--data")
    {
        Description = "auto (MNIST from the cache, else downloaded, else digits), digits (drawn by the library), "
            + "or a folder with the four MNIST files",
        HelpName = "auto|digits|DIR",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<int> Iterations =
        Number("--iterations", "The number of training steps", 10_000, $"a whole number from 0 to {int.MaxValue}", n => n >= 0);

    private static readonly Option<int> Batch = Number(
        "--batch", "The number of images in a batch, drawn with replacement", 100, $"a whole number from 1 to {int.MaxValue}", n => n >= 1);

    // Rates that single precision would round to 0 or infinity are refused: the run would not be the one asked for.
    private static readonly Option<double> Rate = Number(
        "--rate", "The learning rate of gradient descent", 0.1,
        "0 or more, with a decimal point and no separators, and a number in single precision",
        n => n == 0 || (n > 0 && float.IsFinite((float)n) && (float)n > 0));

    private static readonly Option<int> Hidden = Number(
        "--hidden", "The number of neurons in the hidden layer", 50, $"a whole number from 1 to {int.MaxValue}", n => n >= 1);

    private static readonly Option<long> Seed = Number(
        "--seed", "The seed of weights and batches", 0L, $"a whole number from {long.MinValue} to {long.MaxValue}", _ => true);

    private static readonly Option<string> Precision = new Option<string>("--precision")
    {
        Description = "The precision of all numbers",
        DefaultValueFactory = _ => "single",
    }.AcceptOnlyFromAmong("single", "double");

    private static readonly Option<bool> Json = new("--json") { Description = "End with one line of JSON on standard output" };

    private static readonly Option<string?> Report = new("--report")
    {
        Description = "Write report.html, a page with pictures of the run, into this folder",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Checkpoint = new("--checkpoint")
    {
        Description = "Save the state of the run into this folder every so often, and at the end, also at Ctrl+C or a request to terminate. "
            + "If one cannot be saved, the run goes on, and the exit code is 1",
        HelpName = "DIR",
    };

    private static readonly Option<int> Every = Number(
        "--every", "The number of training steps between two states that are saved", 1000, $"a whole number from 1 to {int.MaxValue}", n => n >= 1);

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on from the newest state in the folder of --checkpoint, if there is one: to the same bits as without a break",
    };

    private static readonly Option<string?> Save = new("--save")
    {
        Description = $"Write the parameters into this file after the run: {string.Join(" or ", ParametersFile.Endings)}",
        HelpName = "FILE",
        Validators = { RequireEnding },
    };

    private static readonly Option<string?> Predict = new("--predict")
    {
        Description = "Train nothing: read the parameters in this file, and print what they say of the test images. "
            + "It goes with --data, --precision, which numbers are converted to, and --json",
        HelpName = "FILE",
    };

    /// <summary>Runs with the settings in the arguments, or prints what is wrong with them. Returns the exit code.</summary>
    public static Task<int> Invoke(string[] arguments, Func<Settings, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        var command = new RootCommand(
            "Trains the textbook's two-layer network on handwritten digits. Ctrl+C, or a request to terminate, ends the run at its current "
            + "state, with its results so far, and an exit code of 128 and the number of the signal: 130 or 143.")
        {
            Data, Iterations, Batch, Rate, Hidden, Seed, Precision, Json, Report, Checkpoint, Every, Resume, Save, Predict,
        };
        command.Validators.Add(RequireFitting);
        command.SetAction((parsed, token) => run(Read(parsed), token));
        // By default System.CommandLine handles Ctrl+C too, and throws when it is pressed a second time.
        return command.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, cancellation);
    }

    private static Settings Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(Data),
        parsed.GetRequiredValue(Iterations),
        parsed.GetRequiredValue(Batch),
        parsed.GetRequiredValue(Rate),
        parsed.GetRequiredValue(Hidden),
        parsed.GetRequiredValue(Seed),
        parsed.GetRequiredValue(Precision),
        parsed.GetRequiredValue(Json),
        parsed.GetValue(Report))
    {
        Checkpoints = parsed.GetValue(Checkpoint) is { } folder ? new(folder, parsed.GetRequiredValue(Every), parsed.GetValue(Resume)) : null,
        Save = parsed.GetValue(Save),
        Predict = parsed.GetValue(Predict),
    };

    private static void RequireEnding(OptionResult result)
    {
        var path = result.Tokens[0].Value;
        if (!ParametersFile.Endings.Contains(Path.GetExtension(path)))
            result.AddError($"--save is a file that ends with {string.Join(" or ", ParametersFile.Endings)}, got '{path}'.");
    }

    /// <summary>Refuses options that would have no effect beside the others.</summary>
    private static void RequireFitting(CommandResult result)
    {
        foreach (var option in new Option[] { Every, Resume }.Where(option => IsGiven(option) && !IsGiven(Checkpoint)))
            result.AddError($"{option.Name} goes with --checkpoint DIR.");
        Option[] training = [Iterations, Batch, Rate, Hidden, Seed, Report, Checkpoint, Every, Resume, Save];
        if (IsGiven(Predict) && training.Where(IsGiven).ToList() is { Count: > 0 } given)
            result.AddError($"--predict trains nothing, so it does not go with {string.Join(", ", given.Select(option => option.Name))}.");

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
    }

    private static Option<TNumber> Number<TNumber>(
        string name, string description, TNumber value, string wanted, Func<TNumber, bool> accepts)
        where TNumber : INumber<TNumber> => new(name)
        {
            Description = description,
            HelpName = "number",
            DefaultValueFactory = _ => value,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                // By default a comma is accepted anywhere, as a thousands separator. And −0 is no rate to train at.
                if (TNumber.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && accepts(number))
                    return number == TNumber.Zero ? TNumber.Zero : number;
                result.AddError($"{name} is {wanted}, got '{text}'.");
                return value;
            },
        };
}
