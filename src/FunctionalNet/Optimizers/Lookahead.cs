using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Slow weights that follow fast ones.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// The optimizer's own steps, and after every <paramref name="every"/> of them a step of slow weights φ towards the fast ones θ,
        /// from where the fast ones go on: <c>φ ← φ + α (θ − φ)</c>, <c>θ ← φ</c>. The slow weights begin at the first parameters.
        /// </summary>
        /// <remarks>
        /// Zhang, Lucas, Hinton and Ba, "Lookahead optimizer: k steps forward, 1 step back", 2019. It stands last in a chain: it counts on
        /// its updates being made as they are. Between two steps of the slow weights, the parameters are the fast ones.
        /// </remarks>
        /// <param name="optimizer">The optimizer of the fast weights.</param>
        /// <param name="every">The number of fast steps to a slow one, k.</param>
        /// <param name="share">The share of the way that the slow weights go, α: more than 0, and at most 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Lookahead(Optimizers.Adam(0.001), every: 5, share: 0.5));
        /// // Lookahead(Adam(0.001), 5, 0.5)
        /// </code>
        /// </example>
        public static Optimizer<T> Lookahead(Optimizer<T> optimizer, int every = 5, double share = 0.5)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            Require.Positive(every);
            if (share is not (> 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(share), $"expected a share of more than 0 and at most 1, got {NumberFormat.Setting(share)}");
            var approach = new Interpolate<T>(T.CreateChecked(share));
            return Optimizer.Define<T>(
                Invariant($"{nameof(Lookahead)}({optimizer}, {every}, {NumberFormat.Setting(share)})"),
                parameters => TransformationState<T>.Empty
                    .WithTensors("slow", parameters).WithCount(Steps, 0).WithOptimizer(Inner, optimizer.Initialize(parameters)),
                (updates, state, context) =>
                {
                    var steps = state.Count(Steps) + 1;
                    var (fast, next) = optimizer.Update(updates, state.Optimizer(Inner), context);
                    state = state.WithCount(Steps, steps).WithOptimizer(Inner, next);
                    if (steps % every != 0)
                        return (fast, state);
                    var target = state.Tensor("slow").Zip(fast.ApplyTo(context.Parameters), (slow, ahead) => slow.Zip(ahead, approach));
                    var back = Updates.Of(target.Zip(context.Parameters, (to, p) => to - p));
                    // The parameters as they will be, to the bit: the slow weights themselves may be a rounding away.
                    return (back, state.WithTensors("slow", back.ApplyTo(context.Parameters)));
                });
        }
    }
}
