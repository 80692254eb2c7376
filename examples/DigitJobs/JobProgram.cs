using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using Spectre.Console;
using static LanguageExt.Prelude;

namespace DigitJobs;

/// <summary>A job as a program: what it reads, prints and writes.</summary>
public static class JobProgram
{
    /// <summary>Trains a network, or asks a saved one, as the settings say. Returns the exit code.</summary>
    public static Task<int> Run<TSettings>(IDigitJob<TSettings> job, TSettings settings, CancellationToken cancellation)
        where TSettings : JobSettings => settings.Precision == "double"
        ? RunAt<TSettings, double>(job, settings, cancellation)
        : RunAt<TSettings, float>(job, settings, cancellation);

    private static Task<int> RunAt<TSettings, T>(IDigitJob<TSettings> job, TSettings settings, CancellationToken cancellation)
        where TSettings : JobSettings
        where T : unmanaged, IFloatingPointIeee754<T> => settings.Predict is { } file
        ? Predict<TSettings, T>(job, file, settings, cancellation)
        : Train<TSettings, T>(job, settings, cancellation);

    private static async Task<int> Train<TSettings, T>(IDigitJob<TSettings> job, TSettings settings, CancellationToken cancellation)
        where TSettings : JobSettings
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // What could not be written after the run is refused before it.
        var files =
            from report in If(settings.Report, ReportFile.In)
            from parameters in If(settings.Save, ParametersFile.At)
            select (report, parameters);
        if (files.IsFail)
            return files.Match(_ => 0, Refuse);
        var source = await DataSource.Load<T>(settings.Data, cancellation).ConfigureAwait(false);
        return source
            .Bind(images => job.Train(settings, images, Say, Complain, cancellation))
            .Match(run => Finish(run, files.ThrowIfFail().report, files.ThrowIfFail().parameters), Refuse);
    }

    private static async Task<int> Predict<TSettings, T>(
        IDigitJob<TSettings> job, string file, TSettings settings, CancellationToken cancellation)
        where TSettings : JobSettings
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var source = await DataSource.Load<T>(settings.Data, cancellation).ConfigureAwait(false);
        return source.Bind(images => job.Ask(settings, file, images).Of("--predict")).Match(
            prediction =>
            {
                Console.WriteLine(prediction.Summary);
                if (settings.Json)
                    Console.WriteLine(prediction.Json);
                return 0;
            },
            Refuse);
    }

    private static int Finish<T>(Run<T> run, Option<string> page, Option<string> parameters)
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

    // On a terminal, lines must appear above the progress bar.
    private static void Say(string line)
    {
        if (AnsiConsole.Profile.Out.IsTerminal)
            AnsiConsole.Console.WriteLine(line);
        else
            Console.WriteLine(line);
    }

    private static void Complain(string line) => Console.Error.WriteLine(line);

    private static int Refuse(Error error)
    {
        Complain(error.Message);
        return 1;
    }

    private static int Written(string line)
    {
        Console.WriteLine(line);
        return 0;
    }

    // What becomes of an option, if it is given.
    private static Fin<Option<string>> If(string? option, Func<string, Fin<string>> then) =>
        option is null ? FinSucc(Option<string>.None) : then(option).Map(Some);
}
