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
var optimizer = Optimizers.Sgd(0.1f);
var initial = Train.Start(network, optimizer, Key.Seed(1));
var batches = Batches.WithReplacement(train, 100, Key.Seed(2));
Console.WriteLine($"{network}, {initial.Parameters.Size} parameters, {optimizer}, {batches}");

foreach (var state in Train.Scan(batches.Take(600), initial, Train.Step(network, Losses.SoftmaxCrossEntropy, optimizer)))
{
    if (state.Step % 120 == 0)
    {
        var (onTrain, onTest) = (network.Accuracy(state.Parameters, train), network.Accuracy(state.Parameters, test));
        Console.WriteLine(FormattableString.Invariant($"{state}: train {onTrain:0.000}, test {onTest:0.000}"));
    }
}
