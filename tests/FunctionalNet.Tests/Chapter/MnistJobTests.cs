using System.Numerics;

namespace FunctionalNet.Tests.Chapter;

/// <summary>The chapter's network on the real MNIST.</summary>
[Trait(Suite.Name, Suite.Long)]
public sealed class MnistJobTests
{
    [MnistFact]
    public void Backpropagation_agrees_with_numerical_gradients_on_three_images()
    {
        var network = Network<double>();
        var parameters = network.Initialize(Key.Seed(0));
        var batch = Load<double>().Train.Batch(0, 1, 2);
        var report = GradientCheck.Compare(
            network.Gradient(Layers<double>.Losses.SoftmaxCrossEntropy, parameters, batch),
            network.NumericalGradient(Layers<double>.Losses.SoftmaxCrossEntropy, parameters, batch));
        Assert.Equal(["Affine1/W", "Affine1/b", "Affine2/W", "Affine2/b"], report.Tensors.Select(tensor => tensor.Path));
        Assert.All(report.Tensors, tensor => Assert.True(
            tensor.MeanDifference < 1e-9, $"{tensor.Path}: the mean difference is {tensor.MeanDifference}"));
    }

    [MnistFact]
    public void Ten_thousand_steps_know_what_the_chapter_s_know()
    {
        var (train, test) = Load<float>();
        var network = Network<float>();
        var optimizer = Layers<float>.Optimizers.Sgd(0.1f);
        var trained = Batches.WithReplacement(train, 100, Key.Seed(1)).Take(10_000).Aggregate(
            Train.Start(network, optimizer, Key.Seed(0)), Train.Step(network, Layers<float>.Losses.SoftmaxCrossEntropy, optimizer));
        var accuracy = network.Accuracy(trained.Parameters, test);
        Assert.True(accuracy is >= 0.966 and < 0.98, $"the chapter's network knows 96.6 % of the test images, this one {accuracy:P2}");
    }

    private static (Dataset<T> Train, Dataset<T> Test) Load<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Mnist.Load<T>(MnistFactAttribute.Folder).IfFail(error => throw new InvalidOperationException(error.Message));

    private static Layer<T> Network<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var weights = Layers<T>.Initializers.Normal(T.CreateChecked(0.01));
        return Layers<T>.Affine(784, 50, weights) >> Layers<T>.Relu >> Layers<T>.Affine(50, 10, weights);
    }
}
