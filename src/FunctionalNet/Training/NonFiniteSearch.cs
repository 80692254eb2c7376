using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>Goes back in time to where a run went wrong.</summary>
public static class NonFiniteSearch
{
    /// <summary>
    /// The first tensor of a run that was not finite: the step, the layer's path and the place in the tensor where a NaN or an
    /// infinity was born; none if the last state is finite. The steps are found by bisection of the states that were kept, and
    /// by replaying those in between.
    /// </summary>
    /// <remarks>
    /// What is trained and is not finite stays so. A statistic can become finite again: what it was between two of the states that
    /// were kept is not looked at.
    /// </remarks>
    /// <param name="run">The run.</param>
    /// <param name="last">The state that it has come to.</param>
    /// <param name="kept">States on the way, in any order: those of <c>Checkpoint</c>. Those before the run begins are not its own.</param>
    /// <exception cref="ArgumentException">The run comes to this step with finite numbers only: the state is not its own.</exception>
    public static Option<NonFinite> FirstNonFinite<T>(
        this TrainingRun<T> run, TrainingState<T> last, params IEnumerable<TrainingState<T>> kept)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(kept);
        if (IsFinite(last))
            return Option<NonFinite>.None;
        var own = kept.Where(state => state.Step >= run.Initial.Step && state.Step <= last.Step).OrderBy(state => state.Step);
        var from = LastFinite([.. own]) ?? run.Initial;
        var before = from;
        foreach (var state in (run with { Initial = from }).TakeUntil(state => state.Step == last.Step).TakeWhile(IsFinite))
            before = state;
        var cameThrough = before.Step == last.Step && !last.HasDiverged && IsFinite(before);
        var birth = cameThrough ? Option<NonFinite>.None : InStep(run.Network, run.Loss, run.Optimizer, before, run.Batches[before.Step]);
        return birth.IsSome
            ? birth
            : throw new ArgumentException(Invariant($"all is finite up to step {last.Step} of the run {run}: \"{last}\" is no state of it"));
    }

    /// <summary>The first tensor that is not finite in the step from a state.</summary>
    internal static Option<NonFinite> InStep<T>(
        Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, TrainingState<T> state, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Tensors(network, loss, optimizer, state, batch)
            .Select(tensor => NonFinite.In(state.Step, tensor.Place, tensor.Path, tensor.Value))
            .FirstOrDefault(found => found.IsSome);

    /// <summary>All tensors of a step, in the order in which they are computed, and computed as they are asked for.</summary>
    private static IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> Tensors<T>(
        Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, TrainingState<T> state, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        yield return (NonFinitePlace.Input, "", batch.Inputs);
        if (batch.Targets is Targets<T>.Values targets)
            yield return (NonFinitePlace.Target, "", targets.Tensor);
        foreach (var parameter in state.Parameters)
            yield return (NonFinitePlace.Parameter, parameter.Path, parameter.Value);
        var (mode, runs, output) = (Train.ModeOf(state), new Stack<TracedStage<T>>(), batch.Inputs);
        foreach (var run in network.Trace(state.Parameters, batch.Inputs, mode))
        {
            yield return (NonFinitePlace.Output, run.Path, run.Output);
            foreach (var next in run.Pass.Statistics?.AsEnumerable().Where(next => next.Role == ParameterRole.Statistic) ?? [])
                yield return (NonFinitePlace.Update, next.Path, next.Value);
            runs.Push(run);
            output = run.Output;
        }

        var (value, pullback) = loss.Against(batch.Targets)(output);
        yield return (NonFinitePlace.Loss, "", Tensor.Scalar(value));
        var gradient = pullback(T.One);
        // A training step does not go back further than to the first stage that has parameters.
        while (runs.Any(run => run.Parameters.Count > 0))
        {
            var run = runs.Pop();
            yield return (NonFinitePlace.OutputGradient, run.Path, gradient);
            var gradients = run.Pass.Backward(gradient);
            foreach (var parameter in gradients.Parameters)
                yield return (NonFinitePlace.Gradient, parameter.Path, parameter.Value);
            if (runs.Any(earlier => earlier.Parameters.Count > 0))
                gradient = gradients.Input;
        }

        var whole = network.Objective(loss, batch, mode).ValueAndGradient(state.Parameters).Gradient;
        var (parameters, optimizerState) = optimizer.Step(whole, state.Optimizer, OptimizerContext<T>.Of(state.Parameters, value, state.Step));
        foreach (var moment in optimizerState.Moments.SelectMany(moment => moment))
            yield return (NonFinitePlace.Moment, moment.Path, moment.Value);
        foreach (var parameter in parameters)
            yield return (NonFinitePlace.Update, parameter.Path, parameter.Value);
    }

    private static bool IsFinite<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        !state.HasDiverged && state.Optimizer.Moments.Append(state.Parameters).All(tensors => tensors.All(tensor => tensor.Value.IsFinite));

    /// <summary>What is not finite stays so: the last finite one of states in order is found by bisection.</summary>
    private static TrainingState<T>? LastFinite<T>(TrainingState<T>[] states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (finite, open) = (0, states.Length);
        while (finite < open)
        {
            var middle = (finite + open) / 2;
            (finite, open) = IsFinite(states[middle]) ? (middle + 1, open) : (finite, middle);
        }

        return finite == 0 ? null : states[finite - 1];
    }
}
