using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// The outputs of a network for samples that are divided among ranks. They are computed where the samples are, and gathered by all: so any metric is measured
/// everywhere, of the same outputs in the same order, and all ranks decide alike by it.
/// </summary>
internal static class DividedEvaluation
{
    // Outputs of so many samples of each rank are in memory at a time, and of all ranks so many numbers, if a sample has not more.
    private const int MostRows = 4096;
    private const int MostNumbers = 1 << 24;

    /// <summary>The outputs for all samples, with their targets, in order, some after the other.</summary>
    /// <param name="network">The network, as a function of inputs.</param>
    /// <param name="row">The shape of an output of a single sample.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="window">The samples in a range.</param>
    /// <param name="targets">The targets in a range, which every rank has.</param>
    /// <param name="collective">The ranks.</param>
    public static IEnumerable<(Tensor<T> Outputs, Targets<T> Targets)> Run<T>(
        Func<Tensor<T>, Tensor<T>> network, Shape row, int count, Func<Range, Batch<T>> window, Func<Range, Targets<T>> targets, Collective<T> collective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var most = (long)int.Clamp(MostNumbers / int.Max(row.Size, 1) / collective.Size, 1, MostRows) * collective.Size;
        for (long start = 0; start < count; start += most)
        {
            var rows = long.Min(most, count - start);
            var (first, end) = ((int)(start + (rows * collective.Rank / collective.Size)), (int)(start + (rows * (collective.Rank + 1) / collective.Size)));
            var outputs = first == end ? Tensor.Zeros<T>([0, .. row]) : OutputsOf(network, first, end, window);
            yield return (collective.GatherRows(outputs), targets((int)start..(int)(start + rows)));
        }
    }

    private static Tensor<T> OutputsOf<T>(Func<Tensor<T>, Tensor<T>> network, int first, int end, Func<Range, Batch<T>> window)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new Tensor<T>[Batches.CountOf(MetricEvaluation.RowsAtOnce, end - first)];
        Workers.Run(outputs.Length, 1, (start, count) =>
        {
            for (var i = (int)start; i < start + count; i++)
            {
                var rows = Batches.Positions(i, MetricEvaluation.RowsAtOnce, end - first);
                outputs[i] = network(window((first + rows.Start.Value)..(first + rows.End.Value)).Inputs);
            }
        });
        return Tensor.Concatenate(0, outputs);
    }
}
