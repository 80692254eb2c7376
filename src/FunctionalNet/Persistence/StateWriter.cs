using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A state as a document and tensors by name.</summary>
internal static class StateWriter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The document and the tensors of a state.</summary>
    public static (StateDocument Document, NamedTensors<T> Tensors) Write(SavedState<T> saved)
    {
        var state = saved.State;
        var tensors = state.Parameters.Select(parameter => (parameter.Path, parameter.Value))
            .Concat(TensorsOf(state.Optimizer, StateNames.Optimizer));
        var document = new StateDocument(
            saved.Run, state.Key, state.Step,
            state.Loss.MatchUnsafe(loss => (double?)double.CreateChecked(loss), () => null),
            state.LastBatch.MatchUnsafe(batch => (long?)batch, () => null),
            state.Divergence.MatchUnsafe(Document, () => null),
            Document(saved.Metrics),
            Document(state.Parameters.Layout),
            Document(state.Optimizer));
        return (document, NamedTensors<T>.Create([.. tensors]));
    }

    /// <summary>The metrics of a state.</summary>
    public static ImmutableArray<StateDocument.MetricDocument> Document(ImmutableArray<(string Name, double Value)> metrics) =>
        [.. metrics.Select(metric => new StateDocument.MetricDocument(metric.Name, metric.Value))];

    private static StateDocument.NonFiniteDocument? Document(NonFinite found) => new(
        found.Step, found.Place, found.Path, found.Number, found.Index, found.Count, [.. found.Shape]);

    private static StateDocument.LayoutDocument Document(ParameterLayout layout) => new(
        layout.Path, [.. layout.Select((slot, i) => new StateDocument.SlotDocument(slot.Path, slot.Role, layout.IsFrozen(i)))]);

    private static ImmutableArray<StateDocument.TransformationDocument> Document(OptimizerState<T> state) =>
        [.. state.Transformations.Select(transformation => new StateDocument.TransformationDocument(
            transformation.Name,
            transformation.Tensors.ToImmutableSortedDictionary(item => item.Key, item => Document(item.Value.Layout), StringComparer.Ordinal),
            transformation.Counts,
            transformation.Scalars,
            transformation.Optimizers.ToImmutableSortedDictionary(item => item.Key, item => Document(item.Value), StringComparer.Ordinal)))];

    private static IEnumerable<(string Name, Tensor<T> Value)> TensorsOf(OptimizerState<T> state, string place) =>
        state.Transformations.SelectMany((transformation, i) => TensorsOf(transformation, StateNames.Under(place, Invariant($"{i}"))));

    private static IEnumerable<(string Name, Tensor<T> Value)> TensorsOf(TransformationState<T> state, string place) =>
        state.Tensors
            .SelectMany(item => item.Value.Select(tensor => (StateNames.Under(StateNames.Under(place, item.Key), tensor.Path), tensor.Value)))
            .Concat(state.Optimizers.SelectMany(item => TensorsOf(item.Value, StateNames.Under(place, item.Key))));
}
