#load "plots.csx"
#load "setup.csx"

// 21. Filters
//
// A convolution slides a small window of weights over an image: where the image looks like the window, the output is large. So its weights can be
// looked at. Two windows by hand first: one is light above and dark below, the other light on the left.

var digit = Digits.Generate<float>(Key.Seed(0), 8).AsImages(28, 28).Inputs[5..6];
var edges = Tensor.Generate<float>([5, 5, 1, 2], i => i % 2 == 0 ? 2 - (i / 10) : 2 - (i / 2 % 5)) / 25;
var byHand = Convolution(1, 2, [5, 5], padding: Padding.Same, hasBias: false);
var answer = byHand.Predict(byHand.Initialize(Key.Seed(0)).With("Convolution1/W", edges), digit);
Console.WriteLine($"{digit.Shape} -> {answer.Shape}: an image for each of the two windows");

// Nobody tells a network what to look for. Its windows begin as noise, and in 150 steps become edges of all directions, and blobs.

var network = Convolution(1, 16, [7, 7], stride: [2, 2], weights: Initializers.Normal(0.05f)) >> Relu >> MaxPool([2, 2]) >> Flatten >> Affine(400, 10);
var (train, test) = Digits.Load<float>(Key.Seed(1), train: 2000, test: 500, flatten: false);
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(2));
var states = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.005), batches, Key.Seed(3)).Take(151).ToArray();
var (first, last) = (states[0].Parameters, states[^1].Parameters);
Console.WriteLine($"accuracy: {network.Accuracy(first, test):P1} at first, {network.Accuracy(last, test):P1} after {states[^1].Step} steps");

// Neighbours in a window of noise have nothing to do with each other. In one that has learnt, they are alike: the mean square of their differences,
// in that of two weights that are drawn apart, 1 at first, is smaller.

double Roughness(Tensor<float> w)
{
    var across = w[.., 1.., .., ..] - w[.., ..^1, .., ..];
    return (across * across).Mean() / (2 * (w * w).Mean());
}

var (before, after) = (first["Convolution1/W"], last["Convolution1/W"]);
Console.WriteLine($"roughness: {Roughness(before):F2} at first, {Roughness(after):F2} after training");

// picture.SavePng("filters.png") saves what they look like, and what each makes of the digit.

var maps = (Convolution(1, 16, [7, 7], padding: Padding.Same) >> Relu).Predict(last.Where(parameter => parameter.Path.StartsWith("Conv")), digit);
var picture = Pictures.Grid("Filters", [
    Pictures.Images("A digit, and where it is light above, and on the left", Tensor.Concatenate(0, digit, answer.Permute(3, 1, 2, 0)), columns: 3),
    Pictures.Weights(before, columns: 8, title: "16 filters before training"),
    Pictures.Weights(after, columns: 8, title: "The same after 150 steps"),
    Pictures.Images("What they make of the digit", maps.Permute(3, 1, 2, 0), columns: 8),
], columns: 2);
Console.WriteLine(picture);
