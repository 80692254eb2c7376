#load "references.csx"

using static FunctionalNet.Layers<double>;

// 6. The gradient check
//
// There are two ways to a gradient. Numerical differentiation moves one number a little to either side and looks at the loss, and
// then the next number: slow, but there is hardly anything to get wrong. Backpropagation has it all in one go, and much to get
// wrong. So let the slow one say whether the fast one is right.
//
// This is the chapter's network on three images, but with 5 hidden neurons instead of 50, since the slow way runs it twice for each
// of its 3985 parameters. The whole of it takes some seconds more: dotnet run -c Release --project examples/GradientCheck

var network = Affine(784, 5, Initializers.Normal(0.01)) >> Relu >> Affine(5, 10, Initializers.Normal(0.01));
var parameters = network.Initialize(Key.Seed(0));
var batch = Digits.Generate<double>(Key.Seed(1), 3).Batch(0, 1, 2);
Console.WriteLine($"{network} on {batch}");

var backpropagated = network.Gradient(parameters, batch, Losses.SoftmaxCrossEntropy);
var numerical = network.NumericalGradient(parameters, batch, Losses.SoftmaxCrossEntropy);

// The chapter prints the mean of the differences for each parameter: next to nothing, and still not 0, since differences over a
// step of 1e-4 are not a derivative, and a computer's numbers end after sixteen digits.

foreach (var tensor in GradientCheck.Compare(backpropagated, numerical).Tensors)
    Console.WriteLine($"{tensor.Path}: {tensor.MeanDifference:0.0e-00}");

// A mean may hide a bad number among good ones, and what is small depends on what it is compared with. So the library has a stricter
// check of its own, of any differentiable function at all. It fits a polynomial to 17 values around each number: its slope is the
// derivative, and how well it fits says how far rounding makes that uncertain. What it reports is the worst number, and where it is.

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
