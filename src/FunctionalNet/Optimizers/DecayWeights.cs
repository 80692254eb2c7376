using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>The decay of weights.</content>
    public static partial class Optimizers
    {
        /// <summary><c>u ← u + λ p</c> for weights, and for no other parameters unless they are named.</summary>
        /// <remarks>
        /// Before an optimizer it is the gradient of <c>λ/2 ‖p‖²</c> in the loss (L2 regularization): <c>DecayWeights(λ) >> Sgd(η)</c>.
        /// After the scaling and before the learning rate it is decoupled:
        /// <see cref="AdamW(RateSchedule, RateSchedule, double, double, double)"/>.
        /// </remarks>
        /// <param name="decay">The decay λ, a number or a schedule: 0 or more.</param>
        /// <param name="which">The parameters that decay; none for all of the role <see cref="ParameterRole.Weight"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException">The decay is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.DecayWeights(0.0001) >> Optimizers.Momentum(0.1, 0.9));
        /// // DecayWeights(0.0001) >> Momentum(0.1, 0.9)
        /// var all = Optimizers.DecayWeights(0.0001, _ => true);
        /// var encoder = Optimizers.DecayWeights(0.0001, slot => slot.Path.StartsWith("encoder/"));
        /// </code>
        /// </example>
        public static Optimizer<T> DecayWeights(RateSchedule decay, Func<ParameterSlot, bool>? which = null)
        {
            RequireDecay(Value(Require.NotNull(decay), 0), 0);
            which ??= slot => slot.Role == ParameterRole.Weight;
            return Optimizer.Define<T>($"{nameof(DecayWeights)}({decay})", (updates, context) =>
            {
                var (values, parameters, scale) = (updates.Values, context.Parameters, updates.Scale);
                var add = new WeightedSum<T>(scale, RequireDecay(Value(decay, context.Step), context.Step));
                var decayed = ImmutableArray.CreateBuilder<Tensor<T>>(values.Count);
                for (var i = 0; i < values.Count; i++)
                {
                    var u = values.Values[i];
                    decayed.Add(which(values.Layout[i]) ? u.Zip(parameters.Values[i], add) : scale == T.One ? u : u * scale);
                }

                return Updates.Of(values.WithValues(decayed.MoveToImmutable()));
            });
        }

        /// <inheritdoc cref="DecayWeights(RateSchedule, Func{ParameterSlot, bool})"/>
        /// <param name="decay">The decay λ, a function of the step of training, counted from 0.</param>
        /// <param name="which">The parameters that decay; none for all of the role <see cref="ParameterRole.Weight"/>.</param>
        /// <param name="expression">How the function is written; the compiler fills it in.</param>
        public static Optimizer<T> DecayWeights(
            Func<long, double> decay, Func<ParameterSlot, bool>? which = null, [CallerArgumentExpression(nameof(decay))] string? expression = null) =>
            DecayWeights(Scheduled(Require.NotNull(decay), expression), which);

        private static T RequireDecay(T decay, long step) => decay >= T.Zero && T.IsFinite(decay)
            ? decay
            : throw new ArgumentOutOfRangeException(nameof(decay), $"expected a decay of 0 or more, got {NumberFormat.Shortest(decay)}{AtStep(step)}");
    }
}
