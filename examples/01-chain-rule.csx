#load "references.csx"

using static FunctionalNet.Nodes<double>;

// 1. The chain rule
//
// Backpropagation is the chain rule, applied in the right order. The chapter begins with z = (x + y)², which is two steps: t = x + y,
// then z = t². What does a step need for the way back? Like any function it maps a number to a number. But it also returns a second
// function, the pullback, which maps the derivative of the final result with respect to the step's output to the derivative with
// respect to its input.

Differentiable<double, double> squareOfMyOwn = t => (t * t, dz => 2 * t * dz);

var (nine, back) = squareOfMyOwn(3);
Console.WriteLine($"3² is {nine}; there, a change of t by 1 changes t² by {back(1)}");

// Note where the t in 2t comes from: the lambda captures it. No field is set in the forward pass and read in the backward pass. The
// closure is the tape.

// The operator >> composes steps. Values flow from left to right and gradients from right to left, and the latter is the chain
// rule: dz/dx = dz/dt · dt/dx.

var square = Add >> squareOfMyOwn;
var (z, pullback) = square((2, 3));
Console.WriteLine($"(2 + 3)² is {z}");

// The pullback begins at the end, with dz/dz = 1. The square multiplies it by 2t = 10, and the sum passes that on to both inputs.

var (dx, dy) = pullback(1);
Console.WriteLine($"dz/dx is {dx}, dz/dy is {dy}");

// A pullback is a function like any other. It can be called again with another gradient, and it is linear in the gradient.

Console.WriteLine($"if z counted tenfold: {pullback(10)}");

// The library has the square, of course. And since a graph is just a function, the pullback of any graph can be checked at any
// point: move each input a little to either side, and see how z changes.

Console.WriteLine($"of the library's nodes: {(Add >> Square).ValueAndGradient((2.0, 3.0))}");
var (byX, byY) = NumericalGradient.Of(Add >> Square, (2.0, 3.0));
Console.WriteLine($"by differences: about {byX:0.000000} and {byY:0.000000}");

// A longer chain is no harder than a short one. ln((x + y)²) is 2 ln(x + y), whose derivative is 2/(x + y).

var (logarithm, (left, right)) = (Add >> Square >> Log).ValueAndGradient((2.0, 3.0));
Console.WriteLine($"ln((2 + 3)²) is {logarithm:0.000000}, and its gradient ({left:0.0}, {right:0.0})");
