using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>A document and tensors by name as a state.</summary>
internal sealed class StateReader<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<string, Tensor<T>> tensors;

    // Layouts that are equal become one, by which the parts of a state find that they fit.
    private readonly List<ParameterLayout> layouts;

    private StateReader(NamedTensors<T> tensors, ParameterLayout trained) =>
        (this.tensors, layouts) = (tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Value), [trained]);

    /// <summary>The state.</summary>
    /// <exception cref="ArgumentException">Document and tensors do not fit.</exception>
    public static TrainingState<T> Read(StateDocument document, NamedTensors<T> tensors)
    {
        var parameters = new StateReader<T>(tensors, ParameterLayout.Empty).ParametersOf(document.Parameters, place: null);
        var reader = new StateReader<T>(tensors, parameters.Trained.Layout);
        return new(
            parameters, reader.OptimizerOf(document.Optimizer, StateNames.Optimizer), document.Key, document.Step,
            document.Loss is { } loss ? T.CreateTruncating(loss) : Option<T>.None)
        {
            LastBatch = document.LastBatch is { } batch ? batch : Option<long>.None,
            Divergence = document.Divergence is { } found
                ? new NonFinite(found.Step, found.Place, found.Path, found.Number, found.Index, found.Count, [.. found.Shape])
                : Option<NonFinite>.None,
        };
    }

    private OptimizerState<T> OptimizerOf(ImmutableArray<StateDocument.TransformationDocument> documents, string place) =>
        new([.. documents.Select((document, i) => TransformationOf(document, StateNames.Under(place, Invariant($"{i}"))))]);

    private TransformationState<T> TransformationOf(StateDocument.TransformationDocument document, string place) => new(document.Name)
    {
        Tensors = document.Tensors.ToImmutableSortedDictionary(item => item.Key, item => ParametersOf(item.Value, StateNames.Under(place, item.Key))),
        Counts = document.Counts,
        Scalars = document.Scalars,
        Optimizers = document.Optimizers.ToImmutableSortedDictionary(item => item.Key, item => OptimizerOf(item.Value, StateNames.Under(place, item.Key))),
    };

    private Parameters<T> ParametersOf(StateDocument.LayoutDocument document, string? place)
    {
        ImmutableArray<Tensor<T>> values = [.. document.Slots.Select(slot => Find(place is null ? slot.Path : StateNames.Under(place, slot.Path)))];
        var slots = document.Slots.Zip(values, (slot, value) => new ParameterSlot(slot.Path, slot.Role, value.Shape)).ToArray();
        // It refuses paths that repeat.
        _ = ParameterLayout.Create(slots);
        var layout = ParameterLayout.Create(document.Path, slots, document.Slots.Select(slot => slot.IsFrozen));
        var known = layouts.Find(known => known == layout && known.Path == layout.Path);
        if (known is null)
            layouts.Add(layout);
        return new(known ?? layout, values);
    }

    private Tensor<T> Find(string name) => tensors.TryGetValue(name, out var tensor) ? tensor : throw new ArgumentException($"there is no tensor {name}");
}
