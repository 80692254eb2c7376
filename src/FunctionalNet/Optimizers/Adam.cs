using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Adam: each number has a step size of its own, by the mean and the mean square of its gradients.</content>
    public static partial class Optimizers
    {
        private const string Mean = "mean";
        private const string Square = "square";

        /// <summary>
        /// <c>m ← β₁ m + (1 − β₁) g</c>, <c>v ← β₂ v + (1 − β₂) g²</c>, <c>p ← p − η m̂/(√v̂ + ε)</c> with
        /// <c>m̂ = m/(1 − β₁ᵗ)</c> and <c>v̂ = v/(1 − β₂ᵗ)</c> in the t-th step, counted from 1.
        /// </summary>
        /// <remarks>
        /// Kingma and Ba, "Adam: a method for stochastic optimization", 2015. It is <c>ScaleByAdam() >> Scale(−η)</c>. In single precision a
        /// gradient beyond 1.8 · 10¹⁹ has an infinite square, after which its parameter no longer moves: <c>run.FirstNonFinite</c> finds it, and
        /// <c>ClipByGlobalNorm</c> before it avoids it. With an ε of 0, a gradient that is always 0 makes NaN.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="biasCorrection">Whether m and v, which begin at 0, are corrected for that. If not, <c>m̂ = m</c> and <c>v̂ = v</c>.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// var optimizer = Optimizers.Adam(1e-3f);
        /// Console.WriteLine(optimizer);
        /// // Adam(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> Adam(
            RateSchedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool biasCorrection = true) =>
            (ScaleByAdam(beta1, beta2, epsilon, biasCorrection) >> Descend(rate))
                .Named(WrittenAdam(nameof(Adam), [$"{rate}"], beta1, beta2, epsilon, biasCorrection));

        /// <inheritdoc cref="Adam(RateSchedule, double, double, double, bool)"/>
        /// <param name="rate">The learning rate η, a function of the step of training, counted from 0.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="biasCorrection">Whether m and v, which begin at 0, are corrected for that.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> Adam(
            Func<long, double> rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool biasCorrection = true,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            Adam(Scheduled(rate, expression), beta1, beta2, epsilon, biasCorrection);

        /// <summary>
        /// Adam with the decay of weights beside it: <c>p ← p − η (m̂/(√v̂ + ε) + λ p)</c> for weights; biases and gains as
        /// <see cref="Adam(RateSchedule, double, double, double, bool)"/> has them.
        /// </summary>
        /// <remarks>
        /// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019. It is
        /// <c>ScaleByAdam() >> DecayWeights(λ) >> Scale(−η)</c>; <c>DecayWeights(λ) >> Adam(η)</c> would scale the decay like a gradient.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="decay">The decay of weights, λ: 0 or more; a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate, λ or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.AdamW(Schedules.Cosine(0.001, 0, 10_000), decay: 0.01));
        /// // AdamW(Cosine(0.001, 0, 10000), 0.01)
        /// </code>
        /// </example>
        public static Optimizer<T> AdamW(
            RateSchedule rate, RateSchedule decay, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
            (ScaleByAdam(beta1, beta2, epsilon) >> DecayWeights(decay) >> Descend(rate))
                .Named(WrittenAdam(nameof(AdamW), [$"{rate}", $"{decay}"], beta1, beta2, epsilon));

        /// <inheritdoc cref="AdamW(RateSchedule, RateSchedule, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="decay">The decay of weights, λ: 0 or more; a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> AdamW(
            Func<long, double> rate, RateSchedule decay, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            AdamW(Scheduled(rate, expression), decay, beta1, beta2, epsilon);

        /// <summary>
        /// <c>m ← β₁ m + (1 − β₁) u</c>, <c>v ← β₂ v + (1 − β₂) u²</c>, <c>u ← m̂/(√v̂ + ε)</c>: what
        /// <see cref="Adam(RateSchedule, double, double, double, bool)"/> does to updates before their learning rate, in one pass over memory.
        /// </summary>
        /// <remarks>The bias correction counts the steps of this optimizer's own state: a new state begins at 0.</remarks>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="biasCorrection">Whether m and v, which begin at 0, are corrected for that.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdam() >> Optimizers.ClipByValue(1) >> Optimizers.Sgd(0.001));
        /// // ScaleByAdam() >> ClipByValue(1) >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByAdam(
            double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool biasCorrection = true)
        {
            var mean = (RequireShare(beta1, "a beta"), T.CreateChecked(1 - beta1));
            var square = (RequireShare(beta2, "a beta"), T.CreateChecked(1 - beta2));
            var small = RequireNotNegative(epsilon, "an epsilon");
            return Optimizer.Define<T>(
                WrittenAdam(nameof(ScaleByAdam), [], beta1, beta2, epsilon, biasCorrection),
                ZeroMoments,
                (updates, state, _) =>
                {
                    var steps = state.Count(Steps) + 1;
                    var step = new AdamStep<T>(updates.Scale, mean, square, Corrected(beta2, steps), small);
                    var (m, v, u) = Run(step, updates.Values, state.Tensor(Mean), state.Tensor(Square));
                    return (new(u, Corrected(beta1, steps)), state.WithTensors(Mean, m).WithTensors(Square, v).WithCount(Steps, steps));
                });

            T Corrected(double beta, long steps) => biasCorrection ? T.CreateChecked(Correction(beta, steps)) : T.One;
        }

        private static (Parameters<T> Mean, Parameters<T> Square, Parameters<T> Updates) Run(
            AdamStep<T> step, Parameters<T> gradient, Parameters<T> mean, Parameters<T> square)
        {
            var count = gradient.Count;
            var (means, squares, updates) = (new Tensor<T>[count], new Tensor<T>[count], new Tensor<T>[count]);
            for (var i = 0; i < count; i++)
            {
                var (x, size) = (gradient.Values[i], gradient.Values[i].Shape.Size);
                var (m, v, u) = (Tensor<T>.Allocate(size), Tensor<T>.Allocate(size), Tensor<T>.Allocate(size));
                step.Run(x.Span, mean.Values[i].Span, square.Values[i].Span, m, v, u);
                (means[i], squares[i], updates[i]) = (Tensor<T>.Freeze(x.Shape, m), Tensor<T>.Freeze(x.Shape, v), Tensor<T>.Freeze(x.Shape, u));
            }

            return (With(means), With(squares), With(updates));

            Parameters<T> With(Tensor<T>[] tensors) => gradient.WithValues(ImmutableCollectionsMarshal.AsImmutableArray(tensors));
        }

        private static string WrittenAdam(
            string name, IEnumerable<string> arguments, double beta1, double beta2, double epsilon, bool biasCorrection = true) =>
            Written(
                name, biasCorrection ? arguments : arguments.Append("no bias correction"),
                ("beta1", beta1, 0.9), ("beta2", beta2, 0.999), ("epsilon", epsilon, 1e-8));
    }
}
