#load "setup.csx"

// 8. Composing
//
// The chapter ends with a list of layers and two loops over it, forwards and backwards. Here a network is not a list of layers: it
// *is* a layer, and so is each part of it. Whatever can be done with a layer can be done with a network.

var encoder = (Affine(784, 32) >> Tanh >> Affine(32, 8)).Named("encoder");
var head = Affine(8, 10).Named("head");
var network = encoder >> Tanh >> head;
Console.WriteLine(network);

// It gives the paths of its parameters and the shape of its output without being run.

Console.WriteLine(network.Initialize(Key.Seed(0)));
Console.WriteLine($"100 images [100, 784] become {network.OutputShape([100, 784])}");

// Composition is associative, like that of functions, and exactly so: the same names, the same first parameters, the same bits.

var (a, b, c) = (Affine(4, 5), Relu, Affine(5, 3));
var (left, right) = (((a >> b) >> c).Initialize(Key.Seed(1)), (a >> (b >> c)).Initialize(Key.Seed(1)));
Console.WriteLine($"(a >> b) >> c and a >> (b >> c) begin alike: {left == right}");

// So a deep network is a fold over its layers, from the identity layer. Repeat is that fold. Other functions make a layer of layers
// that stand side by side: Residual adds the input to a layer's output, and Branches merges the outputs of several layers.

var deep = Repeat(3, _ => Residual(Affine(16, 16) >> Relu)) >> Branches(Concatenate, Affine(16, 3), Affine(16, 5) >> Tanh);
Console.WriteLine(deep);
Console.WriteLine($"it maps [100, 16] to {deep.OutputShape([100, 16])}");

// Parameters are a value separate from the network. With replaces one, Map all, and the network does not change.

var parameters = network.Initialize(Key.Seed(0));
var (images, _) = Digits.Generate<float>(Key.Seed(2), 2).Batch(0, 1);
var silent = parameters.Map(parameter => parameter * 0).With("head/b", Tensor.Generate<float>([10], i => i));
Console.WriteLine($"with nothing left but the last bias: {network.Predict(silent, images[..1])}");

// A network bound to an input is a function of its parameters; bound to parameters, a function of its input. Both are Differentiables,
// like the nodes of the shopping bill, and a loss is one more after them. Training pulls 1 back through the first.

var loss = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(3, 7));
var (value, gradient) = (network.OnInput(images, Mode.Inference) >> loss).ValueAndGradient(parameters);
Console.WriteLine($"loss {value:0.000}, gradient of {gradient.Size} numbers, as many as there are parameters: {parameters.Size}");

// Pulling back through the second tells how an image would have to change to be classified as something else. Here two images take
// ten steps towards a 3 and a 7, while the network, which has not learnt anything yet, stays as it is.

var asSeen = network.WithParameters(parameters, Mode.Inference) >> loss;
var dreamt = Enumerable.Range(0, 10).Aggregate(images, (seen, _) => seen - asSeen.ValueAndGradient(seen).Gradient);
Console.WriteLine($"the loss of the images is {asSeen(images).Value:0.000}, and after ten steps {asSeen(dreamt).Value:0.000}");

// Parts that do not fit are refused before anything is computed, by the path of the layer.

try
{
    _ = (encoder >> Affine(9, 10)).Named("misfit").OutputShape([100, 784]);
}
catch (ArgumentException mistake)
{
    Console.WriteLine(mistake.Message);
}
