using System.Numerics;
using LanguageExt;
using Spectre.Console;
using TwoLayerNet;
using static LanguageExt.Prelude;

using var interruption = new Interruption();
return await CommandLine.Invoke(args, Run, interruption.Token);

static Task<int> Run(Settings settings, CancellationToken cancellation) => settings.Precision switch
{
    "double" => RunAt<double>(settings, cancellation),
    _ => RunAt<float>(settings, cancellation),
};

static async Task<int> RunAt<T>(Settings settings, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A report that could not be written after the run is refused before it.
    var folder = settings.Report is { } report ? ReportFile.In(report).Map(Some) : FinSucc(Option<string>.None);
    if (folder.IsFail)
        return folder.Match(_ => 0, Refuse);
    var source = await DataSource.Load<T>(settings.Data, cancellation);
    var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    return source
        .Bind(data => Footprint.Within(
            memory, settings, data.Train.Inputs.Shape[^1], () => Job<T>.Run(settings, data, Say, cancellation)))
        .Match(run => Report(run, folder.IfFail(None)), Refuse);
}

// On a terminal, lines must appear above the progress bar.
static void Say(string line)
{
    if (AnsiConsole.Profile.Out.IsTerminal)
        AnsiConsole.Console.WriteLine(line);
    else
        Console.WriteLine(line);
}

static int Refuse(LanguageExt.Common.Error error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static int Report<T>(Run<T> run, Option<string> file)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    var outcome = run.Outcome;
    if (outcome.HasDiverged)
        Console.Error.WriteLine(outcome.Complaint);
    else
        Console.WriteLine(outcome.Summary);
    var written = file.Match(path => ReportFile.Write(path, ReportPage.Of(run)).Map(Some), () => FinSucc(Option<string>.None));
    written.IfSucc(path => path.IfSome(page => Console.WriteLine($"report {page}")));
    if (outcome is { HasDiverged: false, Settings.Json: true })
        Console.WriteLine(outcome.Json);
    return written.Match(_ => outcome.HasDiverged ? 1 : 0, Refuse);
}
