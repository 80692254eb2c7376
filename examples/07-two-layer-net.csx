#load "setup.csx"

// 7. The two-layer network learns
//
// All parts are ready, and the rest is short. The data are handwritten digits that the library draws itself, so that nothing has to be
// downloaded; Mnist.Load<float>(folder) returns a pair of the same kind.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 6000, test: 1000);
Console.WriteLine($"to train on: {train}, to test with: {test}");

// The chapter's network and settings: weights from N(0, 0.01²), batches of 100 drawn with replacement, a rate of 0.1.

var network = Affine(784, 50, Initializers.Normal(0.01f)) >> Relu >> Affine(50, 10, Initializers.Normal(0.01f));
var optimizer = Optimizers.Sgd(0.1);
var batches = Batches.WithReplacement(train, 100, Key.Seed(1));

// The state of a training run is a value: the parameters, the state of the optimizer, the key of all later randomness, the number of
// steps. A step is a function from a state and a batch to the next state. The chapter's loop around params[key] -= rate * grad[key]
// is then a fold; and to watch it, use the scan, which is the fold with all intermediate states. (Script 10 has the two in one value,
// a run.)

var step = Train.Step(network, Losses.SoftmaxCrossEntropy, optimizer);
var initial = Train.Start(network, optimizer, Key.Seed(2));
foreach (var state in Train.Scan(batches.Take(1200), initial, step).Where(state => state.Step % 200 == 0))
{
    var (known, unseen) = (network.Accuracy(state.Parameters, train), network.Accuracy(state.Parameters, test));
    Console.WriteLine($"after {state.Step,4} steps it knows {known,6:P1} of what it learns from and {unseen,6:P1} of what it has not seen");
}

// The initial state has not changed, although a run began from it. Another run from there is the same, bit for bit; and a run with
// momentum can begin from the same parameters.

var again = batches.Take(100).Aggregate(initial, step);
var onceMore = batches.Take(100).Aggregate(initial, step);
Console.WriteLine($"the same run twice, the same bits: {again.Parameters.Fingerprint() == onceMore.Parameters.Fingerprint()}");

var momentum = Optimizers.Momentum(0.05, 0.9);
var hasty = batches.Take(100).Aggregate(
    Train.Start(initial.Parameters, momentum, Key.Seed(2)), Train.Step(network, Losses.SoftmaxCrossEntropy, momentum));
Console.WriteLine($"after 100 steps: {network.Accuracy(again.Parameters, test):P1} by {optimizer}");
Console.WriteLine($"                 {network.Accuracy(hasty.Parameters, test):P1} by {momentum}");

// What does it predict for the first three test images?

var shares = (network >> Softmax).Predict(hasty.Parameters, test.Inputs[..3]);
foreach (var (digit, row) in test.Targets[..3].ClassIndices.Select((digit, row) => (digit, row)))
{
    var said = shares.Row(row).Data.IndexOf(shares.Row(row).Max());
    Console.WriteLine($"a {digit}: it says {said}, and is {shares.Row(row).Max():P0} sure");
}
