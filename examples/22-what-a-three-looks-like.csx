#load "plots.csx"
#load "setup.csx"

// 22. What a three looks like
//
// A gradient goes back to the input of a network as well as to its parameters. So the parameters can stay as they are, and the image learn: to be what
// the network is most sure of. The network learns from noisy digits: what noise hides, it will not look for.

var network = Flatten >> GaussianNoise(0.5) >> Affine(784, 100, Initializers.HeNormal) >> Relu >> Affine(100, 10);
var (train, test) = Digits.Load<float>(Key.Seed(0), train: 4000, test: 500, flatten: false);
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(1));
var trained = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.003), batches, Key.Seed(2)).ByEpoch(5).Last().Parameters;
Console.WriteLine($"the network reads {network.Accuracy(trained, test):P1} of the test digits");

// Ten images, one for each class, begin as the same grey. The loss of each is that of its class, pulled back through the same composition.

double Sureness(Tensor<float> images, int digit) => (network >> Softmax).Predict(trained, images)[digit, digit];
var classes = ImmutableArray.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
Tensor<float> Learn(Layer<float> paint, Tensor<float> canvas, float rate, int steps)
{
    var seen = (paint >> network).WithParameters(trained, Mode.Inference) >> Losses.SoftmaxCrossEntropy.Against(classes);
    var learnt = Enumerable.Range(0, steps).Aggregate(canvas, (x, _) => x - (rate * seen.ValueAndGradient(x).Gradient));
    return paint.Predict(Parameters<float>.Empty, learnt);
}

var blank = Tensor.Zeros<float>([10, 28, 28, 1]);
var free = Learn(Layer<float>.Identity, blank, rate: 1, steps: 30);
Console.WriteLine($"as it likes: {Sureness(free, 3):P1} sure of a 3, pixels from {free.Min():F1} to {free.Max():F1}");

// The strokes of a 3 are bright, and above all its two gaps are dark; the rest is noise, since nothing says that it must not be. An image that is painted
// with a broad brush, with pixels between black and white, has less freedom, and it takes no more than a few layers before the network to say so.

var brush = AveragePool([3, 3], stride: [1, 1], padding: Padding.Same) >> AveragePool([3, 3], stride: [1, 1], padding: Padding.Same) >> Sigmoid;
var painted = Learn(brush, blank - 2, rate: 150, steps: 150);
Console.WriteLine($"with a brush: {Sureness(painted, 3):P1} sure of a 3, pixels from {painted.Min():F1} to {painted.Max():F1}");

// picture.SavePng("what-a-three-looks-like.png") saves all ten.

var names = classes.Select(digit => $"{digit}").ToArray();
var picture = Pictures.Grid("What a three looks like", [
    Pictures.Images("Digits that it learnt from", train.Inputs.Rows([.. classes.Select(digit => train.Targets.ClassIndices.IndexOf(digit))]), names, columns: 10),
    Pictures.Images("Images that it is most sure of", free, names, columns: 10),
    Pictures.Images("The same, painted with a brush", painted, names, columns: 10),
], columns: 1);
Console.WriteLine(picture);
