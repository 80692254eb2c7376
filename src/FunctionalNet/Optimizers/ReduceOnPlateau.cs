namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Smaller steps once a measure stops improving.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// <c>u ← f u</c> with a factor f that begins at 1 and becomes <c>γ f</c> when a measure, taken at the end of each epoch, was not
        /// better than the best before it for <paramref name="patience"/> epochs in a row. Better is less than <c>best − θ |best|</c>, or, to
        /// maximize a measure, more than <c>best + θ |best|</c>. NaN is never better.
        /// </summary>
        /// <remarks>
        /// It is chained after the optimizer whose steps it reduces, <c>Adam(0.001) >> ReduceOnPlateau(600)</c>; before momentum,
        /// it reduces the learning rate and leaves the velocity as it is: <c>ReduceOnPlateau(600) >> Momentum(0.1, 0.9)</c>. The epochs are
        /// counted from where the optimizer begins. Factor, best measure and epochs waited are in the state, so a run that goes on from any
        /// of its states takes the same course.
        /// </remarks>
        /// <param name="stepsPerEpoch">The steps of an epoch: <c>batches.PerEpoch</c>.</param>
        /// <param name="factor">The factor of a reduction, γ: between 0 and 1.</param>
        /// <param name="patience">The number of epochs without improvement that lead to a reduction.</param>
        /// <param name="threshold">The relative improvement over the best that counts, θ: at least 0 and less than 1.</param>
        /// <param name="measure">
        /// A measure of the parameters before the last step of an epoch, <c>context => network.Accuracy(context.All, validation)</c>; without
        /// one, the mean loss of the epoch's batches.
        /// </param>
        /// <param name="goal">Whether a smaller measure is better, as of a loss, or a larger one, as of an accuracy.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Adam(0.001) >> Optimizers.ReduceOnPlateau(stepsPerEpoch: 600, factor: 0.5));
        /// // Adam(0.001) >> ReduceOnPlateau(factor 0.5, patience 10)
        /// </code>
        /// </example>
        public static Optimizer<T> ReduceOnPlateau(
            int stepsPerEpoch,
            double factor = 0.1,
            int patience = 10,
            double threshold = 1e-4,
            Func<OptimizerContext<T>, double>? measure = null,
            Goal goal = Goal.Minimize)
        {
            Require.Positive(stepsPerEpoch);
            Require.Positive(patience);
            if (factor is not (> 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(factor), Invariant($"expected a factor between 0 and 1, got {factor}"));
            if (threshold is not (>= 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(threshold), Invariant($"expected a threshold of at least 0 and less than 1, got {threshold}"));
            if (goal is not (Goal.Minimize or Goal.Maximize))
                throw new ArgumentOutOfRangeException(nameof(goal), Invariant($"expected Maximize or Minimize, got {(int)goal}"));
            return Optimizer.Define<T>(
                Invariant($"{nameof(ReduceOnPlateau)}(factor {factor}, patience {patience})"),
                _ => Plateau.Begin(goal).ToState(),
                (updates, state, context) =>
                {
                    var plateau = Plateau.Of(state);
                    var next = plateau.After(double.CreateChecked(context.Loss));
                    if (next.Steps >= stepsPerEpoch)
                        next = next.AfterEpoch(measure?.Invoke(context) ?? next.Sum / next.Steps, goal, factor, patience, threshold);
                    return (updates * T.CreateChecked(plateau.Factor), next.ToState());
                });
        }

        /// <summary>The course of a run so far.</summary>
        /// <param name="Factor">The current factor.</param>
        /// <param name="Best">The best measure so far; infinite before the first.</param>
        /// <param name="Sum">The sum of the losses of the current epoch.</param>
        /// <param name="Steps">The steps of the current epoch that were made.</param>
        /// <param name="Waited">The epochs in a row that were no better.</param>
        private readonly record struct Plateau(double Factor, double Best, double Sum, long Steps, long Waited)
        {
            public static Plateau Begin(Goal goal) =>
                new(1, goal == Goal.Minimize ? double.PositiveInfinity : double.NegativeInfinity, 0, 0, 0);

            public static Plateau Of(TransformationState<T> state) =>
                new(state.Scalar("factor"), state.Scalar("best"), state.Scalar("sum"), state.Count("steps"), state.Count("waited"));

            public TransformationState<T> ToState() => TransformationState<T>.Empty
                .WithScalar("factor", Factor).WithScalar("best", Best).WithScalar("sum", Sum).WithCount("steps", Steps).WithCount("waited", Waited);

            public Plateau After(double loss) => this with { Steps = Steps + 1, Sum = Sum + loss };

            public Plateau AfterEpoch(double measure, Goal goal, double factor, int patience, double threshold) =>
                IsBetter(measure, goal, threshold) ? new(Factor, measure, 0, 0, 0)
                : Waited + 1 < patience ? new(Factor, Best, 0, 0, Waited + 1)
                : new(Factor * factor, Best, 0, 0, 0);

            private bool IsBetter(double measure, Goal goal, double threshold)
            {
                var margin = double.IsInfinity(Best) ? 0 : threshold * double.Abs(Best);
                return goal == Goal.Minimize ? measure < Best - margin : measure > Best + margin;
            }
        }
    }
}
