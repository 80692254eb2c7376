using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// What a training step takes once the runtime has compiled what is hot, and what its parts take, each alone: medians over short
/// rounds. Steps are those of a run, so they draw their batches.
/// </summary>
internal static class StepTimes
{
    private const int Rounds = 15;

    private static readonly TimeSpan ForEachRound = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Prints a line for each network of these names, or for all, with the first of its figures, as many as asked for, and returns the exit code.</summary>
    public static int Print(ImmutableArray<string> names, int parts = int.MaxValue)
    {
        foreach (var network in TrainingCase.All.Where(network => names.IsEmpty || names.Any(name => network.Name == name)))
        {
            var times = PartsOf(network).Take(parts).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name}={MicrosecondsOf(part.Run):F1}"));
            Console.WriteLine($"case={network.Name} threads={Environment.ProcessorCount} {string.Join(' ', times)}");
        }

        return 0;
    }

    private static IEnumerable<(string Name, Action Run)> PartsOf(TrainingCase network)
    {
        var batches = Batches.WithReplacement(network.Images(), network.Batch, Key.Seed(1));
        var run = Train.Run(network.Network, Losses.SoftmaxCrossEntropy, network.Optimizer, batches, Key.Seed(2));
        var states = run.GetEnumerator();
        yield return ("us_per_step", () => states.MoveNext());

        var (number, batch, state) = (0L, batches[0], run.First());
        yield return ("draw", () => _ = batches[number++]);
        yield return ("forward", () => _ = network.Network.Forward(state.Parameters, batch.Inputs, Mode.Inference).Output);
        var objective = network.Network.Objective(Losses.SoftmaxCrossEntropy, batch, Mode.Inference);
        yield return ("forward_backward", () => _ = objective.ValueAndGradient(state.Parameters).Gradient);
        var gradient = objective.ValueAndGradient(state.Parameters).Gradient;
        yield return ("update", () => _ = network.Optimizer.Step(gradient, state.Optimizer, OptimizerContext<float>.Of(state.Parameters, 0, 0)).Parameters);
        foreach (var (i, product) in network.Products.Index())
            yield return ($"product_{i}", () => _ = product.Ours());
    }

    private static double MicrosecondsOf(Action call)
    {
        _ = SecondsOf(call, WarmUp);
        return Enumerable.Range(0, Rounds).Select(_ => SecondsOf(call, ForEachRound)).Order().ElementAt(Rounds / 2) * 1e6;
    }

    private static double SecondsOf(Action call, TimeSpan atLeast)
    {
        var (calls, clock) = (0, Stopwatch.StartNew());
        for (; clock.Elapsed < atLeast; calls++)
            call();
        return clock.Elapsed.TotalSeconds / calls;
    }
}
