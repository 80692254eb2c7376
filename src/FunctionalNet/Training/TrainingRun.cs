using System.Collections;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A training run as a value: a lazy, endless sequence of states, the first included. It is paused by not asking for more,
/// and forked by <c>with</c>: <c>(run with { Initial = state }).With(Optimizers.Sgd(0.01))</c> goes on from a state with another optimizer.
/// Batches and keys are functions of the step, so any state can be computed again, bit for bit: <see cref="Replay"/>.
/// </summary>
/// <param name="Objective">The objective to minimize: of a network and a loss, or any other.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Batches">The batches to learn from: the step after state i takes batch i.</param>
/// <param name="Initial">The first state: at step 0, or where another run was left.</param>
/// <typeparam name="TBatch">The batches.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record TrainingRun<TBatch, T>(
    Objective<TBatch, T> Objective, Optimizer<T> Optimizer, Batches<TBatch> Batches, TrainingState<T> Initial)
    : IEnumerable<TrainingState<T>>
    where TBatch : notnull
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The objective to minimize: of a network and a loss, or any other.</summary>
    public Objective<TBatch, T> Objective { get; init => field = Require.NotNull(value, nameof(Objective)); } = Require.NotNull(Objective, nameof(Objective));

    /// <summary>The optimizer.</summary>
    public Optimizer<T> Optimizer { get; init => field = Require.NotNull(value, nameof(Optimizer)); } = Require.NotNull(Optimizer, nameof(Optimizer));

    /// <summary>The batches to learn from: the step after state i takes batch i.</summary>
    public Batches<TBatch> Batches { get; init => field = Require.NotNull(value, nameof(Batches)); } = Require.NotNull(Batches, nameof(Batches));

    /// <summary>The first state: at step 0, or where another run was left.</summary>
    public TrainingState<T> Initial { get; init => field = Require.NotNull(value, nameof(Initial)); } = Require.NotNull(Initial, nameof(Initial));

    /// <summary>All states from the initial one on, made as they are asked for. It ends only with a state that has diverged.</summary>
    /// <remarks>
    /// <c>run.Take(1000).ToArray()</c> keeps the parameters of every step in memory. Select what is needed of each state first, or take
    /// fewer: <c>run.Take(1000).Select(state => state.Loss).ToArray()</c>, <c>EveryEpoch</c>, <c>Last</c>.
    /// </remarks>
    public IEnumerator<TrainingState<T>> GetEnumerator() =>
        Train.Scan(Batches.From(Initial.Step), Initial, Train.Step(Objective, Optimizer)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The states of the run up to the end of this number of epochs, counted from step 0; at least the first state.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is negative.</exception>
    public IEnumerable<TrainingState<T>> Epochs(int epochs)
    {
        Require.NotNegative(epochs);
        var end = (long)epochs * Batches.PerEpoch;
        return this.TakeUntil(state => state.Step >= end);
    }

    /// <summary>
    /// The states at the ends of this number of epochs, counted from step 0, and the last state if the run ends within one:
    /// <c>run.ByEpoch(30).WithMetrics(...).StopEarly(...)</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is negative.</exception>
    public IEnumerable<TrainingState<T>> ByEpoch(int epochs) => Epochs(epochs).EveryEpoch(Batches.PerEpoch);

    /// <summary>
    /// The run with another optimizer, which begins with a new state. (<c>run with { Optimizer = ... }</c> keeps the state, for an optimizer
    /// of the same kind with another rate. The first step refuses the state of an optimizer of another kind.)
    /// </summary>
    public TrainingRun<TBatch, T> With(Optimizer<T> optimizer)
    {
        var parameters = Objective.Bind(Initial.Parameters);
        return this with
        {
            Optimizer = Require.NotNull(optimizer),
            Initial = Initial with { Parameters = parameters, Optimizer = optimizer.Initialize(parameters) },
        };
    }

    /// <summary>
    /// The state after a step, computed again from the latest of the states that were kept, or from the initial one: the same
    /// to the bit as when the run first came by.
    /// </summary>
    /// <param name="step">The number of steps made.</param>
    /// <param name="kept">States of this run in any order, such as those of <c>Checkpoint</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run begins after this step, or diverges before it.</exception>
    public TrainingState<T> Replay(long step, params IEnumerable<TrainingState<T>> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (step < Initial.Step)
            throw new ArgumentOutOfRangeException(nameof(step), Invariant($"expected a step of {Initial.Step} or more, where the run begins, got {step}"));
        var nearest = kept.Where(state => state.Step <= step && !state.HasDiverged).Prepend(Initial).MaxBy(state => state.Step)!;
        var replayed = (this with { Initial = nearest }).First(state => state.Step == step || state.HasDiverged);
        return replayed.Step == step
            ? replayed
            : throw new ArgumentOutOfRangeException(nameof(step), Invariant($"expected a step before the run ends, got {step}; it ends at {replayed}"));
    }

    /// <summary>One line: objective, optimizer, batches, and where it begins.</summary>
    public override string ToString() => $"{Objective}, {Optimizer}, {Batches}, from {Initial}";
}
