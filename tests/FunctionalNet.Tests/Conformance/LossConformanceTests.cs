using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Conformance;

/// <summary>ONNX's cases of losses of classes: weights, ignored indices, reductions and further axes. README.md says where they are from.</summary>
public sealed class LossConformanceTests
{
    private const float Tolerance = 1e-5f;

    private static readonly ImmutableSortedDictionary<string, JsonElement> Cases = Read();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void All_cases_are_there() => Assert.Equal(21, Cases.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_case_has_its_published_result(string name)
    {
        var @case = Cases[name];
        var (outputs, targets) = (ClassesLast(Numbers(@case.GetProperty("inputs")[0])), ClassIndices(@case.GetProperty("inputs")[1]));
        var weights = @case.GetProperty("inputs").GetArrayLength() > 2 ? Numbers(@case.GetProperty("inputs")[2]).Data : default;
        var attributes = @case.GetProperty("attributes");
        int? ignored = attributes.TryGetProperty("ignore_index", out var index) ? index.GetInt32() : null;
        var isLikelihood = @case.GetProperty("op").GetString() == "NegativeLogLikelihoodLoss";
        var loss = isLikelihood
            ? Losses.NegativeLogLikelihoodWith(weights, ignoredIndex: ignored)
            : Losses.SoftmaxCrossEntropyWith(weights, ignoredIndex: ignored);
        var actual = attributes.GetProperty("reduction").GetString() switch
        {
            "none" => loss.Each(targets)(outputs).Value,
            "sum" => loss.Summed.Against(targets)(outputs).Value,
            _ => loss.Against(targets)(outputs).Value,
        };
        Close(Numbers(@case.GetProperty("outputs")[0]), actual, name);
        if (@case.GetProperty("outputs").GetArrayLength() > 1)
            Close(ClassesLast(Numbers(@case.GetProperty("outputs")[1])), TensorNodes<float>.LogSoftmaxOver(-1)(outputs).Value, $"{name}, log-softmax");
    }

    private static void Close(Tensor<float> expected, Tensor<float> actual, string what)
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape} instead of {expected.Shape}");
        for (var i = 0; i < expected.Data.Length; i++)
        {
            Assert.True(
                float.Abs(expected.Data[i] - actual.Data[i]) <= Tolerance * float.Max(1, float.Abs(expected.Data[i])),
                Invariant($"{what}: element {i} is {actual.Data[i]} instead of {expected.Data[i]}"));
        }
    }

    private static Tensor<float> ClassesLast(Tensor<float> x) =>
        x.Permute([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    private static Targets<float> ClassIndices(JsonElement tensor) =>
        new Indices(ShapeOf(tensor), [.. tensor.GetProperty("data").EnumerateArray().Select(index => index.GetInt32())]);

    private static Tensor<float> Numbers(JsonElement tensor) =>
        Tensor.Create(ShapeOf(tensor), [.. tensor.GetProperty("data").EnumerateArray().Select(number => number.GetSingle())]);

    private static Shape ShapeOf(JsonElement tensor) => [.. tensor.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];

    private static ImmutableSortedDictionary<string, JsonElement> Read()
    {
        using var file = File.OpenRead(Repository.At("tests/FunctionalNet.Tests/Conformance/losses.json.gz"));
        using var json = new GZipStream(file, CompressionMode.Decompress);
        return JsonDocument.Parse(json).RootElement.EnumerateArray()
            .ToImmutableSortedDictionary(@case => @case.GetProperty("name").GetString()!, @case => @case, StringComparer.Ordinal);
    }
}
