using System.Numerics;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>The folder that the states of a run are saved to, and gone on from.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Every">The number of steps between two states that are saved.</param>
/// <param name="Resume">Whether the run goes on from what is there.</param>
public sealed record Checkpoints(string Folder, int Every, bool Resume)
{
    /// <summary>
    /// The run from its newest state in the folder, if it is to go on; otherwise from its beginning, in a folder that has no states. The
    /// folder is made if it does not exist, and that it can be written to is known before the run.
    /// </summary>
    /// <param name="run">The run from its beginning.</param>
    /// <param name="lastStep">The step that it is to end at.</param>
    /// <param name="length">The option that says so, as it is written: <c>--iterations 100</c>.</param>
    public Fin<ResumedRun<Batch<T>, T>> Begin<T>(TrainingRun<Batch<T>, T> run, long lastStep, string length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from folder in OutputFolder.Made(Folder).Bind(made => WholeFile.Check(Path.Combine(made, "check"))).Of("--checkpoint")
        from begun in run.ResumedFrom(Folder).Bind(found => Wanted(found, lastStep, length)).Of(Resume ? "--resume" : "--checkpoint")
        select begun;

    private Fin<ResumedRun<Batch<T>, T>> Wanted<T>(ResumedRun<Batch<T>, T> found, long lastStep, string length)
        where T : unmanaged, IFloatingPointIeee754<T> => found switch
        {
            { File.IsSome: true } when !Resume => Fin<ResumedRun<Batch<T>, T>>.Fail(
                $"{Folder} has the states of a run: go on from them with --resume, or name another folder"),
            { Run.Initial.Step: var step } when step > lastStep => Fin<ResumedRun<Batch<T>, T>>.Fail(Invariant(
                $"{Folder} has a state of step {step}, after the last of {length}")),
            _ => found,
        };
}
