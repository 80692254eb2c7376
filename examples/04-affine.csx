#load "references.csx"

using static FunctionalNet.Layers<double>;

// 4. The affine layer
//
// A row of neurons is a matrix product and a bias: Y = X·W + b. Several samples are several rows of X, and the same bias is added to
// each.

var x = Tensor.Matrix(new[,] { { 0.0, 0 }, { 1, 4 }, { 2, 1 }, { -1, 3 } });
var w = Tensor.Matrix(new[,] { { 2.0, -1, 3 }, { 1, 4, 0 } });
var b = Tensor.Vector(1.0, 2, 3);
Console.WriteLine($"X·W is {x.MatMul(w)}");
Console.WriteLine($"X·W + b is {x.MatMul(w) + b}");

// The gradients of all uses of a value add up: the gradient of the bias, which is used in every row, is the sum over the rows.

var dy = Tensor.Matrix(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 }, { 0, 1, 0 }, { -1, 0, 2 } });
Console.WriteLine($"db, the column sums of dY: {dy.SumTo(b.Shape)}");

// The matrix product is like a Multiply node: each side receives the gradient times the other side. But now the shapes must fit, and
// there is only one way. A gradient has the shape of its value; so dX [4, 2] must be made of dY [4, 3] and W [2, 3], and dW [2, 3] of
// X [4, 2] and dY [4, 3]: the other side is transposed.

Console.WriteLine($"dX = dY·Wᵀ is {dy.MatMul(w.Transpose())}");
Console.WriteLine($"dW = Xᵀ·dY is {x.Transpose().MatMul(dy)}");

// The library's layer specifies the parameters that it needs, and gets them with every call. It holds no weights, so nothing in it
// can change unnoticed.

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

// And the layer refuses an input that does not fit, in one line.

try
{
    _ = layer.Predict(parameters, Tensor.Vector(1.0, 2, 3));
}
catch (ArgumentException mistake)
{
    Console.WriteLine(mistake.Message);
}
