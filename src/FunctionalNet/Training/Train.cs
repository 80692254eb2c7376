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
        var (parametersKey, runKey) = key.Split();
        return Start(network.Initialize(parametersKey), optimizer, runKey);
    }

    /// <summary>The state before the first step, from given parameters.</summary>
    public static TrainingState<T> Start<T>(Parameters<T> parameters, Optimizer<T> optimizer, Key key)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(parameters, optimizer.Initialize(parameters), key, Step: 0, Loss: Option<T>.None);

    /// <summary>A run as a value, from parameters drawn from the key: a lazy sequence of states to look at, fork and replay.</summary>
    public static TrainingRun<T> Run<T>(Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, Batches<T> batches, Key key)
        where T : unmanaged, IFloatingPointIeee754<T> => new(network, loss, optimizer, batches, Start(network, optimizer, key));

    /// <summary>
    /// One step: the gradient of the loss of a batch, and the optimizer's update. A state whose loss is not finite is where
    /// training stops: a step from there is the state itself, so that it can be inspected, and <see cref="TrainingState{T}.Divergence"/>
    /// says where in the step it went wrong.
    /// </summary>
    public static Func<TrainingState<T>, Batch<T>, TrainingState<T>> Step<T>(Layer<T> network, Loss<T> loss, Optimizer<T> optimizer)
        where T : unmanaged, IFloatingPointIeee754<T> => (state, batch) =>
    {
        if (state.HasDiverged)
            return state;
        var (value, pullback) = network.Objective(loss, batch, ModeOf(state))(state.Parameters);
        if (!T.IsFinite(value))
            return state with { Loss = value, Divergence = NonFiniteSearch.InStep(network, loss, optimizer, state, batch) };
        var (parameters, optimizerState) = optimizer.Update(state.Parameters, pullback(T.One), value, state.Optimizer);
        return state with { Parameters = parameters, Optimizer = optimizerState, Step = state.Step + 1, Loss = value };
    };

    /// <summary>
    /// Every state of a run, the first included, made as it is asked for. It ends with the batches, or with a state that has
    /// diverged.
    /// </summary>
    public static IEnumerable<TrainingState<T>> Scan<T>(
        IEnumerable<Batch<T>> batches,
        TrainingState<T> initial,
        Func<TrainingState<T>, Batch<T>, TrainingState<T>> step)
        where T : unmanaged, IFloatingPointIeee754<T>
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

    /// <summary>The mode of the step from a state.</summary>
    internal static Mode ModeOf<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => Mode.Training(state.Key.Fold(state.Step));
}
