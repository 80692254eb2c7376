using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;

namespace FunctionalNet.Tests.Conformance;

/// <summary>A layer of PyTorch on an input, with its output and all gradients, from the tables in <c>pytorch</c>. Images are channels first.</summary>
internal sealed record PyTorchCase<T>(string Name, string Kind, JsonElement Json)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The files in the folder.
    private static readonly ImmutableArray<string> Files = ["convolution"];

    public static ImmutableArray<PyTorchCase<T>> All { get; } = [.. Files.SelectMany(Read)];

    public Tensor<T> Tensor(string name) => Of(Json.GetProperty(name));

    public NamedTensors<T> Tensors(string name) => NamedTensors<T>.Create(
        [.. Json.GetProperty(name).EnumerateObject().Select(tensor => ($"layer.{tensor.Name}", Of(tensor.Value)))]);

    public Shape Lengths(string argument) => Shape.Create(Numbers(Argument(argument)));

    public int Integer(string argument) => Argument(argument).GetInt32();

    public bool Flag(string argument) => Argument(argument).GetBoolean();

    private JsonElement Argument(string name) => Json.GetProperty("arguments").GetProperty(name);

    private static IEnumerable<PyTorchCase<T>> Read(string name)
    {
        using var file = File.OpenRead(Repository.At($"tests/FunctionalNet.Tests/Conformance/pytorch/{name}.json.gz"));
        using var json = JsonDocument.Parse(new GZipStream(file, CompressionMode.Decompress));
        return [.. json.RootElement.Clone().EnumerateArray().Select(item => new PyTorchCase<T>(
            item.GetProperty("name").GetString()!, item.GetProperty("kind").GetString()!, item))];
    }

    private static Tensor<T> Of(JsonElement json) => FunctionalNet.Tensor.Create(
        Shape.Create(Numbers(json.GetProperty("shape"))),
        json.GetProperty("data").EnumerateArray().Select(number => T.CreateChecked(number.GetDouble())).ToArray());

    private static int[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(number => number.GetInt32())];
}
