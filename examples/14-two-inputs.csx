#load "plots.csx"
#load "setup.csx"

using static FunctionalNet.Differentiable;

// 14. Two inputs
//
// Are two digits of a kind? A siamese network looks at both with the same eyes: one tower, run on either image, makes a point in the plane
// of it. Digits of a kind are to be near each other, and others at a distance of 10 at least.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 6000, test: 500);
var tower = Affine(784, 128, Initializers.HeNormal) >> Relu >> Affine(128, 2);

// Each digit stands in three pairs: in one with a digit of its kind, in two with any digit. A pair is a function of its number, with the key
// folded by it, and pairs are put together to batches of any type: here to a tuple.

var kinds = Enumerable.Range(0, 10).Select(digit => train.OfClasses(digit)).ToArray();
(Sample<float> Left, Sample<float> Right) Pair(int number)
{
    var left = train[number / 3];
    var others = number % 3 == 0 ? kinds[left.Class] : train;
    return (left, others[Key.Seed(1).Fold(number).Integers(1, others.Count)[0]]);
}

var batches = Batches.ShuffledEpochs("pairs of digits", 3 * train.Count, Pair, pairs => (
    Left: Tensor.Stack(0, [.. pairs.Select(pair => pair.Left.Input)]),
    Right: Tensor.Stack(0, [.. pairs.Select(pair => pair.Right.Input)]),
    AreAlike: pairs.Select(pair => pair.Left.Class == pair.Right.Class).ToArray()), size: 100, Key.Seed(2));
Console.WriteLine(batches);

// An objective is a function of parameters and a batch. Fork runs both functions of the parameters, so that their gradients add up.

var contrastive = Objective.Define("contrastive", batches, (pair, mode) =>
    Fork(tower.OnInput(pair.Left, mode), tower.OnInput(pair.Right, mode)) >> Losses.Contrastive(pair.AreAlike, margin: 10));
var run = Train.Run(contrastive, Optimizers.Adam(2e-3), batches, tower.Initialize(Key.Seed(3)), Key.Seed(4));

// Nobody told it what the kinds are, only which digits are alike. Yet the nearest of their middles tells the kind of most digits that it
// has not seen.

var states = run.ByEpoch(6).ToList();
foreach (var state in states)
{
    var middles = Tensor.Stack(0, [.. kinds.Select(kind => tower.Predict(state.Parameters, kind.Inputs).MeanOver(0))]);
    var distances = (tower.Predict(state.Parameters, test.Inputs).InsertAxis(1) - middles.InsertAxis(0)).NormOver([-1]);
    var hits = distances.ArgMin(1).Values.Zip(test.Targets.ClassIndices, (nearest, kind) => nearest == kind).Count(isHit => isHit);
    Console.WriteLine($"{state}: {hits} of {test.Count} are nearest to the middle of their kind");
}

// The plane as a picture, with the digits that it has not seen. picture.SavePng("siamese.png") saves it.

var clouds = Enumerable.Range(0, 10).Select(digit =>
{
    var points = tower.Predict(states[^1].Parameters, test.OfClasses(digit).Inputs);
    return Curve.Dots($"{digit}", points[.., 0].Data, points[.., 1].Data);
});
var picture = Pictures.Curves("Digits that it has not seen", "first output", "second output", [.. clouds]);
Console.WriteLine(picture);
