#load "plots.csx"
#load "setup.csx"

// 19. Overfitting
//
// 300 digits, and a network that is large enough to learn them by heart. It soon knows all of them, and two thirds of others. Then it becomes worse:
// the loss on others grows, since it becomes surer of its mistakes.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 300, test: 1000);
var batches = Batches.ShuffledEpochs(train, 100, Key.Seed(1));
Layer<float> Network(Layer<float> afterRelu)
{
    Layer<float> Hidden(int inputs) => Affine(inputs, 100, Initializers.HeNormal) >> Relu >> afterRelu;
    return Hidden(784) >> Repeat(2, _ => Hidden(100)) >> Affine(100, 10);
}

// Two remedies. Weight decay makes all weights a little smaller at each step: it is a link in the chain of the optimizer. Dropout leaves out units
// at random, so that none can rely on another: it is a layer, and draws from the key that is in the mode of a training step.

var (plain, dropping) = (Network(Layer<float>.Identity), Network(Dropout(0.1)));
var (sgd, decaying) = (Optimizers.Sgd(0.1), Optimizers.DecayWeights(0.03) >> Optimizers.Sgd(0.1));
(string Name, Layer<float> Network, Optimizer<float> Optimizer)[] cases =
    [("neither", plain, sgd), ("weight decay", plain, decaying), ("dropout", dropping, sgd), ("both", dropping, decaying)];

// The runs are computed at the same time. They are measured in inference, where nothing is dropped.

var loss = Losses.SoftmaxCrossEntropy;
var epochs = cases.AsParallel().AsOrdered().Select(one =>
    Train.Run(one.Network, loss, one.Optimizer, batches, Key.Seed(2)).ByEpoch(100).Where((_, i) => i % 5 == 4)
        .WithMetrics(one.Network, [Metrics.Accuracy.Named("seen")], train)
        .WithMetrics(one.Network, [Metrics.Accuracy.Named("others"), Metrics.MeanLoss(loss)], test)
        .ToArray()).ToArray();
Console.WriteLine("after 100 epochs      seen    others    loss on others");
foreach (var (one, measured) in cases.Zip(epochs))
    Console.WriteLine($"{one.Name,-16} {measured[^1]["seen"],9:P1} {measured[^1]["others"],9:P1}    {measured[^1]["loss"]:F2}");

// Either knows a little more of other digits than neither, though a difference of one per cent may be chance with 1000 digits. Decay also keeps the
// network from being too sure. More digits, or those at hand shifted and turned by Augment, would help more.
// picture.SavePng("overfitting.png") saves it.

Curve[] Curves(string metric) =>
    [.. cases.Zip(epochs, (one, measured) => Curve.Of(one.Name, measured.Select(epoch => epoch[metric]), first: 5, every: 5))];
var picture = Pictures.Grid("Learning 300 digits", [
    Pictures.Curves("Digits that it has seen", "epoch", "accuracy", Curves("seen"), ValueScale.Percent),
    Pictures.Curves("Other digits", "epoch", "accuracy", Curves("others"), ValueScale.Percent),
    Pictures.Curves("Other digits", "epoch", "loss", Curves("loss")),
], columns: 3, scale: 0.7f);
Console.WriteLine(picture);
