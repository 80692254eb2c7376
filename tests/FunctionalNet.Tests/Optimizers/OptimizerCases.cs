using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Optimization;

/// <summary>An optimizer at a rate for each problem, and how near to the minimum it must come by it.</summary>
/// <param name="Member">The member of <c>Optimizers</c> that it is for.</param>
/// <param name="AtRate">The optimizer at a rate.</param>
/// <param name="Parabola">Rate and distance on the parabola.</param>
/// <param name="Valley">Rate and distance in Rosenbrock's valley.</param>
/// <param name="Noisy">Rate and distance on the noisy quadratic.</param>
internal sealed record OptimizerCase<T>(
    string Member,
    Func<RateSchedule, Optimizer<T>> AtRate,
    (double Rate, double Distance) Parabola,
    (double Rate, double Distance) Valley,
    (double Rate, double Distance) Noisy)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string ToString() => $"{AtRate(Parabola.Rate)}";
}

/// <summary>The cases of all optimizers. A new one fails the suite until it is here.</summary>
internal static class OptimizerCases<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static ImmutableArray<OptimizerCase<T>> All { get; } =
    [
        new("Sgd", rate => Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("Scale", rate => Layers<T>.Optimizers.Scale(-1) >> Layers<T>.Optimizers.Scale(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("Momentum", rate => Layers<T>.Optimizers.Momentum(rate, 0.9), (0.1, 1e-6), (0.0005, 1e-4), (0.02, 0.01)),
        new("Momentum", rate => Layers<T>.Optimizers.Momentum(rate, 0.9, nesterov: true), (0.1, 1e-6), (0.0005, 1e-4), (0.02, 0.01)),
        new("Trace", rate => Layers<T>.Optimizers.Trace(0.9, dampening: 0.9) >> Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("Adam", rate => Layers<T>.Optimizers.Adam(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("Adam", rate => Layers<T>.Optimizers.Adam(rate, biasCorrection: false), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("AdamW", rate => Layers<T>.Optimizers.AdamW(rate, 1e-6), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("ScaleByAdam", rate => Layers<T>.Optimizers.ScaleByAdam(beta1: 0.5) >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("RmsProp", rate => Layers<T>.Optimizers.RmsProp(rate), (0.02, 1e-5), (0.005, 1e-4), (0.01, 0.01)),
        new("ScaleByRms", rate => Layers<T>.Optimizers.ScaleByRms(0.99) >> Layers<T>.Optimizers.Sgd(rate), (0.02, 1e-5), (0.005, 1e-4), (0.01, 0.01)),
        new("AmsGrad", rate => Layers<T>.Optimizers.AmsGrad(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("ScaleByAmsGrad", rate => Layers<T>.Optimizers.ScaleByAmsGrad(beta2: 0.99) >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-5), (0.1, 1e-4), (0.02, 0.01)),
        new("NAdam", rate => Layers<T>.Optimizers.NAdam(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("ScaleByNAdam", rate => Layers<T>.Optimizers.ScaleByNAdam(beta1: 0.5) >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("RAdam", rate => Layers<T>.Optimizers.RAdam(rate), (0.05, 1e-5), (0.002, 1e-4), (0.02, 0.01)),
        new("ScaleByRAdam", rate => Layers<T>.Optimizers.ScaleByRAdam(beta1: 0.5) >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-5), (0.002, 1e-4), (0.02, 0.01)),
        new("AdaBelief", rate => Layers<T>.Optimizers.AdaBelief(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("ScaleByAdaBelief", rate => Layers<T>.Optimizers.ScaleByAdaBelief(epsilon: 1e-12) >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("AdaMax", rate => Layers<T>.Optimizers.AdaMax(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("ScaleByAdaMax", rate => Layers<T>.Optimizers.ScaleByAdaMax(beta1: 0.5) >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("AdaDelta", rate => Layers<T>.Optimizers.AdaDelta(rate), (1, 1e-5), (0.3, 1e-4), (3, 0.01)),
        new("ScaleByAdaDelta", rate => Layers<T>.Optimizers.ScaleByAdaDelta(epsilon: 1e-5) >> Layers<T>.Optimizers.Sgd(rate), (1, 1e-5), (0.1, 1e-4), (1, 0.01)),
        new("RmsProp", rate => Layers<T>.Optimizers.RmsProp(rate, centered: true), (0.02, 1e-5), (0.005, 1e-4), (0.01, 0.01)),
        new("Lion", rate => Layers<T>.Optimizers.Lion(rate, 1e-6), (0.01, 1e-4), (0.005, 1e-3), (0.005, 0.01)),
        new("ScaleByLion", rate => Layers<T>.Optimizers.ScaleByLion() >> Layers<T>.Optimizers.Sgd(rate), (0.01, 1e-4), (0.005, 1e-3), (0.005, 0.01)),
        new("Lamb", rate => Layers<T>.Optimizers.Lamb(rate, 1e-6), (0.05, 1e-4), (0.02, 1e-3), (0.006, 0.01)),
        new("ScaleByTrustRatio", rate => Layers<T>.Optimizers.ScaleByAdam() >> Layers<T>.Optimizers.ScaleByTrustRatio() >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-4), (0.02, 1e-3), (0.006, 0.01)),
        new("Adafactor", rate => Layers<T>.Optimizers.Adafactor(rate), (0.05, 1e-4), (0.02, 1e-3), (0.02, 0.01)),
        new("ScaleByFactoredRms", rate => Layers<T>.Optimizers.ScaleByFactoredRms() >> Layers<T>.Optimizers.Sgd(rate), (0.05, 1e-4), (0.02, 1e-3), (0.02, 0.01)),
        new("ClipByRms", rate => Layers<T>.Optimizers.ClipByRms(1) >> Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("ScaleByParameterRms", rate => Layers<T>.Optimizers.ScaleByParameterRms(0.5) >> Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.003, 0.002), (0.05, 0.01)),
        new("AdaGrad", rate => Layers<T>.Optimizers.AdaGrad(rate), (1, 1e-6), (0.5, 0.001), (0.5, 0.01)),
        new("ScaleByAdaGrad", rate => Layers<T>.Optimizers.ScaleByAdaGrad(initial: 0.1) >> Layers<T>.Optimizers.Sgd(rate), (1, 1e-6), (0.5, 0.001), (0.5, 0.01)),
        new("ClipByValue", rate => Layers<T>.Optimizers.ClipByValue(1) >> Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("ClipByGlobalNorm", rate => Layers<T>.Optimizers.ClipByGlobalNorm(1) >> Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("DecayWeights", rate => Layers<T>.Optimizers.DecayWeights(1e-7) >> Layers<T>.Optimizers.Sgd(rate), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("ReduceOnPlateau", rate => Layers<T>.Optimizers.Sgd(rate) >> Layers<T>.Optimizers.ReduceOnPlateau(1000, 0.5), (0.5, 1e-6), (0.002, 0.001), (0.1, 0.01)),
        new("Partition", rate => Layers<T>.Optimizers.Partition(
            (slot => slot.Role == ParameterRole.Weight, Layers<T>.Optimizers.Adam(rate)), (slot => slot.Role != ParameterRole.Weight, Layers<T>.Optimizers.Momentum(rate, 0.9))), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
        new("Accumulate", rate => Layers<T>.Optimizers.Accumulate(4, Layers<T>.Optimizers.Sgd(rate)), (0.5, 1e-6), (0.002, 0.03), (0.1, 0.02)),
        new("Lookahead", rate => Layers<T>.Optimizers.Lookahead(Layers<T>.Optimizers.Adam(rate)), (0.05, 1e-5), (0.02, 1e-4), (0.02, 0.01)),
    ];
}
