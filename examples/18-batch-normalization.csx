#load "plots.csx"
#load "setup.csx"

// 18. Batch normalization
//
// Script 17 found the right size of initial weights by thinking. Batch normalization makes it matter less: after an Affine it gives each unit a mean
// of 0 and a variance of 1 over the batch, and a gain and a bias that are learnt.
//
// Digits of 14 × 14 pixels, each the mean of four, so that 32 runs take little time.

var (train, _) = Digits.Load<float>(Key.Seed(0), train: 500, test: 10);
var small = train.MapInputs(images => images.Reshape([500, 14, 2, 14, 2]).MeanOver([2, 4]).Reshape([500, 196]));
var batches = Batches.ShuffledEpochs(small, 50, Key.Seed(1));

// What stands between Affine and Relu is a function of the number of units: a normalization, or no layer at all, which is the identity.

Layer<float> Network(float std, Func<int, Layer<float>> between)
{
    Layer<float> Hidden(int inputs) => Affine(inputs, 50, Initializers.Normal(std)) >> between(50) >> Relu;
    return Hidden(196) >> Repeat(4, _ => Hidden(50)) >> Affine(50, 10, Initializers.Normal(std));
}

// 16 sizes of initial weights, from 1 down to 0.0001 by equal factors. A run is a value, so several may be computed at the same time: each has the same
// bits as alone. One that diverges ends, and its last state says so; its accuracy may be 0, as that of numbers that are not finite.

var exponents = Tensor.Generate<float>([16], i => -4 * i / 15f);
var sizes = Tensor.Scalar(10f).Power(exponents).Data;
double Learnt(Layer<float> network) => network.Accuracy(
    Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(2)).Take(151).Last().Parameters, small);
var accuracies = sizes.AsParallel().AsOrdered()
    .Select(std => (Without: Learnt(Network(std, _ => Layer<float>.Identity)), With: Learnt(Network(std, units => BatchNormalization(units)))))
    .ToArray();

// How many of the digits it has learnt after 15 epochs. Without normalization only sizes near those of script 17 work. With it nearly all do, until at
// 0.0001 the variances are so small that ε, which keeps the quotient finite, is larger.

Console.WriteLine("initial std   without    with");
foreach (var (std, (without, with)) in sizes.Zip(accuracies))
    Console.WriteLine($"{std,11:F4}   {without,7:P1} {with,7:P1}");

// picture.SavePng("batch-normalization.png") saves it.

var picture = Pictures.Curves(
    "Accuracy on training digits after 15 epochs", "size of initial weights, as a power of ten", "accuracy",
    [
        Curve.Of("with batch normalization", exponents.Cast<double>().Data, [.. accuracies.Select(found => found.With)]),
        Curve.Of("without", exponents.Cast<double>().Data, [.. accuracies.Select(found => found.Without)]),
    ],
    ValueScale.Percent);
Console.WriteLine(picture);
