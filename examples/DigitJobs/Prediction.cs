using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>What a saved network says of the test images.</summary>
public sealed record Prediction(
    string Network, string Data, int Images, double TestAccuracy, string ParametersSha256, ImmutableArray<(Option<int> Said, int True)> First)
{
    private const int Shown = 10;

    /// <summary>The prediction of a network whose parameters are in a file. Numbers are converted.</summary>
    public static Fin<Prediction> Of<T>(string file, Layer<T> network, Source<T> source)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.LoadParameters(file, convert: true).Map(parameters => Of(network, parameters, source));

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
}
