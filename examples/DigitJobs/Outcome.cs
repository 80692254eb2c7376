using System.Collections.Immutable;
using System.Text.Json;

namespace DigitJobs;

/// <summary>
/// The result of a run. It was gone on with from the first iteration, which is 0 unless it is resumed, to the number of iterations, which is that
/// of the last one unless it was ended; the time is that of the iterations between them.
/// </summary>
public sealed record Outcome(
    JobSettings Settings,
    string Network,
    string Loss,
    string Optimizer,
    string Weights,
    string Data,
    long FirstIteration,
    long Iterations,
    long LastIteration,
    string? Divergence,
    double Seconds,
    double? MicrosecondsPerStep,
    double? FinalLoss,
    double TrainAccuracy,
    double TestAccuracy,
    string ParametersSha256)
{
    /// <summary>The number of training images that the accuracy is measured on, the first ones; null if it is all of them.</summary>
    public int? Measured { get; init; }

    /// <summary>What else there is to say of the job.</summary>
    public ImmutableArray<(string Name, string Value)> Details { get; init; } = [];

    public bool HasDiverged => Divergence is not null;

    /// <summary>The time it took, in total and per step.</summary>
    public string Time =>
        Invariant($"{Seconds:0.0} s") + (MicrosecondsPerStep is { } pace ? Invariant($", {pace:0} µs a step (evaluation left out)") : "");

    public string Summary => Invariant(
        $"""

        {Iterations} iterations{Resumed} in {Time}, final loss {(FinalLoss is { } loss ? Invariant($"{loss:0.0000}") : "none")}
        train accuracy {TrainAccuracy:0.0000}{(Measured is { } first ? Invariant($" on the first {first} images") : "")}, test accuracy {TestAccuracy:0.0000}
        parameters {ParametersSha256}
        """);

    /// <summary>The training images that the accuracy is measured on.</summary>
    public string TrainImages => Measured is { } first ? Invariant($"the first {first} training images") : "the training images";

    private string Resumed => FirstIteration > 0 ? Invariant($", {Iterations - FirstIteration} of them now,") : "";

    public string Complaint =>
        Invariant($"the loss became {FinalLoss} after {Iterations} steps, since {Divergence}: a smaller --rate may help");

    public string Json => JsonSerializer.Serialize(
        new { Iterations, ResumedFrom = FirstIteration, Seconds, MicrosecondsPerStep, FinalLoss, TrainAccuracy, TestAccuracy, ParametersSha256 },
        JsonSerializerOptions.Web);
}
