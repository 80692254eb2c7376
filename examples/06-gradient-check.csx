#load "references.csx"

using static FunctionalNet.Layers<double>;

// 6. The gradient check
//
// There are two ways to compute a gradient. Numerical differentiation moves one number after another a little to either side and
// looks at the loss: slow, but there is hardly anything to get wrong. Backpropagation computes all at once, with much to get wrong.
// So let the slow one check the fast one.
//
// This is the chapter's network on three images, but with 5 hidden neurons instead of 50, since the slow way runs it twice for each
// of its 3985 parameters. The full size takes some seconds more: dotnet run -c Release --project examples/GradientCheck

var network = Affine(784, 5, Initializers.Normal(0.01)) >> Relu >> Affine(5, 10, Initializers.Normal(0.01));
var parameters = network.Initialize(Key.Seed(0));
var batch = Digits.Generate<double>(Key.Seed(1), 3).Batch(0, 1, 2);
Console.WriteLine($"{network} on {batch}");

var backpropagated = network.Gradient(Losses.SoftmaxCrossEntropy, parameters, batch);
var numerical = network.NumericalGradient(Losses.SoftmaxCrossEntropy, parameters, batch);

// The chapter prints the mean difference for each parameter: tiny but not 0, since a difference over a step of 1e-4 is not a
// derivative, and doubles have sixteen digits.

foreach (var tensor in GradientCheck.Compare(backpropagated, numerical).Tensors)
    Console.WriteLine($"{tensor.Path}: {tensor.MeanDifference:0.0e-00}");

// A mean may hide a bad number among good ones, and whether a difference is small depends on the gradient. So the library has a
// stricter check, of any differentiable function. It fits a polynomial to 17 values around each number: its slope is the derivative,
// and the residual of the fit tells how uncertain rounding makes it. It reports the worst number and its place.

var small = Affine(3, 4) >> Sigmoid >> Affine(4, 2);
var samples = Key.Seed(2).Normal<double>([5, 3]);
var report = GradientCheck.Of(
    small.AsDifferentiable(Mode.Inference) >> Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0, 1, 1, 0, 1)),
    (small.Initialize(Key.Seed(3)), samples),
    Key.Seed(4));
Console.WriteLine($"{small}, with its loss, parameters and input together:");
Console.WriteLine($"all {report.Tensors.Sum(tensor => tensor.Count)} gradients within 1e-7: {report.IsWithin(1e-7)}");

// Does the check find anything? Here is a square whose author forgot the 2.

Differentiable<double, double> forgetful = x => (x * x, dy => x * dy);
var found = GradientCheck.Of(forgetful, 3.0, Key.Seed(5));
Console.WriteLine($"a square whose pullback forgot the 2: relative error {found.Worst!.RelativeError:0.0}");
