using System.Globalization;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>The time of a training step in shards beside that of the undivided one, taken alternately.</summary>
internal static class ShardTimes
{
    private const int Rounds = 301;

    /// <summary>Prints a line for each network and number of shards, and returns the exit code.</summary>
    public static int Print()
    {
        Print("784-50-10, batch 100", Affine(784, 50) >> Relu >> Affine(50, 10), 100);
        Print("784-512-512-10, batch 256", Affine(784, 512) >> Relu >> Affine(512, 512) >> Relu >> Affine(512, 10), 256);
        return 0;
    }

    private static void Print(string name, Layer<float> network, int batch)
    {
        var batches = Batches.WithReplacement(Digits.Generate<float>(Key.Seed(0), 10_000), batch, Key.Seed(1));
        var whole = network.Objective(Losses.SoftmaxCrossEntropy);
        int[] shards = [1, 2, 4, 8, 16, 32];
        Objective<Batch<float>, float>[] objectives = [whole, .. shards.Select(count => whole.Sharded(count))];
        var states = Array.ConvertAll(
            objectives, objective => Train.Run(objective, Optimizers.Sgd(0.1), batches, network.Initialize(Key.Seed(2)), Key.Seed(3)).GetEnumerator());
        var times = Enumerable.Range(0, Rounds).Select(_ => Array.ConvertAll(states, run => CallTime.SecondsOf(() => run.MoveNext()))).ToArray();
        for (var i = 0; i < states.Length; i++)
        {
            states[i].Dispose();
            var median = times[(Rounds / 3)..].Select(round => round[i]).Order().ElementAt(Rounds / 3);
            var undivided = times[(Rounds / 3)..].Select(round => round[0]).Order().ElementAt(Rounds / 3);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, {(i == 0 ? "undivided" : $"{shards[i - 1]} shards")}, {Environment.ProcessorCount} threads: {median * 1e6:F0} µs, {median / undivided:F2} times the undivided step"));
        }
    }
}
