using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The search for the first NaN or infinity of a run.</summary>
public static class NonFiniteSearch
{
    /// <summary>
    /// The first tensor of a run that was not finite: the step, the layer's path and the place in the tensor of the first NaN or
    /// infinity; none if the last state is finite. The step is found by bisection of the states that were kept, and by replaying the
    /// steps between them.
    /// </summary>
    /// <remarks>
    /// A trained parameter that is not finite stays so. A statistic can become finite again: its values between two states that were
    /// kept are not examined.
    /// </remarks>
    /// <param name="run">The run.</param>
    /// <param name="last">The state that it has reached.</param>
    /// <param name="kept">States on the way in any order, such as those of <c>Checkpoint</c>. States before the run begins are ignored.</param>
    /// <exception cref="ArgumentException">The run reaches this step with finite numbers only: the state is not one of the run.</exception>
    public static Option<NonFinite> FirstNonFinite<TBatch, T>(
        this TrainingRun<TBatch, T> run, TrainingState<T> last, params IEnumerable<TrainingState<T>> kept)
        where TBatch : notnull
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
        var birth = cameThrough ? Option<NonFinite>.None : InStep(run.Objective, run.Optimizer, before, run.Batches[before.Step]);
        return birth.IsSome
            ? birth
            : throw new ArgumentException(Invariant($"expected a state of the run {run}, got \"{last}\": all is finite up to step {last.Step}"));
    }

    /// <summary>The first tensor that is not finite in the step from a state.</summary>
    internal static Option<NonFinite> InStep<TBatch, T>(
        Objective<TBatch, T> objective, Optimizer<T> optimizer, TrainingState<T> state, TBatch batch)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Tensors(objective, optimizer, state, batch)
            .Select(tensor => NonFinite.In(state.Step, tensor.Place, tensor.Path, tensor.Value))
            .FirstOrDefault(found => found.IsSome);

    /// <summary>All tensors of a step, in the order in which they are computed, lazily.</summary>
    private static IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> Tensors<TBatch, T>(
        Objective<TBatch, T> objective, Optimizer<T> optimizer, TrainingState<T> state, TBatch batch)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (bound, mode) = (objective.Bind(state.Parameters), Train.ModeOf(state));
        foreach (var tensor in objective.Trace(bound, batch, mode))
            yield return tensor;
        var pass = objective.At(bound, batch, mode);
        var (parameters, optimizerState) = optimizer.Step(
            pass.Pullback(T.One), state.Optimizer.BoundTo(bound.Trained.Layout), OptimizerContext<T>.Of(bound, pass.Loss, state.Step));
        foreach (var moment in optimizerState.Moments.SelectMany(moment => moment))
            yield return (NonFinitePlace.Moment, moment.Path, moment.Value);
        foreach (var parameter in parameters)
            yield return (NonFinitePlace.Update, parameter.Path, parameter.Value);
    }

    private static bool IsFinite<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        !state.HasDiverged && state.Optimizer.Moments.Append(state.Parameters).All(tensors => tensors.All(tensor => tensor.Value.IsFinite));

    /// <summary>The last finite one of states in order, found by bisection: numbers that are not finite stay so.</summary>
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
