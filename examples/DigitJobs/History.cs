using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet;

namespace DigitJobs;

/// <summary>The history of a run for its report: some of the losses, and the accuracies of each epoch.</summary>
/// <param name="Losses">A sample of the batch losses, with their steps.</param>
/// <param name="Accuracies">The accuracies, with the number of steps made before.</param>
/// <param name="StepsPerEpoch">The number of steps in an epoch.</param>
public sealed record History(
    ImmutableArray<(double Step, double Loss)> Losses,
    ImmutableArray<(long Step, double Train, double Test)> Accuracies,
    long StepsPerEpoch)
{
    /// <summary>The approximate number of losses kept: more would not show in a picture.</summary>
    public const int KeptLosses = 2000;
}

/// <summary>A run, with the material for its report.</summary>
public sealed record Run<T>(
    Outcome Outcome, History History, Layer<T> Network, Parameters<T> Parameters, Dataset<T> Test)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether every state that was to be saved was.</summary>
    public bool IsSaved { get; init; } = true;

    /// <summary>The pictures of trained parameters for its report.</summary>
    public Func<Parameters<T>, ImmutableArray<Figure>> Weights { get; init; } = _ => [];
}
