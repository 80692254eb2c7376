#load "references.csx"

using static FunctionalNet.Layers<double>;

// 5. Softmax with loss
//
// The last affine layer gives a score for each class. They are called logits, and can be any numbers. Softmax makes
// probabilities of them: all positive, 1 in sum, the largest score the largest share.

var logits = Tensor.Vector(0.3, 2.9, 4.0);
var (probabilities, _) = TensorNodes<double>.Softmax(logits);
Console.WriteLine($"scores {logits}");
Console.WriteLine($"shares {probabilities}, together {probabilities.Sum():0.######}");

// Cross entropy says how bad that is: −ln of the share that the right class was given. A certain and right answer costs nothing,
// and a certain and wrong one as much as you like.

foreach (var answer in new[] { 0, 1, 2 })
{
    var loss = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(answer));
    Console.WriteLine($"if class {answer} is right, the loss is {loss(logits).Value:0.0000}");
}

// Each of the two has an untidy derivative. Taken together nearly everything cancels, and what is left is the prettiest formula of the
// chapter: the gradient of the scores is y − t, what was said minus what is so. Here are the chapter's two answers. The
// logarithm of a probability is a score that softmax turns back into it.

Tensor<double> ScoresOf(params double[] shares) => Tensor.Vector<double>(shares).Map(double.Log);
var right = Tensor.Vector(0.0, 1, 0);

var unsure = Losses.SoftmaxCrossEntropy.Against(right)(ScoresOf(0.3, 0.2, 0.5));
Console.WriteLine($"unsure, and wrong:  loss {unsure.Value:0.0000}, gradient {unsure.Pullback(1)}");

// The second class was right and got 0.2: the gradient of −0.8 is a strong pull upwards, and the others are pushed down by as much as
// they had been given too much.

var sure = Losses.SoftmaxCrossEntropy.Against(right)(ScoresOf(0.01, 0.99, 0));
Console.WriteLine($"nearly sure, right: loss {sure.Value:0.0000}, gradient {sure.Pullback(1)}");

// There is little left to learn, and the gradient is small. (The third score is −∞ there, ln 0. That is allowed: the class cannot be.)

// A batch has the mean of its losses, so that a step of training does not grow with it. Its gradient is (y − t)/N.

var batch = Tensor.Matrix(new[,] { { 0.3, 2.9, 4.0 }, { 0.3, 2.9, 4.0 } });
var (mean, pullback) = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(2, 0))(batch);
Console.WriteLine($"a batch of two: loss {mean:0.0000}, gradient {pullback(1)}");

// The chapter adds 1e-7 under the logarithm, lest it be taken of 0. Here ln and softmax are one function and that is not needed: scores
// of a thousand are no trouble, and the loss is what it is.

var wrong = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(1))(Tensor.Vector(1000.0, 0));
Console.WriteLine($"sure and wrong, by a thousand: loss {wrong.Value}");
