using BenchmarkDotNet.Attributes;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>A training step, its parts, and its allocations: new parameters, gradients and activations.</summary>
[MemoryDiagnoser]
public class TrainingStepBenchmarks
{
    private static readonly Dataset<float> Digit = Digits.Generate<float>(Key.Seed(0), 1);

    private Batches<Batch<float>> drawn = Batches.WithReplacement(Digit, 1, Key.Seed(1));
    private Batch<float> batch = Digit.AsBatch();
    private TrainingState<float> state = Train.Start(Parameters<float>.Empty, Optimizers.Sgd(0.1), Key.Seed(2));
    private Parameters<float> gradient = Parameters<float>.Empty;
    private Func<TrainingState<float>, Batch<float>, TrainingState<float>> oneStep = (state, _) => state;
    private int step;

    public static IEnumerable<TrainingCase> Cases => TrainingCase.All;

    [ParamsSource(nameof(Cases))]
    public TrainingCase Case { get; set; } = TrainingCase.All[0];

    [GlobalSetup]
    public void Start()
    {
        drawn = Batches.WithReplacement(Case.Images(), Case.Batch, Key.Seed(1));
        batch = drawn[0];
        state = Train.Start(Case.Network, Case.Optimizer, Key.Seed(2));
        gradient = Case.Network.Gradient(Losses.SoftmaxCrossEntropy, state.Parameters, batch);
        oneStep = Train.Step(Case.Network, Losses.SoftmaxCrossEntropy, Case.Optimizer);
    }

    [Benchmark(Baseline = true)]
    public TrainingState<float> Step() => oneStep(state, drawn[step++]);

    [Benchmark]
    public Batch<float> DrawBatch() => drawn[step++];

    [Benchmark]
    public float Forwards() => Case.Network.Loss(Losses.SoftmaxCrossEntropy, state.Parameters, batch);

    [Benchmark]
    public Parameters<float> ForwardsAndBackwards() => Case.Network.Gradient(Losses.SoftmaxCrossEntropy, state.Parameters, batch);

    [Benchmark]
    public Parameters<float> Update() => Case.Optimizer.Step(gradient, state.Optimizer, OptimizerContext<float>.Of(state.Parameters, 0, 0)).Parameters;
}
