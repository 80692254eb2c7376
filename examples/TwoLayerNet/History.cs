using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet;

namespace TwoLayerNet;

/// <summary>What is to be seen of a run on the way: some of its losses, and the accuracies of each epoch.</summary>
/// <param name="Losses">Batch losses, thinned out, with the steps they were of.</param>
/// <param name="Accuracies">With the steps that had been made.</param>
/// <param name="StepsPerEpoch">How many steps make an epoch.</param>
internal sealed record History(
    ImmutableArray<(double Step, double Loss)> Losses,
    ImmutableArray<(long Step, double Train, double Test)> Accuracies,
    long StepsPerEpoch)
{
    /// <summary>About how many losses are kept: more than a picture shows are of no use.</summary>
    public const int KeptLosses = 2000;
}

/// <summary>A run, and what a report on it is made from.</summary>
internal sealed record Run<T>(
    Outcome Outcome, History History, Layer<T> Network, Parameters<T> Parameters, Dataset<T> Test)
    where T : unmanaged, IFloatingPointIeee754<T>;
