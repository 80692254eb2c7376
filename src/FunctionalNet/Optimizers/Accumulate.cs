namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Gradients of several batches for one update.</content>
    public static partial class Optimizers
    {
        private const string Inner = "optimizer";

        /// <summary>
        /// One update of an optimizer for every <paramref name="count"/> steps of training, by the mean of their gradients; in the steps
        /// between, the parameters stay as they are. It splits a batch of n times the size into n parts.
        /// </summary>
        /// <remarks>
        /// There are two counters. The inner optimizer counts its own updates: its context's step and its schedules advance once in
        /// <paramref name="count"/> steps of training, and its context's loss is the mean of the losses since its last update. Everything
        /// outside, such as transformations after <c>Accumulate(...) >></c> and the training state, counts the steps of training.
        /// </remarks>
        /// <param name="count">The number of gradients of an update, n.</param>
        /// <param name="optimizer">The optimizer.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Accumulate(4, Optimizers.Adam(0.001)));
        /// // Accumulate(4, Adam(0.001))
        /// </code>
        /// </example>
        public static Optimizer<T> Accumulate(int count, Optimizer<T> optimizer)
        {
            Require.Positive(count);
            ArgumentNullException.ThrowIfNull(optimizer);
            return Optimizer.Define<T>(
                Invariant($"{nameof(Accumulate)}({count}, {optimizer})"),
                parameters => Waiting(ZerosOf(parameters), 0, 0).WithCount("updates", 0).WithOptimizer(Inner, optimizer.Initialize(parameters)),
                (updates, state, context) =>
                {
                    optimizer.RequireOwn(state.Optimizer(Inner), context.Parameters.Layout);
                    var gathered = state.Count("gathered");
                    var sum = gathered == 0 ? updates : Updates.Of(updates.ApplyTo(state.Tensor("sum")));
                    var losses = state.Scalar("losses") + double.CreateChecked(context.Loss);
                    if (++gathered < count)
                        return (None(updates.Values), Waiting(sum.Materialize(), gathered, losses, state));
                    var within = context with { Loss = T.CreateChecked(losses / gathered), Step = state.Count("updates") };
                    var (mean, next) = optimizer.Update(sum * T.CreateChecked(1.0 / gathered), state.Optimizer(Inner), within);
                    return (mean, Waiting(ZerosOf(updates.Values), 0, 0, state).WithCount("updates", within.Step + 1).WithOptimizer(Inner, next));
                });

            static TransformationState<T> Waiting(Parameters<T> sum, long gathered, double losses, TransformationState<T>? state = null) =>
                (state ?? TransformationState<T>.Empty).WithTensors("sum", sum).WithCount("gathered", gathered).WithScalar("losses", losses);

            // Adding −0 changes no bit of any number; +0 would turn −0 into +0.
            static Updates<T> None(Parameters<T> values) => Updates.Of(values.Map(v => Tensor.Full(v.Shape, T.NegativeZero)));
        }
    }
}
