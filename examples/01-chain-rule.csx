#load "references.csx"

using static FunctionalNet.Nodes<double>;

// 1. The chain rule
//
// Backpropagation is the chain rule, done in the right order. The chapter begins with z = (x + y)², which is two steps: t = x + y,
// then z = t². Let us take a step and ask what it must know to be walked back. It takes a number and gives one, so far like any
// function. But it also gives a second function, the pullback, which is told how much the end of the road changes with the
// step's output, and says how much it changes with its input.

Differentiable<double, double> squareOfMyOwn = t => (t * t, dz => 2 * t * dz);

var (nine, back) = squareOfMyOwn(3);
Console.WriteLine($"3² is {nine}; there, a change of t by 1 changes t² by {back(1)}");

// Note where 2t has its t from: the lambda remembers it. No field is set in the forward pass to be read in the backward pass. The
// closure is the tape.

// Steps are put behind each other by >>. Values go through it from left to right and gradients from right to left, and that
// second half of the sentence is the chain rule: dz/dx = dz/dt · dt/dx.

var square = Add >> squareOfMyOwn;
var (z, pullback) = square((2, 3));
Console.WriteLine($"(2 + 3)² is {z}");

// The pullback begins at the end of the road, with dz/dz = 1. Squaring makes 2t = 10 of it, and adding hands that to both sides.

var (dx, dy) = pullback(1);
Console.WriteLine($"dz/dx is {dx}, dz/dy is {dy}");

// A pullback is a function like any other. It can be called again, with another gradient, and is linear in it.

Console.WriteLine($"if z counted tenfold: {pullback(10)}");

// The library has the square, of course. And since a graph is just a function, whether its pullback is right can be asked of
// any graph at any point: move each input a little to either side, and see how z follows.

Console.WriteLine($"of the library's nodes: {(Add >> Square).ValueAndGradient((2.0, 3.0))}");
var (byX, byY) = NumericalGradient.Of(Add >> Square, (2.0, 3.0));
Console.WriteLine($"by differences: about {byX:0.000000} and {byY:0.000000}");

// A long road is no harder than a short one. ln((x + y)²) is 2 ln(x + y), whose derivative is 2/(x + y).

var (logarithm, (left, right)) = (Add >> Square >> Log).ValueAndGradient((2.0, 3.0));
Console.WriteLine($"ln((2 + 3)²) is {logarithm:0.000000}, and its gradient ({left:0.0}, {right:0.0})");
