using ConvNet;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The networks of <c>examples/ConvNet</c>: shapes, numbers of parameters, and that all of it is trained.</summary>
public sealed class NetworksTests
{
    [Fact]
    public void The_textbooks_networks_have_its_shapes()
    {
        var (simple, deep) = (Networks<float>.SimpleConvNet(), Networks<float>.DeepConvNet());
        Assert.Equal(([5, 10], 433_890), (simple.OutputShape([5, 28, 28, 1]), Trained(simple)));
        Assert.Equal(([5, 10], 123_552), (deep.OutputShape([5, 28, 28, 1]), Trained(deep)));
    }

    // 272 474 for three stages of three blocks and 16 channels, whose shortcuts are projected where the shape changes, is the usual count
    // for CIFAR: that of the paper's network of 20 layers, 269 722, and two projections with their normalizations.
    [Theory]
    [InlineData(3, 16, 3, 32, 272_474)]
    [InlineData(1, 8, 1, 28, 19_810)]
    public void A_residual_network_has_as_many_parameters_as_elsewhere(int blocks, int channels, int inputs, int side, int count)
    {
        var network = Networks<float>.ResNet(blocks, channels, inputs);
        Assert.Equal(([2, 10], count), (network.OutputShape([2, side, side, inputs]), Trained(network)));
        Assert.Equal(2, network.Plan.Nodes.Count(node => $"{node}".Contains(", 1×1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_mobile_block_keeps_the_shape()
    {
        var block = Networks<float>.MobileBlock(16, expansion: 6);
        // By hand: 16·96 + 9·96 + 96·16 weights, and gain and bias of 96 + 96 + 16 channels.
        Assert.Equal(([2, 14, 14, 16], 4352), (block.OutputShape([2, 14, 14, 16]), Trained(block)));
    }

    [Fact]
    public void Every_parameter_has_a_gradient_and_the_loss_falls()
    {
        var digits = Digits.Generate<double>(Key.Seed(0), 20).AsImages(28, 28);
        var network = Networks<double>.ResNet(blocks: 2, channels: 4);
        var batches = Batches.ShuffledEpochs(digits, 20, Key.Seed(1));
        var run = Train.Run(network, Layers<double>.Losses.SoftmaxCrossEntropy, Layers<double>.Optimizers.Adam(0.01), batches, Key.Seed(2));
        var gradient = network.Gradient(Layers<double>.Losses.SoftmaxCrossEntropy, run.Initial.Parameters, batches[0], Mode.Training(Key.Seed(3)));
        Assert.All(gradient, parameter => Assert.True(parameter.Value.Data.Any(number => number != 0), $"{parameter.Path} is not trained"));
        var losses = run.Take(21).Select(state => state.Loss).Somes().ToArray();
        Assert.True(losses[^1] < losses[0] / 2, $"the loss fell from {losses[0]:0.000} to {losses[^1]:0.000} only");
    }

    private static int Trained(Layer<float> network) =>
        network.ParameterSpecs.Where(spec => spec.Role != ParameterRole.Statistic).Sum(spec => spec.Shape.Size);
}
