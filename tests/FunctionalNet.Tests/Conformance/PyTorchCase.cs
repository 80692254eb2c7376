using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;

namespace FunctionalNet.Tests.Conformance;

/// <summary>A layer of PyTorch on an input, with its output, all gradients and next statistics, from the tables in <c>pytorch</c>. Images are channels first.</summary>
internal sealed record PyTorchCase<T>(string Name, string Kind, JsonElement Json)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The files in the folder.
    private static readonly ImmutableArray<string> Files = ["convolution", "normalization", "spatial"];

    public static ImmutableArray<PyTorchCase<T>> All { get; } = [.. Files.SelectMany(Read)];

    /// <summary>Whether it was run in training; in inference, or the same in both, if not.</summary>
    public bool IsTraining => Json.TryGetProperty("mode", out var mode) && mode.GetString() == "training";

    /// <summary>Whether images are channels first, and are to be permuted; what is normalized over trailing axes is as it is.</summary>
    public bool IsOfImages => Kind is not ("LayerNormalization" or "RmsNormalization");

    public Tensor<T> Tensor(string name) => Of(Json.GetProperty(name));

    /// <summary>Tensors by their names in PyTorch, below those of the module <c>layer</c>; none if the case has none of the kind.</summary>
    public NamedTensors<T> Tensors(string name) => !Json.TryGetProperty(name, out var tensors) ? NamedTensors<T>.Empty : NamedTensors<T>.Create(
        [.. tensors.EnumerateObject().Select(tensor => ($"layer.{tensor.Name}", Of(tensor.Value)))]);

    public Shape Lengths(string argument) => Shape.Create(Numbers(Argument(argument)));

    public int Integer(string argument) => Argument(argument).GetInt32();

    public double Number(string argument) => Argument(argument).GetDouble();

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
