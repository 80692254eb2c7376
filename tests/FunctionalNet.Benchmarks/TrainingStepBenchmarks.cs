using BenchmarkDotNet.Attributes;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>One step of the chapter's training job, and its parts.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    private static readonly Layer<float> Network = Affine(784, 50, Normal(0.01f)) >> Relu >> Affine(50, 10, Normal(0.01f));
    private static readonly Optimizer<float> Optimizer = Sgd(0.1f);
    private static readonly Dataset<float> Images = Digits.Generate<float>(Key.Seed(0), 60_000);
    private static readonly Batches<float> Drawn = Batches.WithReplacement(Images, 100, Key.Seed(1));
    private static readonly Batch<float> Batch = Drawn[0];
    private static readonly TrainingState<float> State = Train.Start(Network, Optimizer, Key.Seed(2));
    private static readonly Parameters<float> Gradient = Network.Gradient(State.Parameters, Batch, SoftmaxCrossEntropy);
    private static readonly Func<TrainingState<float>, Batch<float>, TrainingState<float>> OneStep =
        Train.Step(Network, SoftmaxCrossEntropy, Optimizer);

    private int step;

    [Benchmark(Baseline = true)]
    public TrainingState<float> Step() => OneStep(State, Drawn[step++]);

    [Benchmark]
    public Batch<float> DrawBatch() => Drawn[step++];

    [Benchmark]
    public float Forwards() => Network.Loss(State.Parameters, Batch, SoftmaxCrossEntropy);

    [Benchmark]
    public Parameters<float> ForwardsAndBackwards() => Network.Gradient(State.Parameters, Batch, SoftmaxCrossEntropy);

    [Benchmark]
    public Parameters<float> Update() => Optimizer.Update(State.Parameters, Gradient, State.Optimizer).Parameters;
}
