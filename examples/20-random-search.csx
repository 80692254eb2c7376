#load "plots.csx"
#load "setup.csx"

// 20. Random search
//
// A learning rate and a decay of weights have to be found by trying. Random pairs find more than a grid of as many: each tries a new rate and a new
// decay. What differs by factors is drawn by its logarithm: a power of ten whose exponent is uniform.

var (train, validation) = Digits.Load<float>(Key.Seed(0), train: 400, test: 200);
var network = Affine(784, 30, Initializers.HeNormal) >> Relu >> Affine(30, 30, Initializers.HeNormal) >> Relu >> Affine(30, 10);
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(1));
Tensor<double> LogUniform(Key key, double low, double high) => Tensor.Scalar(10.0).Power(key.Uniform([60], low, high));
var (rateKey, decayKey) = Key.Seed(2).Split();
var draws = LogUniform(rateKey, -4, 0).Data.Zip(LogUniform(decayKey, -6, -1).Data, (rate, decay) => (Rate: rate, Decay: decay));

// A trial is a pure function of its two numbers: the accuracies of a short run, epoch by epoch, on digits that it does not learn from. So all of them
// can run at the same time, in any order, and give what they would give alone. A run that diverges just ends: it is no special case.

double[] Trial((double Rate, double Decay) drawn) =>
    [.. Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.DecayWeights(drawn.Decay) >> Optimizers.Momentum(drawn.Rate, 0.9), batches, Key.Seed(3))
        .ByEpoch(8).Select(state => network.Accuracy(state.Parameters, validation))];
var trials = draws.AsParallel().AsOrdered().Select(drawn => (drawn.Rate, drawn.Decay, Accuracies: Trial(drawn))).ToArray();
var ranked = trials.OrderByDescending(trial => trial.Accuracies[^1]).ToArray();

// Good rates are between 0.01 and 0.2. The decay hardly matters in a run that short: the best five have any.

Console.WriteLine("the best five of 60    rate     decay");
foreach (var (rate, decay, accuracies) in ranked.Take(5))
    Console.WriteLine($"{accuracies[^1],14:P1}       {rate,7:F4}   {decay:0.0e+0}");
Console.WriteLine($"the worst: {ranked[^1].Accuracies[^1]:P1} at a rate of {ranked[^1].Rate:F4}");

// Left all trials by their rates, right the ways of the best five, of one in the middle and of the worst. picture.SavePng("random-search.png") saves it.

var picture = Pictures.Grid("Random search", [
    Pictures.Curves("60 trials", "rate, as a power of ten", "accuracy after 8 epochs", [Curve.Dots(
        "trials", [.. trials.Select(trial => Math.Log10(trial.Rate))], [.. trials.Select(trial => trial.Accuracies[^1])])], ValueScale.Percent),
    Pictures.Curves("The best, a middling and the worst", "epoch", "accuracy", [.. ranked[..5].Append(ranked[30]).Append(ranked[^1])
        .Select(trial => Curve.Of($"rate {trial.Rate:F3}", trial.Accuracies, first: 1))], ValueScale.Percent),
], columns: 2, scale: 0.8f);
Console.WriteLine(picture);
