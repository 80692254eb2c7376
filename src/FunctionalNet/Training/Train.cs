using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Training as a fold: <c>batches.Take(10_000).Aggregate(initial, Train.Step(network, loss, optimizer))</c>.
/// </summary>
public static class Train
{
    /// <summary>The state before the first step, with parameters drawn from the key.</summary>
    public static TrainingState<T> Start<T>(Layer<T> network, Optimizer<T> optimizer, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        var (parametersKey, runKey) = key.Split();
        return Start(network.Initialize(parametersKey), optimizer, runKey);
    }

    /// <summary>The state before the first step, from given parameters.</summary>
    public static TrainingState<T> Start<T>(Parameters<T> parameters, Optimizer<T> optimizer, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        return new(parameters, optimizer.Initialize(parameters), key, Step: 0, Loss: Option<T>.None);
    }

    /// <summary>A run as a value, from parameters drawn from the key: a lazy sequence of states to look at, fork and replay.</summary>
    public static TrainingRun<T> Run<T>(Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, Batches<T> batches, Key key)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(network, Require.NotNull(loss), optimizer, Require.NotNull(batches), Start(network, optimizer, key));

    /// <summary>
    /// One step: the gradient of the loss of a batch, and the optimizer's update. A state whose loss is not finite is where
    /// training stops: a step from there is the state itself, so that it can be inspected, and <see cref="TrainingState{T}.Divergence"/>
    /// says where in the step it went wrong.
    /// </summary>
    /// <remarks>
    /// To train on from a state, fold over the batches that come next: <c>batches.From(half.Step).Take(10).Aggregate(half, step)</c>. The
    /// step throws an <see cref="ArgumentException"/> where a batch comes before the one that the state has learnt from last.
    /// </remarks>
    public static Func<TrainingState<T>, Batch<T>, TrainingState<T>> Step<T>(Layer<T> network, Loss<T> loss, Optimizer<T> optimizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        return (state, batch) =>
        {
            if (Require.NotNull(state).HasDiverged)
                return state;
            RequireNext(state, batch);
            var pass = network.Forward(state.Parameters, batch.Inputs, ModeOf(state));
            var (value, pullback) = loss.Against(batch.Targets)(pass.Output);
            if (!T.IsFinite(value))
                return state with { Loss = value, Divergence = NonFiniteSearch.InStep(network, loss, optimizer, state, batch) };
            var gradient = pass.Backward(pullback(T.One)).Parameters;
            var (trained, optimizerState) = optimizer.Step(gradient, state.Optimizer, OptimizerContext<T>.Of(state.Parameters, value, state.Step));
            var parameters = (pass.Statistics ?? state.Parameters).WithTrained(trained);
            return new(parameters, optimizerState, state.Key, state.Step + 1, value) { LastBatch = batch.Number };
        };
    }

    /// <summary>
    /// Every state of a run, the first included, made as it is asked for. It ends with the batches, or with a state that has
    /// diverged.
    /// </summary>
    /// <remarks>
    /// Ask for the states one after the other. <c>ToArray</c> or <c>ToList</c> would keep all of them in memory, with the parameters of
    /// every step: select what is wanted of each first, <c>.Select(state => state.Loss).ToArray()</c>, or take fewer.
    /// </remarks>
    /// <param name="batches">The batch of each step. To train on from a state, <c>batches.From(initial.Step)</c>.</param>
    /// <param name="initial">The first state.</param>
    /// <param name="step">The step, such as <see cref="Step{T}"/>.</param>
    public static IEnumerable<TrainingState<T>> Scan<T>(
        IEnumerable<Batch<T>> batches,
        TrainingState<T> initial,
        Func<TrainingState<T>, Batch<T>, TrainingState<T>> step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(step);
        return States();

        IEnumerable<TrainingState<T>> States()
        {
            var state = initial;
            yield return state;
            foreach (var batch in batches)
            {
                if (state.HasDiverged)
                    yield break;
                state = step(state, batch);
                yield return state;
            }
        }
    }

    /// <summary>The mode of the step from a state.</summary>
    internal static Mode ModeOf<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => Mode.Training(state.Key.Fold(state.Step));

    private static void RequireNext<T>(TrainingState<T> state, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        if ((from number in batch.Number from last in state.LastBatch select number < last).IfNone(false))
        {
            throw new ArgumentException(Invariant(
                $"expected a batch that comes after those that the state at step {state.Step} has learnt from, got number {batch.Number.IfNone(0)}: ")
                + Invariant($"take batches.From({state.Step}) to train on, or begin anew by Train.Start(state.Parameters, ...)"));
        }
    }
}
