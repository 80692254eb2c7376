#load "plots.csx"
#load "setup.csx"

// 13. An autoencoder
//
// A network that is to give back its input, through a bottleneck: 784 pixels have to pass as 32 numbers, so it learns what digits have
// in common. It needs no labels. The targets are the inputs.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 3000, test: 500);
var (pixels, unseen) = (new Dataset<float>(train.Inputs, train.Inputs), new Dataset<float>(test.Inputs, test.Inputs));

// It has two halves, which are networks of their own. Their names go before those of their parameters.

var encoder = Affine(784, 128, Initializers.HeNormal) >> Relu >> Affine(128, 32);
var decoder = Affine(32, 128, Initializers.HeNormal) >> Relu >> Affine(128, 784) >> Sigmoid;
var network = encoder.Named("encoder") >> decoder.Named("decoder");
Console.WriteLine($"{network.OutputShape([100, 784])}, by way of {encoder.OutputShape([100, 784])}");

var batches = Batches.ShuffledEpochs(pixels, 50, Key.Seed(1));
var run = Train.Run(network, Losses.MeanSquaredError, Optimizers.Adam(2e-3), batches, Key.Seed(2));
var epochs = run.ByEpoch(12).WithMetrics(network, [Metrics.MeanSquaredError, Metrics.RSquared], unseen).ToList();
foreach (var epoch in new[] { 1, 3, 6, 12 })
    Console.WriteLine(epochs[epoch - 1]);

// Afterwards each half is of use alone, with its part of the parameters: the encoder shortens images, the decoder draws. Between the codes
// of two digits are those of images that nobody wrote.

var parameters = epochs[^1].State.Parameters;
var codes = encoder.Predict(parameters.Under("encoder"), test.Inputs[..10]);
var share = Tensor.Generate<float>([10, 1], i => i / 9f);
var between = decoder.Predict(parameters.Under("decoder"), codes[..1] * (1 - share) + codes[1..2] * share);
Console.WriteLine($"codes {codes.Shape}, images {between.Shape}");

// Above are ten digits that it has not seen, below them what comes back, and last the way from the first to the second of them.
// picture.SavePng("autoencoder.png") saves it.

var shown = test.Inputs[..10];
var picture = Pictures.Images("Digits, what comes back of them, and between two", Tensor.Concatenate(0, shown, network.Predict(parameters, shown), between));
Console.WriteLine(picture);
