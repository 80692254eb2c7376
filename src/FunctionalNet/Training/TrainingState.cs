using System.Globalization;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>Everything that a training run is, at one step. Fold over batches and you have trained.</summary>
/// <param name="Parameters">The network's parameters.</param>
/// <param name="Optimizer">What the optimizer remembers.</param>
/// <param name="Key">The randomness of the run: step i takes <c>Key.Fold(i)</c>.</param>
/// <param name="Step">How many steps were made.</param>
/// <param name="Loss">The loss of the last batch, at the parameters before that step; none before the first.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record TrainingState<T>(
    Parameters<T> Parameters, OptimizerState<T> Optimizer, Key Key, long Step, Option<T> Loss)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The network's parameters.</summary>
    public Parameters<T> Parameters { get; init => field = Require.NotNull(value, nameof(Parameters)); } = Require.NotNull(Parameters, nameof(Parameters));

    /// <summary>What the optimizer remembers.</summary>
    public OptimizerState<T> Optimizer { get; init => field = Require.NotNull(value, nameof(Optimizer)); } = Require.NotNull(Optimizer, nameof(Optimizer));

    /// <summary>
    /// Whether the last loss was infinite or not a number. Training stands still there: the parameters are those that gave
    /// this loss, and the step is the one that could not be made.
    /// </summary>
    public bool HasDiverged => Loss.Exists(loss => !T.IsFinite(loss));

    /// <summary>What was first not finite in the step that could not be made, if it has diverged.</summary>
    public Option<NonFinite> Divergence
    {
        get => HasDiverged ? field : Option<NonFinite>.None;
        init;
    }

    /// <summary>
    /// The number of the batch of the last step, if it was drawn from <see cref="Batches{TBatch}"/>: a batch before it is refused, since
    /// a fold over all batches that goes on from here would learn from the first ones again.
    /// </summary>
    public Option<long> LastBatch { get; init; }

    /// <summary>Equal when all parts are, a loss that is NaN being equal to itself.</summary>
    public bool Equals(TrainingState<T>? other) =>
        other is not null
        && (Key, Step, LastBatch, Loss.IsSome) == (other.Key, other.Step, other.LastBatch, other.Loss.IsSome)
        && Loss.IfNone(T.Zero).Equals(other.Loss.IfNone(T.Zero))
        && Divergence == other.Divergence
        && Optimizer == other.Optimizer
        && Parameters == other.Parameters;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Parameters, Key, Step);

    /// <summary>One line: step, loss and the number of parameters; and, if it has diverged, where.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Step}, loss {LossText}, {Parameters.Size} parameters{(HasDiverged ? $": diverged{Report}" : "")}");

    private string LossText => Loss.Match(loss => NumberFormat.Brief(loss, 4), () => "not yet known");

    private string Report => Divergence.Match(report => $", {report}", () => "");
}
