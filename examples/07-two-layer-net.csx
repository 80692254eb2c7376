#load "setup.csx"

// 7. The two-layer network learns
//
// All parts are there, and what remains is short. The data are digits that the library draws itself, as if by hand, so that nothing has
// to be downloaded; Mnist.Load<float>(folder) gives a pair of the same kind.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 6000, test: 1000);
Console.WriteLine($"to train on: {train}, to test with: {test}");

// The chapter's network and settings: weights from N(0, 0.01²), batches of 100 drawn with replacement, a rate of 0.1.

var network = Affine(784, 50, Initializers.Normal(0.01f)) >> Relu >> Affine(50, 10, Initializers.Normal(0.01f));
var optimizer = Optimizers.Sgd(0.1f);
var batches = Batches.WithReplacement(train, 100, Key.Seed(1));

// A training run is a value: parameters, what the optimizer remembers, the key of all randomness to come, the number of steps. A step
// is a function from such a value and a batch to the next one. The chapter's loop, with params[key] -= rate * grad[key]
// in its middle, is then a fold; and whoever wants to watch takes the scan instead, which is the fold with all values on the way.

var step = Train.Step(network, Losses.SoftmaxCrossEntropy, optimizer);
var initial = Train.Start(network, optimizer, Key.Seed(2));
foreach (var state in Train.Scan(batches.Take(1200), initial, step).Where(state => state.Step % 200 == 0))
{
    var (known, unseen) = (network.Accuracy(state.Parameters, train), network.Accuracy(state.Parameters, test));
    Console.WriteLine($"after {state.Step,4} steps it knows {known,6:P1} of what it learns from and {unseen,6:P1} of what it has not seen");
}

// The initial state is still what it was, though a run has gone out from it. Another run from there is the same run, bit for
// bit; and one with momentum is begun from the same parameters, without making anything anew.

var again = batches.Take(100).Aggregate(initial, step);
var onceMore = batches.Take(100).Aggregate(initial, step);
Console.WriteLine($"the same run twice, the same bits: {again.Parameters.Fingerprint() == onceMore.Parameters.Fingerprint()}");

var momentum = Optimizers.Momentum(0.05f, 0.9f);
var hasty = batches.Take(100).Aggregate(
    Train.Start(initial.Parameters, momentum, Key.Seed(2)), Train.Step(network, Losses.SoftmaxCrossEntropy, momentum));
Console.WriteLine($"after 100 steps: {network.Accuracy(again.Parameters, test):P1} by {optimizer}");
Console.WriteLine($"                 {network.Accuracy(hasty.Parameters, test):P1} by {momentum}");

// What does it say to the first three of the test images?

var shares = (network >> Softmax).Predict(hasty.Parameters, test.Inputs[..3]);
foreach (var (digit, row) in test.Targets[..3].ClassIndices.Select((digit, row) => (digit, row)))
{
    var said = shares.Row(row).Data.IndexOf(shares.Row(row).Max());
    Console.WriteLine($"a {digit}: it says {said}, and is {shares.Row(row).Max():P0} sure");
}
