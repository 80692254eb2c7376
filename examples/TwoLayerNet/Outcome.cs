using System.Text.Json;

namespace TwoLayerNet;

/// <summary>
/// The result of a run. It was gone on with from the first iteration, which is 0 unless it is resumed, to the last; the time is that of the
/// iterations between them.
/// </summary>
internal sealed record Outcome(
    Settings Settings,
    string Network,
    string Loss,
    string Optimizer,
    string Weights,
    string Data,
    long FirstIteration,
    long Iterations,
    string? Divergence,
    double Seconds,
    double? MicrosecondsPerStep,
    double? FinalLoss,
    double TrainAccuracy,
    double TestAccuracy,
    string ParametersSha256)
{
    public bool HasDiverged => Divergence is not null;

    /// <summary>The time it took, in total and per step.</summary>
    public string Time =>
        Invariant($"{Seconds:0.0} s") + (MicrosecondsPerStep is { } pace ? Invariant($", {pace:0} µs a step (evaluation left out)") : "");

    public string Summary => Invariant(
        $"""

        {Iterations} iterations{Resumed} in {Time}, final loss {(FinalLoss is { } loss ? Invariant($"{loss:0.0000}") : "none")}
        train accuracy {TrainAccuracy:0.0000}, test accuracy {TestAccuracy:0.0000}
        parameters {ParametersSha256}
        """);

    private string Resumed => FirstIteration > 0 ? Invariant($", {Iterations - FirstIteration} of them now,") : "";

    public string Complaint =>
        Invariant($"the loss became {FinalLoss} after {Iterations} steps, since {Divergence}: a smaller --rate may help");

    public string Json => JsonSerializer.Serialize(
        new { Iterations, ResumedFrom = FirstIteration, Seconds, MicrosecondsPerStep, FinalLoss, TrainAccuracy, TestAccuracy, ParametersSha256 },
        JsonSerializerOptions.Web);
}
