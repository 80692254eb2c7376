using System.Numerics;
using LanguageExt;
using Spectre.Console;
using TwoLayerNet;
using static LanguageExt.Prelude;

using var interruption = new Interruption();
return interruption.ExitCode(await CommandLine.Invoke(args, Run, interruption.Token));

static Task<int> Run(Settings settings, CancellationToken cancellation) => settings switch
{
    { Predict: { } file, Precision: "double" } => PredictAt<double>(file, settings, cancellation),
    { Predict: { } file } => PredictAt<float>(file, settings, cancellation),
    { Precision: "double" } => TrainAt<double>(settings, cancellation),
    _ => TrainAt<float>(settings, cancellation),
};

static async Task<int> TrainAt<T>(Settings settings, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // What could not be written after the run is refused before it.
    var files =
        from report in If(settings.Report, ReportFile.In)
        from parameters in If(settings.Save, ParametersFile.At)
        select (report, parameters);
    if (files.IsFail)
        return files.Match(_ => 0, Refuse);
    var source = await DataSource.Load<T>(settings.Data, cancellation);
    var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    return source
        .Bind(data => Footprint.Within(
            memory, settings, data.Train.Inputs.Shape[^1], () => new Job<T>(settings, data, Say, Complain).Run(cancellation)))
        .Match(run => Report(run, files.ThrowIfFail().report, files.ThrowIfFail().parameters), Refuse);
}

static async Task<int> PredictAt<T>(string file, Settings settings, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T> =>
    (await DataSource.Load<T>(settings.Data, cancellation)).Bind(source => Prediction.Of(file, source)).Match(
        prediction =>
        {
            Console.WriteLine(prediction.Summary);
            if (settings.Json)
                Console.WriteLine(prediction.Json);
            return 0;
        },
        Refuse);

// On a terminal, lines must appear above the progress bar.
static void Say(string line)
{
    if (AnsiConsole.Profile.Out.IsTerminal)
        AnsiConsole.Console.WriteLine(line);
    else
        Console.WriteLine(line);
}

static void Complain(string line) => Console.Error.WriteLine(line);

static int Refuse(LanguageExt.Common.Error error)
{
    Complain(error.Message);
    return 1;
}

static int Report<T>(Run<T> run, Option<string> page, Option<string> parameters)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    var outcome = run.Outcome;
    if (outcome.HasDiverged)
        Complain(outcome.Complaint);
    else
        Console.WriteLine(outcome.Summary);
    Fin<string>[] written =
    [
        .. page.Map(path => ReportFile.Write(path, ReportPage.Of(run)).Map(file => $"report {file}")),
        .. parameters.Map(path => ParametersFile.Write(path, run.Parameters).Map(file => $"parameters in {file}")),
    ];
    var codes = written.Select(file => file.Match(Written, Refuse)).ToList();
    if (outcome is { HasDiverged: false, Settings.Json: true })
        Console.WriteLine(outcome.Json);
    return outcome.HasDiverged || !run.IsSaved ? 1 : codes.Append(0).Max();
}

static int Written(string line)
{
    Console.WriteLine(line);
    return 0;
}

// What becomes of an option, if it is given.
static Fin<Option<string>> If(string? option, Func<string, Fin<string>> then) =>
    option is null ? FinSucc(Option<string>.None) : then(option).Map(Some);
