// The chapter's gradient check: the two-layer network on three images, backpropagation against central differences.
// With the folder of MNIST's four files as an argument, the images are from MNIST; otherwise the library draws them.
using FunctionalNet;
using static FunctionalNet.Layers<double>;

var digits = args is [var folder]
    ? Mnist.Load<double>(folder).Map(mnist => mnist.Train[..3])
    : Digits.Generate<double>(Key.Seed(0), 3);
return digits.Match(Succ: Check, Fail: Complain);

static int Check(Dataset<double> images)
{
    var network = Affine(784, 50, Initializers.Normal(0.01)) >> Relu >> Affine(50, 10, Initializers.Normal(0.01));
    var parameters = network.Initialize(Key.Seed(0));
    var batch = images.Batch(0, 1, 2);

    var backpropagated = network.Gradient(Losses.SoftmaxCrossEntropy, parameters, batch);
    var numerical = network.NumericalGradient(Losses.SoftmaxCrossEntropy, parameters, batch);
    var report = FunctionalNet.GradientCheck.Compare(backpropagated, numerical);

    Console.WriteLine($"{network} on {batch}; mean |backpropagated − numerical|:");
    foreach (var tensor in report.Tensors)
        Console.WriteLine($"{tensor.Path}: {tensor.MeanDifference:0.0e-00}");
    return 0;
}

static int Complain(LanguageExt.Common.Error error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
