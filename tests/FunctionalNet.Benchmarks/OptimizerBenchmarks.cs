using BenchmarkDotNet.Attributes;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>One update of the parameters of the chapter's network, 39 760 numbers, by each optimizer.</summary>
[MemoryDiagnoser]
public class OptimizerBenchmarks
{
    private static readonly Parameters<float> Parameters = TrainingCase.All[0].Network.Initialize(Key.Seed(0));

    private static readonly Parameters<float> Gradient = Parameters.Map(p => Key.Seed(1).Normal<float>(p.Shape));

    private Optimizer<float> optimizer = Optimizer<float>.Identity;
    private Parameters<float> parameters = Parameters;
    private OptimizerState<float> state = OptimizerState<float>.Empty;
    private long step;

    public static IEnumerable<Optimizer<float>> Chains =>
    [
        Optimizers.Sgd(1e-6),
        Optimizers.Sgd(Schedules.Cosine(1e-6, 0, 1_000_000)),
        Optimizers.Momentum(1e-6, 0.9),
        Optimizers.Momentum(1e-6, 0.9, nesterov: true),
        Optimizers.Adam(1e-6),
        AdamOfTensors() >> Optimizers.Sgd(1e-6),
        Optimizers.AdamW(1e-6, 0.01),
        Optimizers.RmsProp(1e-6),
        Optimizers.AdaGrad(1e-6),
        Optimizers.RmsProp(1e-6, centered: true),
        Optimizers.AmsGrad(1e-6),
        Optimizers.NAdam(1e-6),
        Optimizers.RAdam(1e-6),
        Optimizers.AdaBelief(1e-6),
        Optimizers.AdaMax(1e-6),
        Optimizers.AdaDelta(1e-6),
        Optimizers.Lion(1e-6, 0.01),
        Optimizers.Lamb(1e-6, 0.01),
        Optimizers.Adafactor(1e-6),
        Optimizers.ClipByGlobalNorm(1) >> Optimizers.Sgd(1e-6),
        Optimizers.Accumulate(4, Optimizers.Sgd(1e-6)),
        Optimizers.Lookahead(Optimizers.Sgd(1e-6)),
        Optimizers.Partition((ParameterRole.Weight, Optimizers.Sgd(1e-6)), (ParameterRole.BiasOrGain, Optimizers.Sgd(1e-6))),
    ];

    [ParamsSource(nameof(Chains))]
    public Optimizer<float> Chain { get; set; } = Optimizer<float>.Identity;

    [GlobalSetup]
    public void Start() => (optimizer, parameters, state, step) = (Chain, Parameters, Chain.Initialize(Parameters), 0);

    [Benchmark]
    public Parameters<float> Step()
    {
        (parameters, state) = optimizer.Step(Gradient, state, OptimizerContext<float>.Of(parameters, 1, step++));
        return parameters;
    }

    /// <summary>Adam as tensor operations, each of which is a pass over memory.</summary>
    private static Optimizer<float> AdamOfTensors() => Optimizer.Define<float>(
        "AdamOfTensors",
        parameters => TransformationState<float>.Empty
            .WithTensors("m", parameters.Map(p => Tensor.Zeros<float>(p.Shape))).WithTensors("v", parameters.Map(p => Tensor.Zeros<float>(p.Shape))),
        (updates, state, _) =>
        {
            var m = state.Tensor("m").Zip(updates.Values, (m, g) => (m * 0.9f) + (g * 0.1f));
            var v = state.Tensor("v").Zip(updates.Values, (v, g) => (v * 0.999f) + (g * g * 0.001f));
            return (Updates.Of(m.Zip(v, (m, v) => m / (v.Map(float.Sqrt) + 1e-8f))), state.WithTensors("m", m).WithTensors("v", v));
        });
}
