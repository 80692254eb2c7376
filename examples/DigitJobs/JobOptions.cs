using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace DigitJobs;

/// <summary>The options that every job has, and their limits.</summary>
/// <param name="batch">The description of <c>--batch</c>.</param>
/// <param name="rate">The description of <c>--rate</c>.</param>
/// <param name="usualRate">The rate if none is given.</param>
/// <param name="seed">The description of <c>--seed</c>.</param>
public sealed class JobOptions(string batch, string rate, double usualRate, string seed)
{
    public Option<string> Data { get; } = new("--data")
    {
        Description = "auto (MNIST from the cache, else downloaded, else digits), digits (drawn by the library), "
            + "or a folder with the four MNIST files",
        HelpName = "auto|digits|DIR",
        DefaultValueFactory = _ => "auto",
    };

    public Option<int> Batch { get; } = NumberOption.Whole("--batch", batch, 100);

    // Rates that single precision would round to 0 or infinity are refused: the run would not be the one asked for.
    public Option<double> Rate { get; } = NumberOption.Of(
        "--rate", rate, usualRate,
        "0 or more, with a decimal point and no separators, and a number in single precision",
        n => n == 0 || (n > 0 && float.IsFinite((float)n) && (float)n > 0));

    public Option<long> Seed { get; } = NumberOption.Of(
        "--seed", seed, 0L, $"a whole number from {long.MinValue} to {long.MaxValue}", _ => true);

    private readonly Option<string> precision = new Option<string>("--precision")
    {
        Description = "The precision of all numbers",
        DefaultValueFactory = _ => "single",
    }.AcceptOnlyFromAmong("single", "double");

    private readonly Option<bool> json = new("--json") { Description = "End with one line of JSON on standard output" };

    private readonly Option<string?> report = new("--report")
    {
        Description = "Write report.html, a page with pictures of the run, into this folder",
        HelpName = "DIR",
    };

    private readonly Option<string?> checkpoint = new("--checkpoint")
    {
        Description = "Save the state of the run into this folder every so often, and at the end, also at Ctrl+C or a request to terminate. "
            + "If one cannot be saved, the run goes on, and the exit code is 1",
        HelpName = "DIR",
    };

    private readonly Option<int> every = NumberOption.Whole("--every", "The number of training steps between two states that are saved", 1000);

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on from the newest state in the folder of --checkpoint, if there is one: to the same bits as without a break",
    };

    private readonly Option<string?> save = new("--save")
    {
        Description = $"Write the parameters into this file after the run: {string.Join(" or ", ParametersFile.Endings)}",
        HelpName = "FILE",
        Validators = { RequireEnding },
    };

    private readonly Option<string?> predict = new("--predict")
    {
        Description = "Train nothing: read the parameters in this file, and print what they say of the test images. "
            + "It goes with --data, --precision, which numbers are converted to, and --json",
        HelpName = "FILE",
    };

    /// <summary>The options after <see cref="Data"/>, <see cref="Batch"/>, <see cref="Rate"/> and <see cref="Seed"/>, in the order of the help.</summary>
    public ImmutableArray<Option> Others => [precision, json, report, checkpoint, every, resume, save, predict];

    /// <summary>Runs with the settings in the arguments, or prints what is wrong with them. Returns the exit code.</summary>
    /// <param name="description">The job in a sentence.</param>
    /// <param name="options">All options, in the order of the help.</param>
    /// <param name="ofNetwork">Those of them that say which network it is, so that they go with <c>--predict</c>.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="run">The run, which gives the exit code.</param>
    /// <param name="cancellation">Ends the run.</param>
    public Task<int> Invoke(
        string description, ImmutableArray<Option> options, ImmutableArray<Option> ofNetwork, string[] arguments,
        Func<ParseResult, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        var command = new RootCommand(
            $"{description} Ctrl+C, or a request to terminate, ends the run at its current "
            + "state, with its results so far, and an exit code of 128 and the number of the signal: 130 or 143.");
        foreach (var option in options)
            command.Add(option);
        command.Validators.Add(result => RequireFitting(result, options.Except([Data, precision, json, predict, .. ofNetwork])));
        command.SetAction(run);
        // By default System.CommandLine handles Ctrl+C too, and throws when it is pressed a second time.
        return command.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, cancellation);
    }

    /// <summary>The settings that every job has.</summary>
    public JobSettings Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(Data),
        parsed.GetRequiredValue(Batch),
        parsed.GetRequiredValue(Rate),
        parsed.GetRequiredValue(Seed),
        parsed.GetRequiredValue(precision),
        parsed.GetRequiredValue(json),
        parsed.GetValue(report))
    {
        Checkpoints = parsed.GetValue(checkpoint) is { } folder ? new(folder, parsed.GetRequiredValue(every), parsed.GetValue(resume)) : null,
        Save = parsed.GetValue(save),
        Predict = parsed.GetValue(predict),
    };

    private static void RequireEnding(OptionResult result)
    {
        var path = result.Tokens[0].Value;
        if (!ParametersFile.Endings.Contains(Path.GetExtension(path)))
            result.AddError($"--save is a file that ends with {string.Join(" or ", ParametersFile.Endings)}, got '{path}'.");
    }

    /// <summary>Refuses options that would have no effect beside the others.</summary>
    private void RequireFitting(CommandResult result, IEnumerable<Option> training)
    {
        foreach (var option in new Option[] { every, resume }.Where(option => IsGiven(option) && !IsGiven(checkpoint)))
            result.AddError($"{option.Name} goes with --checkpoint DIR.");
        if (IsGiven(predict) && training.Where(IsGiven).ToList() is { Count: > 0 } given)
            result.AddError($"--predict trains nothing, so it does not go with {string.Join(", ", given.Select(option => option.Name))}.");

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
    }
}
