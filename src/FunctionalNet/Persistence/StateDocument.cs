using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionalNet;

/// <summary>The state of a run without its tensors, as the JSON in the metadata of its file.</summary>
/// <param name="Run">The run that it belongs to.</param>
/// <param name="Key">The randomness of the run.</param>
/// <param name="Step">The number of steps made.</param>
/// <param name="Loss">The loss of the last batch; null before the first.</param>
/// <param name="LastBatch">The number of the last batch; null if it has none.</param>
/// <param name="Divergence">Where it has diverged; null if it has not.</param>
/// <param name="Metrics">The metrics of the state, in order.</param>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="Optimizer">The state of each transformation, in order.</param>
internal sealed record StateDocument(
    RunDescription Run, Key Key, long Step, double? Loss, long? LastBatch, StateDocument.NonFiniteDocument? Divergence,
    ImmutableArray<StateDocument.MetricDocument> Metrics, StateDocument.LayoutDocument Parameters,
    ImmutableArray<StateDocument.TransformationDocument> Optimizer) : IJsonOnDeserialized
{
    // The attributes of nullability do not reach the items of collections.
    void IJsonOnDeserialized.OnDeserialized() =>
        Refuse(Metrics.Contains(null!) || Optimizer.Contains(null!) || Step < 0, "expected metrics, transformations and a step from 0 on");

    private static void Refuse(bool isWrong, string expected)
    {
        if (isWrong)
            throw new JsonException(expected);
    }

    /// <summary>A metric and its value.</summary>
    internal sealed record MetricDocument(string Name, double Value);

    /// <summary>The paths and roles of tensors, in order; the shapes are those of the tensors themselves.</summary>
    /// <param name="Path">The path of the layer that they are of; empty for a whole network.</param>
    /// <param name="Slots">Path, role and whether it is frozen.</param>
    internal sealed record LayoutDocument(string Path, ImmutableArray<SlotDocument> Slots) : IJsonOnDeserialized
    {
        void IJsonOnDeserialized.OnDeserialized() => Refuse(
            Slots.Any(slot => slot is null || !Enum.IsDefined(slot.Role) || !slot.Path.StartsWith(Path, StringComparison.Ordinal)),
            "expected slots with a role and a path below that of their layer");
    }

    /// <summary>A parameter.</summary>
    internal sealed record SlotDocument(string Path, ParameterRole Role, bool IsFrozen);

    /// <summary>The state of a transformation.</summary>
    internal sealed record TransformationDocument(
        string Name, ImmutableSortedDictionary<string, LayoutDocument> Tensors, ImmutableSortedDictionary<string, long> Counts,
        ImmutableSortedDictionary<string, double> Scalars, ImmutableSortedDictionary<string, ImmutableArray<TransformationDocument>> Optimizers)
        : IJsonOnDeserialized
    {
        void IJsonOnDeserialized.OnDeserialized() => Refuse(
            Tensors.Values.Any(tensors => tensors is null) || Optimizers.Values.Any(inner => inner.Contains(null!)), "expected tensors and inner optimizers");
    }

    /// <summary>The origin of a number that is not finite.</summary>
    internal sealed record NonFiniteDocument(
        long Step, NonFinitePlace Place, string Path, double Number, ImmutableArray<int> Index, int Count, ImmutableArray<int> Shape) : IJsonOnDeserialized
    {
        void IJsonOnDeserialized.OnDeserialized() =>
            Refuse(!Enum.IsDefined(Place) || Index.Length != Shape.Length, "expected a place and an index for each axis");
    }
}

/// <summary>The code that reads and writes the JSON, generated, so that it runs in native code too.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [typeof(ExactNumber)],
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StateDocument))]
internal sealed partial class StateJson : JsonSerializerContext;
