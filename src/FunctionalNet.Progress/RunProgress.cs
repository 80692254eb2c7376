using System.Numerics;

namespace FunctionalNet;

/// <summary>The progress of a run, folded over its states: the text beside a progress bar.</summary>
/// <param name="Step">The number of steps made.</param>
/// <param name="Epoch">The current epoch, counted from 1.</param>
/// <param name="LossSum">The weighted sum of the losses; the weight of each step is 2 % less than that of the next.</param>
/// <param name="LossWeight">The sum of the weights; 0 before the first step.</param>
/// <param name="Accuracy">The last accuracy measured, between 0 and 1; null before the first.</param>
/// <param name="SamplesPerSecond">The mean speed over the whole run; NaN while no time has passed.</param>
internal sealed record RunProgress(
    long Step, long Epoch, double LossSum, double LossWeight, double? Accuracy, double SamplesPerSecond)
{
    private const double Memory = 0.98;

    /// <summary>The progress before the first state.</summary>
    public static RunProgress None { get; } = new(0, 1, 0, 0, null, double.NaN);

    /// <summary>The weighted mean of the losses, a moving average; null before the first step.</summary>
    public double? SmoothLoss => LossWeight > 0 ? LossSum / LossWeight : null;

    /// <summary>The progress after another state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="batches">The batches of the run.</param>
    /// <param name="samplesPerSecond">The speed of the run.</param>
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

    /// <summary>As many parts of <see cref="ToString"/> as fit, and always the epoch.</summary>
    public string Within(int width) => Parts().Aggregate((text, part) =>
        text.Length + part.Length + 2 <= width ? $"{text}, {part}" : text);

    /// <summary><c>epoch 3, step 1500, loss 0.2314, accuracy 0.931, 412000 samples/s</c>; unknown parts are left out.</summary>
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
