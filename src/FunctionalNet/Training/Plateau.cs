using System.Numerics;

namespace FunctionalNet;

/// <summary>Smaller steps once training makes no more progress.</summary>
public static class Plateau
{
    /// <summary>
    /// The states of a run whose learning rate is multiplied by <paramref name="factor"/> when the mean loss of an epoch's
    /// batches has not become better for <paramref name="patience"/> epochs in a row. The run goes on from the state that it
    /// has come to, moments included.
    /// </summary>
    /// <param name="run">The run; in place of its optimizer there is <paramref name="optimizer"/> at the current rate.</param>
    /// <param name="optimizer">The optimizer at a rate: <c>rate => Sgd(rate)</c>.</param>
    /// <param name="rate">The first learning rate.</param>
    /// <param name="factor">What a rate is multiplied by: between 0 and 1.</param>
    /// <param name="patience">How many epochs without progress are waited for.</param>
    /// <param name="threshold">A loss is better if it is lower than the best so far by more than this share of itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not between 0 and 1, or the patience not positive.</exception>
    public static IEnumerable<TrainingState<T>> ReduceOnPlateau<T>(
        this TrainingRun<T> run, Func<T, Optimizer<T>> optimizer, T rate, double factor = 0.1, int patience = 10, double threshold = 1e-4)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (factor is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), $"a learning rate is reduced by a factor between 0 and 1, got {factor}");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patience);
        return States();

        IEnumerable<TrainingState<T>> States()
        {
            var (current, currentRate) = (run with { Optimizer = optimizer(rate) }, rate);
            var (best, waited) = (double.PositiveInfinity, 0);
            yield return run.Initial;
            while (!current.Initial.HasDiverged)
            {
                var (last, sum, count) = (current.Initial, 0.0, 0);
                foreach (var state in current.Skip(1).Take(StepsToEndOfEpoch(current)))
                {
                    yield return state;
                    (last, sum, count) = (state, sum + state.Loss.Match(double.CreateChecked, 0), count + 1);
                }

                var mean = sum / count;
                (best, waited) = best - mean > threshold * double.Abs(mean) ? (mean, 0) : (best, waited + 1);
                if (waited == patience)
                    (waited, currentRate) = (0, currentRate * T.CreateChecked(factor));
                current = current with { Initial = last, Optimizer = optimizer(currentRate) };
            }
        }
    }

    private static int StepsToEndOfEpoch<T>(TrainingRun<T> run)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        run.Batches.PerEpoch - (int)(run.Initial.Step % run.Batches.PerEpoch);
}
