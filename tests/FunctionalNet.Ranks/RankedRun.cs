using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Ranks;

/// <summary>A small run in 8 shards that all ranks share: a network that draws and has statistics, and batches that the shards do not divide.</summary>
public static class RankedRun
{
    // Its gradients are several buckets. With several processors, the first is on its way while the others are computed.
    private static readonly Layer<float> Network = Affine(50, 260) >> BatchNormalization(260) >> Tanh >> Dropout(0.2) >> Affine(260, 260) >> Relu >> Affine(260, 3);

    private static readonly Dataset<float> Samples = new(Key.Seed(0).Normal<float>([90, 50]), Key.Seed(1).Integers(90, 3));

    /// <summary>The run of these ranks.</summary>
    public static TrainingRun<Batch<float>, float> Of(Collective<float> collective) => Train.Run(
        Network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.01), Batches.ShuffledEpochs(Samples, 27, Key.Seed(2), dropLast: true), Key.Seed(3), shards: 8, collective);

    /// <summary>The fingerprint of a state's parameters, and the mean loss that the ranks find together.</summary>
    public static string Summary(TrainingState<float> state, Collective<float> collective) => FormattableString.Invariant(
        $"{state.Parameters.Fingerprint()} {Network.Evaluate(Metrics.MeanLoss(Losses.SoftmaxCrossEntropy), state.Parameters, Samples, collective)}");
}
