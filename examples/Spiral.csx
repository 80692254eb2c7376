#load "plots.csx"
#load "setup.csx"

// A spiral
//
// Three classes of points that wind around each other: no straight line comes near to separating them. The whole of training is here, and takes less
// than a second.

var points = Toys.Spirals<float>(Key.Seed(0), 300, arms: 3);
var network = Affine(2, 20) >> Tanh >> Affine(20, 20) >> Tanh >> Affine(20, 3);
var batches = Batches.ShuffledEpochs(points, 30, Key.Seed(1));
var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(Schedules.Cosine(0.03, 0, steps: 1000)), batches, Key.Seed(2));

var epochs = run.ByEpoch(100).ToArray();
foreach (var epoch in new[] { 1, 20, 50, 100 })
    Console.WriteLine($"epoch {epoch,3}: {network.Accuracy(epochs[epoch - 1].Parameters, points),6:P1} of the points on the right side, loss {epochs[epoch - 1].Loss.IfNone(0):F3}");

// The plane in the colours of what the network says, early and late. picture.SavePng("spiral.png") saves it.

var picture = Pictures.Grid("Three arms of a spiral", [.. new[] { 20, 100 }.Select(epoch =>
    Pictures.Boundary($"After {epoch} epochs", network, epochs[epoch - 1].Parameters, points))], columns: 2, scale: 0.7f);
Console.WriteLine(picture);
