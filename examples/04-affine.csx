#load "references.csx"

using static FunctionalNet.Layers<double>;

// 4. The affine layer
//
// A row of neurons is a matrix product and a bias: Y = X·W + b. Several samples are several rows of X, and the bias, of which there
// is only one, is added to each.

var x = Tensor.Matrix(new[,] { { 0.0, 0 }, { 1, 4 }, { 2, 1 }, { -1, 3 } });
var w = Tensor.Matrix(new[,] { { 2.0, -1, 3 }, { 1, 4, 0 } });
var b = Tensor.Vector(1.0, 2, 3);
Console.WriteLine($"X·W is {x.MatMul(w)}");
Console.WriteLine($"X·W + b is {x.MatMul(w) + b}");

// What was used twice on the way there is added up on the way back: a bias that was copied to every row receives the sum over the rows.

var dy = Tensor.Matrix(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 }, { 0, 1, 0 }, { -1, 0, 2 } });
Console.WriteLine($"db, the column sums of dY: {dy.SumTo(b.Shape)}");

// The product is a Multiply node that has grown up: each side receives what came back, times the other side. Only now the shapes must
// fit, and there is but one way to make them. A gradient has the shape of what it is the gradient of; so dX [4, 2] is to be
// made of dY [4, 3] and W [2, 3], and dW [2, 3] of X [4, 2] and dY [4, 3]: the other side is transposed.

Console.WriteLine($"dX = dY·Wᵀ is {dy.MatMul(w.Transpose())}");
Console.WriteLine($"dW = Xᵀ·dY is {x.Transpose().MatMul(dy)}");

// As a layer of the library it says what parameters it needs, and is given them with every call. It holds no weights, so there is
// nothing in it to be changed behind your back.

var layer = Affine(2, 3);
var parameters = layer.Initialize(Key.Seed(0)).With("Affine1/W", w).With("Affine1/b", b);
var (y, backward) = layer.Forward(parameters, x, Mode.Inference);
var gradients = backward(dy);
Console.WriteLine($"{layer} gives {y}");
Console.WriteLine($"and carries dY back to the input as {gradients.Input}");
Console.WriteLine($"to W as {gradients.Parameters["Affine1/W"]}");
Console.WriteLine($"and to b as {gradients.Parameters["Affine1/b"]}");

// A single sample is a vector, and needs no special layer.

Console.WriteLine($"one sample: {layer.Predict(parameters, Tensor.Vector(1.0, 4))}");

// And an input that does not fit is told so, by the layer, in one line.

try
{
    _ = layer.Predict(parameters, Tensor.Vector(1.0, 2, 3));
}
catch (ArgumentException mistake)
{
    Console.WriteLine(mistake.Message);
}
