using System.Text.Json;

namespace TwoLayerNet;

/// <summary>What a run came to.</summary>
internal sealed record Outcome(
    Settings Settings,
    string Network,
    string Data,
    long Iterations,
    string? Divergence,
    double Seconds,
    double MicrosecondsPerStep,
    double? FinalLoss,
    double TrainAccuracy,
    double TestAccuracy,
    string ParametersSha256)
{
    public bool HasDiverged => Divergence is not null;

    public string Summary =>
        $"""

        {Iterations} iterations in {Seconds:0.0} s, {MicrosecondsPerStep:0} µs a step (evaluation left out), final loss {FinalLoss:0.0000}
        train accuracy {TrainAccuracy:0.0000}, test accuracy {TestAccuracy:0.0000}
        parameters {ParametersSha256}
        """;

    public string Complaint =>
        $"the loss became {FinalLoss} after {Iterations} steps, since {Divergence}: a smaller --rate may help";

    public string Json => JsonSerializer.Serialize(
        new { Iterations, Seconds, MicrosecondsPerStep, FinalLoss, TrainAccuracy, TestAccuracy, ParametersSha256 },
        JsonSerializerOptions.Web);
}
