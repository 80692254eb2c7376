using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Adafactor: a matrix of mean squares as the product of a column and a row.</content>
    public static partial class Optimizers
    {
        private const string Rows = "rows";
        private const string Columns = "columns";

        /// <summary>
        /// For each tensor <c>p ← p − ρ max(ε₂, RMS(p)) u/max(1, RMS(u)/d)</c> with <c>u = g/√v</c>, where v is the mean square of the gradients, kept for a
        /// matrix <c>[..., in, out]</c> as its means along either axis: n·m numbers as n + m. RMS(x) is the root of the mean of the squares of x.
        /// </summary>
        /// <remarks>
        /// Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018, algorithms 4 and 5. The rate is relative to the
        /// parameters; the paper's is the smaller one of 0.01 and 1/√t in the t-th step. It is
        /// <c>ScaleByFactoredRms() >> ClipByRms(d) >> ScaleByParameterRms(ε₂) >> Scale(−ρ)</c>.
        /// </remarks>
        /// <param name="rate">The relative rate ρ: a number or a schedule.</param>
        /// <param name="exponent">The part of the mean squares that is kept in the t-th step is <c>1 − t⁻ᵉ</c> with this e: more than 0.</param>
        /// <param name="epsilon">The term that is added to each square, ε₁: 0 or more.</param>
        /// <param name="limit">The largest RMS of an update before the rate, d: more than 0.</param>
        /// <param name="smallest">The smallest RMS that parameters are taken to have, ε₂: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is out of its range or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Adafactor(step => Math.Min(0.01, 1 / Math.Sqrt(step + 1))));
        /// // Adafactor(step => Math.Min(0.01, 1 / Math.Sqrt(step + 1)))
        /// </code>
        /// </example>
        public static Optimizer<T> Adafactor(
            RateSchedule rate, double exponent = 0.8, double epsilon = 1e-30, double limit = 1, double smallest = 1e-3) =>
            (ScaleByFactoredRms(exponent, epsilon) >> ClipByRms(limit) >> ScaleByParameterRms(smallest) >> Descend(rate)).Named(Written(
                nameof(Adafactor), [$"{rate}"], ("exponent", exponent, 0.8), ("epsilon", epsilon, 1e-30), ("limit", limit, 1), ("smallest", smallest, 1e-3)));

        /// <inheritdoc cref="Adafactor(RateSchedule, double, double, double, double)"/>
        /// <param name="rate">The relative rate ρ, a function of the step.</param>
        /// <param name="exponent">The part of the mean squares that is kept in the t-th step is <c>1 − t⁻ᵉ</c> with this e: more than 0.</param>
        /// <param name="epsilon">The term that is added to each square, ε₁: 0 or more.</param>
        /// <param name="limit">The largest RMS of an update before the rate, d: more than 0.</param>
        /// <param name="smallest">The smallest RMS that parameters are taken to have, ε₂: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> Adafactor(
            Func<long, double> rate, double exponent = 0.8, double epsilon = 1e-30, double limit = 1, double smallest = 1e-3,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            Adafactor(Scheduled(rate, expression), exponent, epsilon, limit, smallest);

        /// <summary>
        /// <c>u ← u/√v</c>. For a matrix <c>[..., in, out]</c>, <c>v = r c/mean(r)</c> with the means over each row, <c>r ← β r + (1 − β) mean(u² + ε)</c>, and
        /// over each column, <c>c ← β c + (1 − β) mean(u² + ε)</c>; for others <c>v ← β v + (1 − β) (u² + ε)</c>. In the t-th step, counted from 1,
        /// <c>β = 1 − t⁻ᵉ</c>, so that nothing has to be corrected.
        /// </summary>
        /// <remarks>Shazeer and Stern 2018. What is kept are <c>[..., in, 1]</c> and <c>[..., 1, out]</c>.</remarks>
        /// <param name="exponent">The exponent e: more than 0.</param>
        /// <param name="epsilon">The term that is added to each square, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is out of its range or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByFactoredRms() >> Optimizers.Momentum(0.001, 0.9));
        /// // ScaleByFactoredRms() >> Momentum(0.001, 0.9)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByFactoredRms(double exponent = 0.8, double epsilon = 1e-30)
        {
            RequirePositive(exponent, "an exponent");
            var small = RequireNotNegative(epsilon, "an epsilon");
            return Optimizer.Define<T>(
                Written(nameof(ScaleByFactoredRms), [], ("exponent", exponent, 0.8), ("epsilon", epsilon, 1e-30)),
                parameters => TransformationState<T>.Empty
                    .WithTensors(Rows, Reduced(parameters, -1)).WithTensors(Columns, Reduced(parameters, -2)).WithCount(Steps, 0),
                (updates, state, _) =>
                {
                    var (g, steps) = (updates.Materialize(), state.Count(Steps) + 1);
                    var kept = 1 - Functions.Exp(-exponent * Functions.Log((double)steps));
                    var squares = g.Map(g => g.Square() + small);
                    var (r, c) = (Averaged(state.Tensor(Rows), squares, kept), Averaged(state.Tensor(Columns), squares, kept));
                    return (
                        Updates.Of(g.WithValues([.. g.Values.Select((g, i) => g / Joined(r.Values[i], c.Values[i]).Sqrt())])),
                        state.WithTensors(Rows, r).WithTensors(Columns, c).WithCount(Steps, steps));
                });

            // What is no matrix has all numbers in the one, and the other, their mean, is not used.
            static Parameters<T> Reduced(Parameters<T> parameters, int axis) => parameters.ZerosOfShape(shape =>
                shape.Rank < 2 ? axis == -1 ? shape : Shape.Scalar : axis == -1 ? [.. shape[..^1], 1] : [.. shape[..^2], 1, shape[^1]]);

            static Parameters<T> Averaged(Parameters<T> means, Parameters<T> squares, double kept)
            {
                var sum = new WeightedSum<T>(T.CreateChecked(kept), T.CreateChecked(1 - kept));
                return means.WithValues([.. means.Values.Zip(squares.Values, (mean, square) => mean.Zip(MeanTo(square, mean.Shape), sum))]);
            }

            static Tensor<T> MeanTo(Tensor<T> squares, Shape shape) => squares.SumTo(shape) / T.CreateChecked(squares.Shape.Size / int.Max(shape.Size, 1));

            static Tensor<T> Joined(Tensor<T> rows, Tensor<T> columns) =>
                rows.Shape.Rank < 2 ? rows : rows / rows.MeanOver([-2], keepAxes: true) * columns;
        }

        /// <summary><c>u ← u/max(1, RMS(u)/limit)</c>, for each tensor by itself: updates whose RMS is above the limit are scaled down to it.</summary>
        /// <remarks>Shazeer and Stern 2018, section 6. RMS(u) is the root of the mean of the squares of u.</remarks>
        /// <param name="limit">The largest RMS: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdam() >> Optimizers.ClipByRms(1) >> Optimizers.Sgd(0.001));
        /// // ScaleByAdam() >> ClipByRms(1) >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ClipByRms(double limit)
        {
            RequirePositive(limit, "a limit");
            return Optimizer.Define<T>($"{nameof(ClipByRms)}({NumberFormat.Setting(limit)})", (updates, context) =>
                EachScaled(updates, context, (_, u) => 1 / double.Max(1, RootMeanSquare(u) / limit)));
        }

        /// <summary><c>u ← max(smallest, RMS(p)) u</c>, for each tensor by itself: a learning rate after it is relative to the size of the parameters.</summary>
        /// <remarks>Shazeer and Stern 2018, section 8. RMS(p) is the root of the mean of the squares of p.</remarks>
        /// <param name="smallest">The smallest RMS that parameters are taken to have, so that they can leave 0: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdam() >> Optimizers.ScaleByParameterRms() >> Optimizers.Sgd(0.001));
        /// // ScaleByAdam() >> ScaleByParameterRms() >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByParameterRms(double smallest = 1e-3)
        {
            RequireNotNegative(smallest, "a smallest RMS");
            return Optimizer.Define<T>(Written(nameof(ScaleByParameterRms), [], ("smallest", smallest, 1e-3)), (updates, context) =>
                EachScaled(updates, context, (p, _) => double.Max(smallest, RootMeanSquare(p))));
        }

        private static double RootMeanSquare(Tensor<T> tensor) => Norm(tensor) / double.Sqrt(int.Max(tensor.Shape.Size, 1));
    }
}
