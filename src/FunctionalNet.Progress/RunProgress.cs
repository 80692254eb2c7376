using System.Globalization;
using System.Numerics;

namespace FunctionalNet;

/// <summary>How far a run is, folded over its states: the text that stands beside a progress bar.</summary>
/// <param name="Step">How many steps were made.</param>
/// <param name="Epoch">The epoch under way, counted from 1.</param>
/// <param name="SmoothLoss">The mean loss, in which each step counts 2 % less than the next; NaN before the first.</param>
/// <param name="Accuracy">The last accuracy measured, between 0 and 1; NaN before the first.</param>
/// <param name="SamplesPerSecond">Over the whole run; NaN before there is any time to divide by.</param>
internal sealed record RunProgress(long Step, long Epoch, double SmoothLoss, double Accuracy, double SamplesPerSecond)
{
    private const double Memory = 0.98;

    /// <summary>Before the first state.</summary>
    public static RunProgress None { get; } = new(0, 1, double.NaN, double.NaN, double.NaN);

    /// <summary>The progress after a state more.</summary>
    /// <param name="state">The state.</param>
    /// <param name="batches">What the run learns from.</param>
    /// <param name="samplesPerSecond">How fast it does.</param>
    public RunProgress After<T>(TrainingState<T> state, Batches<T> batches, double samplesPerSecond)
        where T : unmanaged, IFloatingPointIeee754<T> => this with
        {
            Step = state.Step,
            Epoch = long.Max(state.Step - 1, 0) / batches.PerEpoch + 1,
            SmoothLoss = state.Loss.Match(loss => Smooth(double.CreateChecked(loss)), SmoothLoss),
            SamplesPerSecond = samplesPerSecond,
        };

    /// <summary><c>epoch 3, step 1500, loss 0.2314, accuracy 0.931, 412000 samples/s</c>; what is not known is left out.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Invariant($"epoch {Epoch}, step {Step}"),
        double.IsNaN(SmoothLoss) ? "" : Invariant($"loss {SmoothLoss:0.0000}"),
        double.IsNaN(Accuracy) ? "" : Invariant($"accuracy {Accuracy:0.000}"),
        double.IsFinite(SamplesPerSecond) ? Invariant($"{SamplesPerSecond:0} samples/s") : "",
    }.Where(part => part.Length > 0));

    private double Smooth(double loss) => double.IsNaN(SmoothLoss) ? loss : (Memory * SmoothLoss) + ((1 - Memory) * loss);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
