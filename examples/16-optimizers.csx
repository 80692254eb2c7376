#load "plots.csx"
#load "setup.csx"

// 16. Optimizers
//
// Scripts 16 to 22 are what the textbook finds out about training in the chapters after the one on backpropagation: a finding each, on
// digits that the library draws. With MNIST in a folder, put Mnist.Load<float>(folder).ThrowIfFail() in the place of Digits.Load.
//
// First a valley, x²/20 + y²: steep across, and nearly flat along the way to its lowest point, (0, 0). Far out its gradient points across.

var valley = TensorNodes<float>.Square >> TensorNodes<float>.Multiply.WithSecond(Tensor.Vector(1 / 20f, 1)) >> TensorNodes<float>.Sum;
Console.WriteLine($"at (-7, 2) the gradient is {valley.ValueAndGradient(Tensor.Vector(-7f, 2)).Gradient}");

// An objective is any function of parameters. Here they are a place in the valley, and there is nothing to learn from: a batch is the number
// of its step.

var start = Parameters<float>.Create(new Parameter<float>("place", ParameterRole.Weight, Tensor.Vector(-7f, 2)));
var nothing = Batches.Define("nothing", perEpoch: 1, size: 1, step => step);
var descent = Objective.Define("valley", nothing, (_, _) => ParametersNodes<float>.At("place") >> valley);

// Sgd goes from one side to the other. Momentum does too, but what it gains along the valley adds up, so that it runs past the end. AdaGrad
// and Adam give each coordinate steps of its own size: they leave the side at once. A run is a sequence, and its first 31 states are the
// start and the places after 30 steps.

Optimizer<float>[] optimizers = [Optimizers.Sgd(0.95), Optimizers.Momentum(0.1, 0.9), Optimizers.AdaGrad(1.5), Optimizers.Adam(0.3)];
var ways = optimizers.Select(optimizer => Train.Run(descent, optimizer, nothing, start, Key.Seed(0)).Take(31)
    .Select(state => state.Parameters["place"]).ToArray()).ToArray();
foreach (var (optimizer, way) in optimizers.Zip(ways))
    Console.WriteLine($"{optimizer,-18} is at ({way[^1][0],6:F3}, {way[^1][1],6:F3}) after 30 steps, {valley(way[^1]).Value:F4} above the lowest point");

// The same four on digits, with a rate that suits each. Which is best depends on the network, the data and the rate: script 20 looks for rates.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 1000, test: 300);
var network = Affine(784, 50, Initializers.HeNormal) >> Relu >> Repeat(3, _ => Affine(50, 50, Initializers.HeNormal) >> Relu) >> Affine(50, 10);
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(1));
Optimizer<float>[] onDigits = [Optimizers.Sgd(0.01), Optimizers.Momentum(0.01, 0.9), Optimizers.AdaGrad(0.01), Optimizers.Adam(0.001)];
var runs = onDigits.Select(optimizer =>
    Train.Run(network, Losses.SoftmaxCrossEntropy, optimizer, batches, Key.Seed(2)).Take(201).ToArray()).ToArray();
foreach (var (optimizer, states) in onDigits.Zip(runs))
    Console.WriteLine($"{optimizer,-19} knows {network.Accuracy(states[^1].Parameters, test),5:P1} of new digits after 200 steps");

// Left the ways through the valley, which is darker the higher it is; right the losses on digits. picture.SavePng("optimizers.png") saves it.

string[] names = ["SGD", "momentum", "AdaGrad", "Adam"];
var picture = Pictures.Grid("Four optimizers", [
    Pictures.Contours("30 steps in a valley", "x", "y", (x, y) => valley(Tensor.Vector((float)x, (float)y)).Value, [.. names.Zip(ways,
        (name, way) => Curve.Of(name, [.. way.Select(place => place[0])], [.. way.Select(place => place[1])]))]),
    Pictures.Curves("Ten epochs on digits", "epoch", "mean loss", [.. names.Zip(runs,
        (name, states) => Curve.Of(name, states.Skip(1).Chunk(20).Select(epoch => epoch.Average(state => state.Loss.IfNone(0))), first: 1))]),
], columns: 2, scale: 0.8f);
Console.WriteLine(picture);
