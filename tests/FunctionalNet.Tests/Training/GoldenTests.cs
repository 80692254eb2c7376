using System.Numerics;

namespace FunctionalNet.Tests.Training;

/// <summary>Short seeded runs whose bits must never change unnoticed: a change here is a change of the mathematics.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void The_two_layer_network_in_single_precision() =>
        Assert.Equal("ee8c12607d04063a472a9f269d6466be7d693da8efe0f1049664753b4d847dee", Fingerprint<float>());

    [Fact]
    public void The_two_layer_network_in_double_precision() =>
        Assert.Equal("bbcb03d386eb079217baf27f6a2f0eb783c472aa0b0c436755f0f6f09cf7a4eb", Fingerprint<double>());

    private static string Fingerprint<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weights = Layers<T>.Normal(T.CreateChecked(0.01));
        var network = Layers<T>.Affine(784, 50, weights) >> Layers<T>.Relu >> Layers<T>.Affine(50, 10, weights);
        var optimizer = Layers<T>.Sgd(T.CreateChecked(0.1));
        var batches = Batches.WithReplacement(Digits.Generate<T>(Key.Seed(1), 500), 100, Key.Seed(2));
        var initial = Train.Start(network, optimizer, Key.Seed(3));
        var step = Train.Step(network, Layers<T>.SoftmaxCrossEntropy, optimizer);
        return batches.Take(100).Aggregate(initial, step).Parameters.Fingerprint();
    }
}
