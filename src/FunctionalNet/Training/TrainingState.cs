using System.Globalization;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The whole state of a training run at one step. Training is a fold of it over batches.</summary>
/// <param name="Parameters">The network's parameters.</param>
/// <param name="Optimizer">The state of the optimizer.</param>
/// <param name="Key">The randomness of the run: step i takes <c>Key.Fold(i)</c>.</param>
/// <param name="Step">The number of steps made.</param>
/// <param name="Loss">The loss of the last batch, at the parameters before that step; none before the first.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record TrainingState<T>(
    Parameters<T> Parameters, OptimizerState<T> Optimizer, Key Key, long Step, Option<T> Loss)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The network's parameters.</summary>
    public Parameters<T> Parameters { get; init => field = Require.NotNull(value, nameof(Parameters)); } = Require.NotNull(Parameters, nameof(Parameters));

    /// <summary>The state of the optimizer.</summary>
    public OptimizerState<T> Optimizer { get; init => field = Require.NotNull(value, nameof(Optimizer)); } = Require.NotNull(Optimizer, nameof(Optimizer));

    /// <summary>
    /// Whether the last loss was infinite or not a number. Training stops there: the parameters are those that gave this loss, and the
    /// number of steps is that before the step that failed.
    /// </summary>
    public bool HasDiverged => Loss.Exists(loss => !T.IsFinite(loss));

    /// <summary>The first number that was not finite in the step that failed, if it has diverged.</summary>
    public Option<NonFinite> Divergence
    {
        get => HasDiverged ? field : Option<NonFinite>.None;
        init;
    }

    /// <summary>
    /// The number of the batch of the last step, if it was drawn from <see cref="Batches{TBatch}"/>. A batch before it is refused: a
    /// fold over all batches that goes on from here would learn from the first ones again.
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
