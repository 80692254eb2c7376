using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>
/// Nothing that a closure or a user can still see is written to again: closures are called twice, late, from several threads, while
/// other passes over the same networks allocate and the collector is at work, and all that was handed out keeps its bits.
/// </summary>
public sealed class ClosuresUnderStressTests
{
    private const int Threads = 3;

    public static TheoryData<string> Cases => [.. All.Keys];

    // Every layer, and networks whose passes are divided among threads and whose products copy and pack.
    private static Dictionary<string, LayerCase> All { get; } = LayerCases.All
        .Append(Large("wide", Affine(300, 400) >> Tanh >> Affine(400, 10), [128, 300]))
        .Append(Large("deep", Affine(100, 300) >> Relu >> Affine(300, 300) >> Gelu >> Softmax, [200, 100]))
        .GroupBy(@case => $"{@case}")
        .ToDictionary(cases => cases.Key, cases => cases.First());

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_handed_out_keeps_its_bits(string name)
    {
        var (layer, parameters, input) = (All[name].Layer, All[name].Layer.Initialize(Key.Seed(1)), All[name].Input(Key.Seed(2)));
        var pass = layer.Forward(parameters, input, Mode.Inference);
        var gradient = Key.Seed(3).Normal<double>(pass.Output.Shape);
        var first = pass.Backward(gradient);
        var (output, ofParameters, ofInput) = (Copy(pass.Output), first.Parameters.Map(Copy), Copy(first.Input));

        Parallel.For(0, Threads, new() { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var round = 0; round < 3; round++)
            {
                var other = layer.Forward(layer.Initialize(Key.Seed(10 + thread)), All[name].Input(Key.Seed(20 + thread)), Mode.Inference);
                _ = other.Backward(Key.Seed(30 + thread).Normal<double>(other.Output.Shape)).Input;
                GC.Collect(round % 2);
                var again = pass.Backward(gradient);
                Assert.Equal(ofInput, again.Input);
                Assert.Equal(ofParameters, again.Parameters);
            }
        });
        Assert.Equal(output, pass.Output);
        Assert.Equal((ofParameters, ofInput), (first.Parameters, first.Input));
    }

    [Fact]
    public void States_of_a_run_keep_their_bits_while_it_goes_on()
    {
        var data = Digits.Generate<double>(Key.Seed(0), 300);
        var run = Train.Run(
            Affine(784, 100) >> Relu >> Affine(100, 10), Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.001), Batches.ShuffledEpochs(data, 64, Key.Seed(1)), Key.Seed(2));
        var kept = run.Take(40).ToList();
        var fingerprints = kept.ConvertAll(state => state.Parameters.Fingerprint());
        GC.Collect();
        _ = run.Take(40).Last();
        Assert.Equal(fingerprints, kept.ConvertAll(state => state.Parameters.Fingerprint()));
        Assert.Equal(fingerprints.Count, fingerprints.Distinct().Count());
    }

    private static LayerCase Large(string name, Layer<double> layer, Shape shape) => new(name, layer, shape, (key, of) => key.Normal<double>(of));

    private static Tensor<double> Copy(Tensor<double> tensor) => new(tensor.Shape, [.. tensor.Data]);
}
