using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;

namespace FunctionalNet.Tests.Conformance;

/// <summary>A value of a case: its type as ONNX names it, and its numbers, which doubles hold exactly.</summary>
/// <param name="Type">The type: <c>f32</c>, <c>f64</c>, <c>i64</c>, <c>i32</c> or <c>bool</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Numbers">The numbers in row-major order.</param>
internal sealed record OnnxValue(string Type, Shape Shape, ImmutableArray<double> Numbers)
{
    public Tensor<T> AsTensor<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => Tensor.Create<T>(Shape, [.. Numbers.Select(T.CreateTruncating)]);

    public int[] AsList() => [.. Numbers.Select(number => (int)number)];

    public Indices AsIndices() => new(Shape, [.. AsList()]);
}

/// <summary>One operator on one input, with the output that it has by the standard.</summary>
internal sealed record OnnxCase(
    string Name, string Op, ImmutableDictionary<string, JsonElement> Attributes, ImmutableArray<OnnxValue?> Inputs, ImmutableArray<OnnxValue> Outputs)
{
    // The files of this folder that have cases of tensor operators and layers.
    private static readonly ImmutableArray<string> Files = ["onnx", "normalization", "convolution", "pooling"];

    public static ImmutableArray<OnnxCase> All { get; } = [.. from file in Files from @case in Read(file) select @case];

    public int Integer(string name, int otherwise) => Attributes.TryGetValue(name, out var value) ? value.GetInt32() : otherwise;

    public double Number(string name, double otherwise) => Attributes.TryGetValue(name, out var value) ? value.GetDouble() : otherwise;

    public string Text(string name, string otherwise) => Attributes.TryGetValue(name, out var value) ? value.GetString()! : otherwise;

    /// <summary>A list of whole numbers, from an attribute or else from an input; null if there is neither.</summary>
    public int[]? List(string name, int input) =>
        Attributes.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetInt32())] : Input(input)?.AsList();

    public OnnxValue? Input(int i) => i < Inputs.Length ? Inputs[i] : null;

    private static ImmutableArray<OnnxCase> Read(string name)
    {
        using var file = File.OpenRead(Repository.At($"tests/FunctionalNet.Tests/Conformance/{name}.json.gz"));
        using var json = JsonDocument.Parse(new GZipStream(file, CompressionMode.Decompress));
        return [.. json.RootElement.Clone().EnumerateArray().Select(CaseOf)];
    }

    private static OnnxCase CaseOf(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.GetProperty("op").GetString()!,
        json.GetProperty("attributes").EnumerateObject().ToImmutableDictionary(attribute => attribute.Name, attribute => attribute.Value),
        [.. json.GetProperty("inputs").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? null : ValueOf(value))],
        [.. json.GetProperty("outputs").EnumerateArray().Select(ValueOf)]);

    private static OnnxValue ValueOf(JsonElement json) => new(
        json.GetProperty("type").GetString()!,
        Shape.Create([.. json.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]),
        [.. json.GetProperty("data").EnumerateArray().Select(NumberOf)]);

    private static double NumberOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => json.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN },
    };
}
