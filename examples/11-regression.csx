#load "plots.csx"
#load "setup.csx"

// 11. Regression
//
// So far the outputs were classes. Here they are quantities: a period of the sine, known by 200 samples with noise. 160 are to learn
// from, 40 to test with.

var (train, test) = Toys.NoisySine<float>(Key.Seed(0), 200).Split(Key.Seed(1), 0.8, 0.2);
Console.WriteLine($"to train on: {train} -> {train.Targets}, to test with: {test}");

// Networks learn best from numbers around 0, of a size around 1. A standardization makes such numbers of any. It is fitted on what is
// trained on only, and is a value: it is applied to inputs and targets, and undone.

var (input, target) = (Standardization.Fit(train.Inputs), Standardization.Fit(train.Targets));
Dataset<float> Scaled(Dataset<float> data) => data.MapInputs(input.Apply).MapTargets(target.Apply);
Console.WriteLine(input);

// The network has one number for an input and one for an output, and the loss is the mean squared error. R² compares it with the variance
// of the targets: 0 is a network that always says the mean, 1 one that is always right. The rate falls to 0, so that the last steps are
// small.

var network = Affine(1, 16) >> Tanh >> Affine(16, 1);
var batches = Batches.ShuffledEpochs(Scaled(train), 20, Key.Seed(2));
var optimizer = Optimizers.Adam(Schedules.Cosine(0.03, 0, steps: 100 * batches.PerEpoch));
var run = Train.Run(network, Losses.MeanSquaredError, optimizer, batches, Key.Seed(3));
var epochs = run.ByEpoch(100).WithMetrics(network, [Metrics.RSquared], Scaled(test)).ToList();
foreach (var epoch in new[] { 1, 3, 10, 30, 100 })
    Console.WriteLine($"epoch {epoch,3}: R² of what it has not seen is {epochs[epoch - 1]["R²"]:F3}");

// It does not reach 1, since no function of the input tells the noise, whose std was 0.1. Is that about the error that is left? The outputs
// are scaled as the targets were, so that scale is undone.

Tensor<float> Fit(Tensor<float> x) => target.Undo(network.Predict(epochs[^1].State.Parameters, input.Apply(x)));
var error = (Fit(test.Inputs) - test.Targets.ToTensor()).Square().Mean();
Console.WriteLine($"the root of the mean squared error is {MathF.Sqrt(error):F3}");

// The curve over the samples that it was fitted to, as a picture. picture.SavePng("regression.png") saves it.

var x = Tensor.Generate<float>([200, 1], i => (i - 99.5f) / 99.5f * MathF.PI);
var picture = Pictures.Curves(
    "A noisy sine", "x", "y", [Curve.Dots("samples", train.Inputs.Data, train.Targets.ToTensor().Data), Curve.Of("fit", x.Data, Fit(x).Data)]);
Console.WriteLine(picture);
