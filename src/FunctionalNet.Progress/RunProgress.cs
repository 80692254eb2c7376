using System.Numerics;

namespace FunctionalNet;

/// <summary>How far a run is, folded over its states: the text that stands beside a progress bar.</summary>
/// <param name="Step">How many steps were made.</param>
/// <param name="Epoch">The epoch under way, counted from 1.</param>
/// <param name="LossSum">The losses added up, each step counting 2 % less than the next.</param>
/// <param name="LossWeight">What they count together; 0 before the first.</param>
/// <param name="Accuracy">The last accuracy measured, between 0 and 1; null before the first.</param>
/// <param name="SamplesPerSecond">Over the whole run; NaN before there is any time to divide by.</param>
internal sealed record RunProgress(
    long Step, long Epoch, double LossSum, double LossWeight, double? Accuracy, double SamplesPerSecond)
{
    private const double Memory = 0.98;

    /// <summary>Before the first state.</summary>
    public static RunProgress None { get; } = new(0, 1, 0, 0, null, double.NaN);

    /// <summary>The mean loss, in which each step counts 2 % less than the next; null before the first.</summary>
    public double? SmoothLoss => LossWeight > 0 ? LossSum / LossWeight : null;

    /// <summary>The progress after a state more.</summary>
    /// <param name="state">The state.</param>
    /// <param name="batches">What the run learns from.</param>
    /// <param name="samplesPerSecond">How fast it does.</param>
    public RunProgress After<TBatch, T>(TrainingState<T> state, Batches<TBatch> batches, double samplesPerSecond)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> => this with
        {
            Step = state.Step,
            Epoch = long.Max(state.Step - 1, 0) / batches.PerEpoch + 1,
            LossSum = state.Loss.Match(loss => (Memory * LossSum) + double.CreateChecked(loss), LossSum),
            LossWeight = state.Loss.Match(_ => (Memory * LossWeight) + 1, LossWeight),
            SamplesPerSecond = samplesPerSecond,
        };

    /// <summary>As much as there is room for of what <see cref="ToString"/> says, and the epoch in any case.</summary>
    public string Within(int width) => Parts().Aggregate((text, part) =>
        text.Length + part.Length + 2 <= width ? $"{text}, {part}" : text);

    /// <summary><c>epoch 3, step 1500, loss 0.2314, accuracy 0.931, 412000 samples/s</c>; what is not known is left out.</summary>
    public override string ToString() => Within(int.MaxValue);

    private IEnumerable<string> Parts()
    {
        yield return Invariant($"epoch {Epoch}");
        yield return Invariant($"step {Step}");
        if (SmoothLoss is { } loss)
            yield return loss < 1e4 ? Invariant($"loss {loss:0.0000}") : Invariant($"loss {loss:g4}");
        if (Accuracy is { } accuracy)
            yield return Invariant($"accuracy {accuracy:0.000}");
        if (double.IsFinite(SamplesPerSecond))
            yield return Invariant($"{SamplesPerSecond:0} samples/s");
    }
}
