#load "references.csx"

using static FunctionalNet.Differentiable;
using static FunctionalNet.Layers<double>;
using LanguageExt;

// 9. A layer of your own
//
// You can make layers with the same tools as the library. The easiest layer is one that is drawn as a graph. Swish is x · sigmoid(x):
// x goes two ways, one of them through a sigmoid, and they meet in a product. Its gradient comes with the graph.

var swish = Layer.Lift("Swish", Fork(Identity<Tensor<double>>(), TensorNodes<double>.Sigmoid) >> TensorNodes<double>.Multiply);
Console.WriteLine($"Swish: {swish.Predict(Parameters<double>.Empty, Tensor.Vector(-4.0, -1, 0, 1, 4))}");

// A layer with parameters is a forward function with a description. This one is a leaky Relu whose slopes below 0 are learnt, one for
// each feature (PReLU). Forwards, y = x where x is positive, and a x elsewhere. Backwards, dx = dy or a dy, and da is the sum of x dy
// where x was not positive.

Layer<double> Leaky(int features) => Layer.Define<double>(
    "Leaky", $"({features})",
    [new("slope", [features], ParameterRole.BiasOrGain, Initializers.Constant(0.1))],
    outputShape: shape => shape.Rank > 0 && shape[^1] == features
        ? shape
        : LanguageExt.Common.Error.New($"expected [..., {features}], got {shape}"),
    forward: (parameters, x, mode) =>
    {
        var below = x.Map(number => number > 0 ? 0 : 1.0);
        var factor = 1 - below + (below * parameters["slope"]);
        return (x * factor, dy => new(
            parameters.WithValues((x * below * dy).SumTo([features])),      // for the parameters
            () => factor * dy));                                            // for the input, if it is asked for
    });

// From here on it is a layer like any other: it composes, is numbered, prints, and refuses inputs that do not fit.

var network = Affine(4, 3) >> Leaky(3) >> Affine(3, 3) >> Leaky(3) >> swish;
Console.WriteLine(network);

// Is the gradient right? It is not defined at the kink at 0, which a random input does not hit.

var input = Key.Seed(0).Normal<double>([5, 4]);
var at = (network.Initialize(Key.Seed(1)), input);
Console.WriteLine($"gradients within 1e-7: {GradientCheck.Of(network.AsDifferentiable(Mode.Inference), at, Key.Seed(2)).IsWithin(1e-7)}");

// Is it a layer? Layers obey laws, and the library has a checker for them: a layer gives the same result when run again, its pullback
// is linear, it does not change its arguments, its composition is associative, and its shapes are those that it announced.

string Verdict(Layer<double> layer, Tensor<double> x) => LayerLaws.Check(layer, x, Key.Seed(3)).Match(
    Succ: _ => "keeps all laws",
    Fail: errors => string.Join("\n  ", errors.Take(5).Map(error => error.Message)));
Console.WriteLine($"the network {Verdict(network, input)}");

// And to see the check fail: a layer that counts its runs and gets louder with each. Where layers are objects with fields, this would
// pass for a feature.

var runs = 0;
var counting = Layer.Lift<double>("Counting", x => (x * ++runs, dy => dy * runs));
Console.WriteLine($"the one that counts breaks, to begin with:\n  {Verdict(counting, input)}");
