using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>A folder with the states of one run, a file for each: <c>step-000000001000.safetensors</c>.</summary>
/// <param name="Path">The path of the folder.</param>
/// <param name="Run">The run.</param>
/// <param name="Key">The randomness of the run, which is the same in all its states.</param>
/// <param name="Layout">The layout of its parameters.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed record RunFolder<T>(string Path, RunDescription Run, Key Key, ParameterLayout Layout)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Ending = ".safetensors";

    /// <summary>The folder of a run.</summary>
    public static RunFolder<T> Of<TBatch>(string folder, TrainingRun<TBatch, T> run)
        where TBatch : notnull => new(Require.NotNull(folder), RunDescription.Of(run), run.Initial.Key, run.Objective.Bind(run.Initial.Parameters).Layout);

    /// <summary>
    /// The files of the run, by their headers, in the order of steps; and an error for each other safetensors file that is there, torn ones
    /// included. The state of another run is a failure: it must be neither gone on from nor overwritten. So is a file that cannot be opened,
    /// which may be the newest state. A folder that does not exist has none.
    /// </summary>
    public Fin<(ImmutableArray<RunFile> Files, Seq<Error> Others)> List() =>
        from paths in Outside.Try<string[]>(() => Directory.Exists(Path) ? Directory.GetFiles(Path, $"*{Ending}") : []).About(Path)
        from listed in List(paths)
        select listed;

    /// <summary>Whether a file was written under its name by a run: one that was copied or renamed by hand is somebody's own.</summary>
    public bool IsOwn(RunFile file) => file.Path == FileOf(file.Step);

    private Fin<(ImmutableArray<RunFile> Files, Seq<Error> Others)> List(string[] paths)
    {
        var (files, others) = (new List<RunFile>(), Seq<Error>.Empty);
        foreach (var file in paths.Order(StringComparer.Ordinal))
        {
            if (MappedFile.RequireReadable(file) is { IsFail: true } unreadable)
                return (Error)unreadable;
            var read = MappedFile.Read<(SafetensorsHeader Header, StateDocument Document)>(file, StateFile.DecodeDocument);
            if (read.IsFail)
                others = others.Add((Error)read);
            else if (read.Bind(own => RequireOwn(own.Header, own.Document)).About(file) is { IsFail: true } foreign)
                return (Error)foreign;
            else
                files.Add(read.Map(own => new RunFile(file, own.Document.Step, own.Document.Metrics)).ThrowIfFail());
        }

        return ([.. files.OrderBy(file => file.Step)], others);
    }

    /// <summary>Prepares the folder for writing: it is made if it does not exist, and what killed writers have left is deleted.</summary>
    public Fin<ImmutableArray<RunFile>> Open() =>
        from made in Outside.Try(() => { Directory.CreateDirectory(Path); }).About(Path)
        from deleted in WholeFile.DeleteParts(Path)
        from listed in List()
        select listed.Files;

    /// <summary>The path of the file of a step.</summary>
    public string FileOf(long step) => System.IO.Path.Combine(Path, Invariant($"step-{step:d12}{Ending}"));

    /// <summary>An error that says what differs, if this is the state of another run.</summary>
    private Fin<Unit> RequireOwn(SafetensorsHeader header, StateDocument document)
    {
        var types = header.Stored.ToDictionary(tensor => tensor.Type.Name, tensor => tensor.Type);
        var precision = StateFile.RequirePrecision<T>(header);
        return precision.IsFail ? precision
            : Run.DifferencesOf(document.Run) is { IsSome: true, Case: string differences } ? Error.New($"expected a state of the run {Run}: {differences}")
            : Key != document.Key ? Error.New($"expected a state of the run with the key {Key}, found {document.Key}: that of another seed")
            : Different([.. document.Parameters.Slots.Select(slot => types.TryGetValue(slot.Path, out var type) ? $"{new ParameterSlot(slot.Path, slot.Role, type.Shape)}" : slot.Path)]);
    }

    private Fin<Unit> Different(ImmutableArray<string> slots)
    {
        var missing = Layout.Select(slot => $"{slot}").Except(slots).ToList();
        return missing.Count == 0 && slots.Length == Layout.Count
            ? Unit.Default
            : Error.New($"expected the parameters {NameList.Of(Layout.Select(slot => $"{slot}"))}, found {NameList.Of(slots)}");
    }
}

/// <summary>A file of a run's state, of which the header was read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Step">The step of the state.</param>
/// <param name="Metrics">Its metrics.</param>
internal sealed record RunFile(string Path, long Step, ImmutableArray<StateDocument.MetricDocument> Metrics);
