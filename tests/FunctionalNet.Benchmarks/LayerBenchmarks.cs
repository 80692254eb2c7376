using BenchmarkDotNet.Attributes;

namespace FunctionalNet.Benchmarks;

/// <summary>The forward pass of each layer, and the backward pass to its parameters and its input.</summary>
[MemoryDiagnoser]
public class LayerBenchmarks
{
    private Parameters<float> parameters = Parameters<float>.Empty;
    private Tensor<float> input = Tensor.Scalar(0f);
    private Tensor<float> outputGradient = Tensor.Scalar(0f);
    private Backward<float> backward = _ => throw new InvalidOperationException("nothing was run forwards yet");

    public static IEnumerable<LayerCase> Cases => LayerCase.All;

    [ParamsSource(nameof(Cases))]
    public LayerCase Case { get; set; } = LayerCase.All[0];

    [GlobalSetup]
    public void Draw()
    {
        parameters = Case.Layer.Initialize(Key.Seed(0));
        input = Key.Seed(1).Normal<float>(Case.Input);
        (var output, backward) = Case.Layer.Forward(parameters, input, Mode.Inference);
        outputGradient = Key.Seed(2).Normal<float>(output.Shape);
    }

    [Benchmark]
    public Tensor<float> Forwards() => Case.Layer.Forward(parameters, input, Mode.Inference).Output;

    [Benchmark]
    public (Parameters<float> Parameters, Tensor<float> Input) Backwards()
    {
        var gradients = backward(outputGradient);
        return (gradients.Parameters, gradients.Input);
    }
}
