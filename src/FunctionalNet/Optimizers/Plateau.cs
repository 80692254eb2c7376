using System.Collections.Immutable;
using LanguageExt;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Smaller steps once training makes no more progress.</content>
    public static partial class Optimizers
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
        /// <example>
        /// <code>
        /// var optimizer = Optimizers.ReduceOnPlateau(rate => Optimizers.Sgd(rate), 0.1f, stepsPerEpoch: 100);
        /// Console.WriteLine(optimizer); // ReduceOnPlateau(Sgd(0.1), factor 0.1, patience 10)
        /// </code>
        /// </example>
        public static Optimizer<T> ReduceOnPlateau(
            Func<T, Optimizer<T>> optimizer, T rate, int stepsPerEpoch, double factor = 0.1, int patience = 10, double threshold = 1e-4)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            Require.Positive(stepsPerEpoch);
            Require.Positive(patience);
            if (factor is not (> 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(factor), Invariant($"a rate is reduced by a factor between 0 and 1, got {factor}"));
            if (threshold is not (>= 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(threshold), Invariant($"a threshold is at least 0 and less than 1, got {threshold}"));
            var first = optimizer(rate);
            var description = Invariant($"ReduceOnPlateau({first}, factor {factor}, patience {patience})");
            return new(
                description,
                parameters => PlateauMemory.Before(rate).With(first.Initialize(parameters)),
                (parameters, gradient, loss, state) =>
                {
                    var (memory, wrapped) = PlateauMemory.Split(state).IfNone(() => throw OfAnotherOptimizer(description, "a rate and the best loss", state));
                    var (next, nextWrapped) = optimizer(memory.Rate).Update(parameters, gradient, loss, wrapped);
                    return (next, memory.After(double.CreateChecked(loss), stepsPerEpoch, factor, patience, threshold).With(nextWrapped));
                });
        }

        /// <summary>
        /// The course of a run so far, in double precision and without the numbers of the optimizer that is wrapped: these stand in the state
        /// beside it, under names that begin with <c>optimizer/</c>.
        /// </summary>
        /// <param name="Rate">The current learning rate.</param>
        /// <param name="Best">The lowest mean loss of an epoch so far.</param>
        /// <param name="Waited">How many epochs in a row were no better.</param>
        /// <param name="Steps">How many steps of the current epoch were made.</param>
        /// <param name="Sum">The sum of their losses.</param>
        private sealed record PlateauMemory(T Rate, double Best, double Waited, double Steps, double Sum)
        {
            private const string Wrapped = "optimizer/";

            public static PlateauMemory Before(T rate) => new(rate, double.PositiveInfinity, 0, 0, 0);

            /// <summary>The memory and the state of the optimizer that is wrapped; none if it is the state of another optimizer.</summary>
            public static Option<(PlateauMemory Memory, OptimizerState<T> Wrapped)> Split(OptimizerState<T> state)
            {
                var (numbers, ofWrapped) = (state.Numbers, state.Numbers.Clear());
                foreach (var (name, number) in numbers.Where(number => number.Key.StartsWith(Wrapped, StringComparison.Ordinal)))
                    (numbers, ofWrapped) = (numbers.Remove(name), ofWrapped.Add(name[Wrapped.Length..], number));
                return numbers.Keys.SequenceEqual(Before(T.Zero).Numbers.Keys)
                    ? (new(T.CreateChecked(numbers["rate"]), numbers["best"], numbers["waited"], numbers["steps"], numbers["sum"]),
                        state with { Numbers = ofWrapped })
                    : Option<(PlateauMemory, OptimizerState<T>)>.None;
            }

            private ImmutableSortedDictionary<string, double> Numbers => OptimizerState<T>.Empty.Numbers.AddRange(
            [
                new("rate", double.CreateChecked(Rate)), new("best", Best), new("waited", Waited), new("steps", Steps), new("sum", Sum),
            ]);

            public OptimizerState<T> With(OptimizerState<T> wrapped) => wrapped with
            {
                Numbers = Numbers.AddRange(wrapped.Numbers.Select(number => KeyValuePair.Create(Wrapped + number.Key, number.Value))),
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
        }
    }
}
