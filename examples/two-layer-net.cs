// The textbook's network on digits that the library draws, as a single-file program:
//
//     dotnet run -c Release examples/two-layer-net.cs
//
// To use the package from a copy elsewhere, write  #:package FunctionalNet@0.1.0  in place of the next line.
#:project ../src/FunctionalNet
// Without the next line `dotnet publish` compiles to native code, and even `dotnet run` downloads the compiler for it: 300 MB.
#:property PublishAot=false
using FunctionalNet;
using static FunctionalNet.Layers<float>;

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 6000, test: 1000);
var network = Affine(784, 50, Initializers.Normal(0.01f)) >> Relu >> Affine(50, 10, Initializers.Normal(0.01f));
var batches = Batches.WithReplacement(train, 100, Key.Seed(2));
var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(1));
Console.WriteLine($"{network}, {run.Initial.Parameters.Size} parameters, {run.Optimizer}, {batches}");

foreach (var state in run.ByEpoch(10).Prepend(run.Initial).Where(state => state.Step % 120 == 0))
{
    var (onTrain, onTest) = (network.Accuracy(state.Parameters, train), network.Accuracy(state.Parameters, test));
    Console.WriteLine(FormattableString.Invariant($"{state}: train {onTrain:0.000}, test {onTest:0.000}"));
}
