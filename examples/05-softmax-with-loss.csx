#load "references.csx"

using static FunctionalNet.Layers<double>;

// 5. Softmax with loss
//
// The last affine layer gives a score for each class. The scores are called logits, and can be any numbers. Softmax turns them into
// probabilities: all positive, with a sum of 1, and the largest for the largest score.

var logits = Tensor.Vector(0.3, 2.9, 4.0);
var (probabilities, _) = TensorNodes<double>.Softmax(logits);
Console.WriteLine($"scores {logits}");
Console.WriteLine($"shares {probabilities}, together {probabilities.Sum():0.######}");

// Cross entropy measures how bad that is: −ln of the probability of the right class. A certain and right answer costs nothing, and
// the cost of a certain and wrong one has no bound.

foreach (var answer in new[] { 0, 1, 2 })
{
    var loss = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(answer));
    Console.WriteLine($"if class {answer} is right, the loss is {loss(logits).Value:0.0000}");
}

// Each of the two has an untidy derivative. Together, nearly everything cancels, and the prettiest formula of the chapter remains: the
// gradient of the scores is y − t, the prediction minus the target. Here are the chapter's two answers. The scores are logarithms of
// probabilities, which softmax turns back into probabilities.

Tensor<double> ScoresOf(params double[] shares) => Tensor.Vector<double>(shares).Map(double.Log);
var right = Tensor.Vector(0.0, 1, 0);

var unsure = Losses.SoftmaxCrossEntropy.Against(right)(ScoresOf(0.3, 0.2, 0.5));
Console.WriteLine($"unsure, and wrong:  loss {unsure.Value:0.0000}, gradient {unsure.Pullback(1)}");

// The second class was right and got 0.2: its gradient of −0.8 is a strong pull upwards, and the others are pushed down by their
// excess probabilities.

var sure = Losses.SoftmaxCrossEntropy.Against(right)(ScoresOf(0.01, 0.99, 0));
Console.WriteLine($"nearly sure, right: loss {sure.Value:0.0000}, gradient {sure.Pullback(1)}");

// There is little left to learn, and the gradient is small. (The third score is −∞, ln 0. That is allowed: the class is impossible.)

// The loss of a batch is the mean over its samples, so that a training step does not grow with the batch. Its gradient is (y − t)/N.

var batch = Tensor.Matrix(new[,] { { 0.3, 2.9, 4.0 }, { 0.3, 2.9, 4.0 } });
var (mean, pullback) = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(2, 0))(batch);
Console.WriteLine($"a batch of two: loss {mean:0.0000}, gradient {pullback(1)}");

// The chapter adds 1e-7 under the logarithm to avoid ln 0. Here softmax and ln are one function, and that is not needed: scores of a
// thousand are no trouble, and the loss is exact.

var wrong = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(1))(Tensor.Vector(1000.0, 0));
Console.WriteLine($"sure and wrong, by a thousand: loss {wrong.Value}");
