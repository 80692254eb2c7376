using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>The laws tell an error from rounding, also where rounding is all that is left of a gradient.</summary>
public sealed class LayerLawsRoundingTests
{
    public static TheoryData<string> Lawful => [.. CancellingCases.All.Select(@case => @case.ToString())];

    [Theory]
    [MemberData(nameof(Lawful))]
    public void A_gradient_that_cancels_breaks_no_law(string name)
    {
        var @case = CancellingCases.All.Single(candidate => candidate.ToString() == name);
        Assert.All(Enumerable.Range(0, 10), i =>
            Assert.Empty(Broken(@case.Layer, @case.Input(Key.Seed(1).Fold(i)), Key.Seed(2).Fold(i))));
    }

    [Fact]
    public void A_softmax_that_is_almost_certain_breaks_no_law_with_any_of_two_hundred_keys() =>
        Assert.All(Enumerable.Range(0, 200), i => Assert.Empty(Broken(Softmax, Tensor.Create([1, 3], [10.0, 0, 0]), Key.Seed(i))));

    [Fact]
    public void A_network_on_pixels_breaks_no_law() => Assert.All(Enumerable.Range(0, 5), i => Assert.Empty(Broken(
        Affine(784, 10) >> Softmax, CancellingCases.Pixels(Key.Seed(1).Fold(i), [3, 784]), Key.Seed(2).Fold(i))));

    public static TheoryData<string> Bendable => [.. Straight.Keys];

    private static readonly Dictionary<string, (Layer<double> Layer, Func<Key, Tensor<double>> Input)> Straight = new()
    {
        ["Affine"] = (Affine(3, 2), key => Draw.Normal(key, [4, 3])),
        ["Affine on small numbers"] = (Affine(3, 2), key => Draw.Normal(key, [4, 3]) * 1e-8),
        ["Affine on large numbers"] = (Affine(3, 2), key => Draw.Normal(key, [4, 3]) * 1e8),
        ["Relu"] = (Relu, key => Draw.Positive(key, [4, 3])),
        ["almost certain Softmax"] = (Softmax, _ => Tensor.Create([1, 3], [10.0, 0, 0])),
        ["network"] = (Affine(3, 2) >> Sigmoid >> Affine(2, 2) >> Softmax, key => Draw.Normal(key, [4, 3])),
    };

    [Theory]
    [MemberData(nameof(Bendable))]
    public void An_error_of_a_millionth_in_any_one_number_breaks_additivity(string name)
    {
        var (layer, draw) = Straight[name];
        Assert.All(Enumerable.Range(0, 2), i =>
        {
            var (input, key) = (draw(Key.Seed(1).Fold(i)), Key.Seed(2).Fold(i));
            var sizes = layer.ParameterSpecs.Select(spec => spec.Shape.Size).Append(input.Shape.Size);
            var bent = sizes.SelectMany((size, tensor) => Enumerable.Range(0, size).Select(element => Bent(layer, tensor, element)));
            Assert.All(bent, one => Assert.Contains(
                "Bent in Inference: backward is additive: u + v is carried to the sum", Broken(one, input, key)));
        });
    }

    /// <summary>A layer whose backward adds a millionth of its magnitude to one number of one tensor; the input's is the last.</summary>
    private static Layer<double> Bent(Layer<double> layer, int tensor, int element)
    {
        var specs = layer.ParameterSpecs.Select(spec => spec with { Name = spec.Name.Replace('/', '.') }).ToImmutableArray();
        return Layer.Define<double>("Bent", "", specs, shape => layer.OutputShape(shape), (own, input, mode) =>
        {
            var parameters = layer.Initialize(Key.Seed(0)).WithValues(own.Values);
            var (output, backward) = layer.Forward(parameters, input, mode);
            return (output, dy => Bend(backward(dy), own));
        });

        Gradients<double> Bend(Gradients<double> gradients, Parameters<double> own) => new(
            own.WithValues([.. gradients.Parameters.Values.Select((gradient, i) => i == tensor ? BendTensor(gradient) : gradient)]),
            () => tensor == own.Count ? BendTensor(gradients.Input) : gradients.Input);

        Tensor<double> BendTensor(Tensor<double> x) =>
            new(x.Shape, x.Data.SetItem(element, x.Data[element] + (1e-6 * double.Abs(x.Data[element]))));
    }

    private static IReadOnlyList<string> Broken(Layer<double> layer, Tensor<double> input, Key key) =>
        LayerLaws.Check(layer, input, key).Match(Succ: _ => [], Fail: errors => errors.Select(error => error.Message).ToList());
}
