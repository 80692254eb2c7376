using System.Globalization;

namespace FunctionalNet;

/// <content>Smaller steps once training makes no more progress.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// An optimizer whose learning rate η becomes <c>γ η</c> when the mean loss of an epoch's batches was not less than
    /// <c>(1 − θ)</c> times the best before for <paramref name="patience"/> epochs in a row. The rate, the best loss and what
    /// has been waited are in the optimizer's state, so that a run goes on from any of its states just as it went on before.
    /// </summary>
    /// <remarks>The epochs are counted from where the optimizer begins.</remarks>
    /// <param name="optimizer">The optimizer at a rate: <c>rate => Momentum(rate, 0.9f)</c>.</param>
    /// <param name="rate">The first learning rate.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch: <see cref="Batches{T}.PerEpoch"/>.</param>
    /// <param name="factor">What a rate is multiplied by, γ: between 0 and 1.</param>
    /// <param name="patience">How many epochs without progress are waited for.</param>
    /// <param name="threshold">By what share of itself a loss has to be less than the best to be better, θ: at least 0 and less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not what is said of it here.</exception>
    public static Optimizer<T> ReduceOnPlateau(
        Func<T, Optimizer<T>> optimizer, T rate, int stepsPerEpoch, double factor = 0.1, int patience = 10, double threshold = 1e-4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepsPerEpoch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patience);
        if (factor is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), Invariant($"a rate is reduced by a factor between 0 and 1, got {factor}"));
        if (threshold is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), Invariant($"a threshold is at least 0 and less than 1, got {threshold}"));
        var first = optimizer(rate);
        return new(
            Invariant($"ReduceOnPlateau({first}, factor {factor}, patience {patience})"),
            parameters => PlateauMemory.Before(rate).In(first.Initialize(parameters)),
            (parameters, gradient, loss, state) =>
            {
                var memory = PlateauMemory.Of(state);
                var (next, nextState) = optimizer(memory.Rate).Update(parameters, gradient, loss, state);
                return (next, memory.After(double.CreateChecked(loss), stepsPerEpoch, factor, patience, threshold).In(nextState));
            });
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is remembered of a run to see that it makes no more progress.</summary>
    /// <param name="Rate">The current learning rate.</param>
    /// <param name="Best">The lowest mean loss of an epoch so far.</param>
    /// <param name="Waited">How many epochs in a row were no better.</param>
    /// <param name="Steps">How many steps of the current epoch were made.</param>
    /// <param name="Sum">The sum of their losses.</param>
    private sealed record PlateauMemory(T Rate, double Best, int Waited, int Steps, double Sum)
    {
        public static PlateauMemory Before(T rate) => new(rate, double.PositiveInfinity, 0, 0, 0);

        /// <exception cref="ArgumentException">It is the state of another optimizer.</exception>
        public static PlateauMemory Of(OptimizerState<T> state)
        {
            return new(Number("rate"), Double("best"), (int)Double("waited"), (int)Double("steps"), Double("sum"));

            T Number(string name) => state.Numbers[name].Data[0];
            double Double(string name) => double.CreateChecked(Number(name));
        }

        public OptimizerState<T> In(OptimizerState<T> state) => state with
        {
            Numbers = Parameters<T>.Create(
                Number("rate", Rate), Number("best", T.CreateChecked(Best)), Number("waited", T.CreateChecked(Waited)),
                Number("steps", T.CreateChecked(Steps)), Number("sum", T.CreateChecked(Sum))),
        };

        public PlateauMemory After(double loss, int stepsPerEpoch, double factor, int patience, double threshold)
        {
            var (steps, sum) = (Steps + 1, Sum + loss);
            if (steps < stepsPerEpoch)
                return this with { Steps = steps, Sum = sum };
            var mean = sum / steps;
            var (best, waited) = mean < Best - (threshold * double.Abs(Best)) || double.IsPositiveInfinity(Best) ? (mean, 0) : (Best, Waited + 1);
            return waited < patience
                ? new(Rate, best, waited, 0, 0)
                : new(Rate * T.CreateChecked(factor), best, 0, 0, 0);
        }

        private static Parameter<T> Number(string name, T value) => new(name, ParameterRole.Statistic, value);
    }
}
