using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>What a saved network says of the test images.</summary>
internal sealed record Prediction(
    string Network, string Data, int Images, double TestAccuracy, string ParametersSha256, ImmutableArray<(Option<int> Said, int True)> First)
{
    private const int Shown = 10;

    /// <summary>The prediction of the network in a file, whose hidden layer has as many neurons as the file says. Numbers are converted.</summary>
    public static Fin<Prediction> Of<T>(string file, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T> => (
        from hidden in HiddenIn<T>(file)
        let network = Job<T>.Network(source.Test.Inputs.Shape[^1], hidden)
        from parameters in network.LoadParameters(file, convert: true)
        select Of(network, parameters, source)).Of("--predict");

    public string Summary => string.Join('\n', First
        .Select((image, i) => Invariant($"{i,5} | {image.Said.Match(said => Invariant($"{said}"), () => "none"),4} | {image.True,4}"))
        .Prepend("image | said | true")
        .Prepend($"{Data}\n{Network}, parameters {ParametersSha256}")
        .Append(Invariant($"test accuracy {TestAccuracy:0.0000} on {Images} images")));

    public string Json => JsonSerializer.Serialize(new { Images, TestAccuracy, ParametersSha256 }, JsonSerializerOptions.Web);

    private static Prediction Of<T>(Layer<T> network, Parameters<T> parameters, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var test = source.Test;
        var shown = int.Min(Shown, test.Count);
        var said = network.Classify(parameters, test.Inputs[..shown]);
        return new(
            $"{network}", source.Description, test.Count, network.Accuracy(parameters, test), parameters.Fingerprint(),
            [.. said.Select((digit, i) => (digit, test[i].Class))]);
    }

    private static Fin<int> HiddenIn<T>(string file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Parameters.LoadTensors<T>(file, convert: true).Bind(tensors =>
            tensors.FirstOrDefault(tensor => tensor.Name == "Affine1/W").Value is { Shape: [_, > 0 and var hidden] }
                ? hidden
                : Fin<int>.Fail($"{file}: expected the parameters of a two-layer network, with a matrix Affine1/W, found {Names(tensors)}"));

    private static string Names<T>(NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        tensors.Count == 0 ? "no tensors" : string.Join(", ", tensors.Select(tensor => $"{tensor.Name} {tensor.Value.Shape}"));
}
