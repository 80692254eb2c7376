#load "plots.csx"
#load "setup.csx"

// 17. Initial weights
//
// Weights begin at random, but of which size? A thousand inputs of 100 normal numbers go through five layers of 100 units, before anything is
// learnt. What comes out of each layer tells whether gradients will find their way back.

var inputs = Key.Seed(0).Normal<float>([1000, 100]);

// A walk is a run of a network with all values on the way. Nodes 1, 3, ... are the activations.

Tensor<float>[] Outputs(Layer<float> activation, Initializer<float> weights)
{
    var network = Repeat(5, _ => Affine(100, 100, weights) >> activation);
    var walk = network.Walk(network.Initialize(Key.Seed(1)), inputs, Mode.Inference);
    return [.. Enumerable.Range(0, 5).Select(layer => walk.Output(2 * layer + 1))];
}

// Where an activation is flat, no gradient comes back through it. Sigmoid is as good as flat below 0.02 and above 0.98, Tanh beyond ±0.96 (it is
// the same curve, scaled), and Relu is flat where it gives 0.

(string Name, Layer<float> Layer, Func<Tensor<float>, Tensor<float>> IsFlat, string Fitting, Initializer<float> Weights)[] activations =
[
    ("sigmoid", Sigmoid, y => (y - 0.5f).Abs().Greater(0.48f), "Xavier", Initializers.GlorotNormal),
    ("tanh", Tanh, y => y.Abs().Greater(0.96f), "Xavier", Initializers.GlorotNormal),
    ("relu", Relu, y => y.EqualTo(0f), "He", Initializers.HeNormal),
];
var cases = activations.SelectMany(
    _ => new[] { "std 1", "std 0.01", "" },
    (activation, size) => (activation.Name, Size: size == "" ? activation.Fitting : size, activation.IsFlat, Outputs: Outputs(activation.Layer, size switch
    {
        "std 1" => Initializers.Normal(1),
        "std 0.01" => Initializers.Normal(0.01f),
        _ => activation.Weights,
    }))).ToArray();

// With a std of 1, sums of 100 terms are so large that sigmoids and tanhs are stuck at their ends, and relus give more from layer to layer. With
// 0.01, the same comes out whatever goes in: the numbers of a unit hardly differ between samples. Xavier's weights have a variance of 1/100 here,
// one over the number of terms, and keep what goes in as large as it is. A relu drops one half of it, so He's variance is 2/100. A sigmoid's slope
// is 1/4 at most: even with Xavier's weights, the differences between samples shrink by a factor of 4 in each layer.

Console.WriteLine("fifth layer          flat    std over samples");
foreach (var (name, size, isFlat, outputs) in cases)
    Console.WriteLine($"{name,-8} {size,-8} {isFlat(outputs[^1]).Mean(),8:P0}    {outputs[^1].StdOver([0]).Mean():G2}");

// All layers, a row for each case. The bars are logarithms. picture.SavePng("initial-weights.png") saves it.

var picture = Pictures.Grid("What five layers give before training", [.. cases.Select(one => Pictures.Histograms(
    $"{one.Name}, {one.Size}", [.. one.Outputs.Select((values, i) => ($"layer {i + 1}", values))], columns: 5))], columns: 1, scale: 0.5f);
Console.WriteLine(picture);
