using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Ranks;

/// <summary>A small run in 8 shards that all ranks share: a network that draws and has statistics, and batches that the shards do not divide.</summary>
public static class RankedRun
{
    /// <summary>The run of these ranks.</summary>
    public static TrainingRun<Batch<float>, float> Of(Collective<float> collective)
    {
        // Its gradient is longer than what is exchanged all at once.
        var network = Affine(50, 60) >> BatchNormalization(60) >> Tanh >> Dropout(0.2) >> Affine(60, 3);
        var dataset = new Dataset<float>(Key.Seed(0).Normal<float>([90, 50]), Key.Seed(1).Integers(90, 3));
        var objective = network.Objective(Losses.SoftmaxCrossEntropy).Sharded(8, collective);
        var batches = Batches.ShuffledEpochs(dataset, 27, Key.Seed(2), dropLast: true);
        return Train.Run(objective, Optimizers.Adam(0.01), batches, network.Initialize(Key.Seed(3)), Key.Seed(4));
    }
}
