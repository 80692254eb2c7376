using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using FunctionalNet.Tests.Optimization;

namespace FunctionalNet.Resumption;

/// <summary>A short run that is to end in the same bits whether or not it is interrupted.</summary>
/// <param name="Name">The optimizer, the schedule and the precision.</param>
/// <param name="Uninterrupted">From a number of steps to the fingerprint of the whole state after them.</param>
/// <param name="Resumed">The same, from a folder where the run was left and is left again.</param>
public sealed record ResumedCase(string Name, Func<int, string> Uninterrupted, Func<string, int, string> Resumed)
{
    /// <summary>A case for each optimizer and each schedule, in both precisions.</summary>
    public static ImmutableArray<ResumedCase> All { get; } = [.. Cases<float>("single"), .. Cases<double>("double")];

    private static IEnumerable<ResumedCase> Cases<T>(string precision)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        OptimizerCases<T>.All.Select(optimizer => optimizer.AtRate(0.01))
            .Concat(ScheduleCases<T>.All.Select(schedule => Layers<T>.Optimizers.Momentum(schedule.Schedule, 0.9)))
            .Select((optimizer, i) => Case(Invariant($"{i} {optimizer} in {precision} precision"), ResumedRuns<T>.By(optimizer)));

    private static ResumedCase Case<T>(string name, TrainingRun<Batch<T>, T> run)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
        name,
        steps => Fingerprint(run, run.ElementAt(steps)),
        (folder, steps) => Fingerprint(run, run.ResumedFrom(folder).ThrowIfFail().Run.TakeUntil(state => state.Step == steps).SavedTo(folder, run, every: 4).Last()));

    /// <summary>The SHA-256 of all bytes of a state: parameters, optimizer, key, step and loss.</summary>
    public static string Fingerprint<T>(TrainingRun<Batch<T>, T> run, TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Convert.ToHexStringLower(SHA256.HashData(new SavedState<T>(state, RunDescription.Of(run)).Encode()));
}
