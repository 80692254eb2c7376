#load "references.csx"

using static FunctionalNet.Nodes<double>;

// 3. Relu and sigmoid
//
// An activation is a node like the others, applied to every number of a tensor. TensorNodes has the same nodes as Nodes, by the same
// names, over tensors.
//
// Relu is a switch. Where x is positive, values and gradients pass; elsewhere neither does.

var x = Tensor.Matrix(new[,] { { 1.0, -0.5 }, { -2.0, 3.0 } });
var (rectified, pullback) = TensorNodes<double>.Relu(x);
Console.WriteLine($"x is {x}");
Console.WriteLine($"Relu makes of it {rectified}");
Console.WriteLine($"and carries ones back to {pullback(Tensor.Ones<double>(x.Shape))}");

// The chapter keeps a mask of the switches in the layer. Here the pullback captures the output, which has the same information: where
// it is 0, the switch was off.

// The sigmoid, y = 1/(1 + e⁻ˣ), is a chain of four nodes: times −1, exp, plus 1, one over. Nothing has to be differentiated for it:
// its pullback is composed of the four pullbacks.

var sigmoid = MultiplyBy(-1) >> Exp >> AddConstant(1) >> Reciprocal;
var (y, back) = sigmoid(0.5);
Console.WriteLine($"Sigmoid of 0.5, node by node: {y:0.000000}, gradient {back(1):0.000000}");

// Worked out by hand, the gradient through the four nodes is y² e⁻ˣ, which simplifies to y (1 − y): the output alone is enough. The
// library's node is that simplification. It is one node instead of four, and the numbers are the same.

var (closed, closedBack) = Sigmoid(0.5);
Console.WriteLine($"Sigmoid of 0.5, as one node:  {closed:0.000000}, gradient {closedBack(1):0.000000}");
Console.WriteLine($"y (1 − y) is {closed * (1 - closed):0.000000}");

// The slope is largest at 0: a quarter. Far out the sigmoid is flat, and a gradient that passes many of them vanishes, which is why
// Relu took over in deep networks.

foreach (var at in new[] { -8.0, -2, 0, 2, 8 })
{
    var (sigmoidBack, reluBack) = (Sigmoid(at).Pullback, Relu(at).Pullback);
    Console.WriteLine($"at {at,2}: sigmoid {Sigmoid(at).Value:0.0000}, gradient {sigmoidBack(1):0.0000}; of relu {reluBack(1)}");
}

// There is one more reason to simplify. Far to the left y is tiny but not 0, and the chain of four nodes squares it: 1e-304 squared
// is 0 in double precision. The gradient is lost there, but not in the closed form.

Console.WriteLine($"at -700: node by node {sigmoid(-700).Pullback(1)}, as one node {Sigmoid(-700).Pullback(1):0.0e+000}");
