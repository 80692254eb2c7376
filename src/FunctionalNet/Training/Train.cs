using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Training as a fold: <c>batches.Take(10_000).Aggregate(initial, Train.Step(network, loss, optimizer))</c>.
/// </summary>
public static class Train
{
    /// <summary>The state before the first step, with parameters drawn from the key, if the network takes inputs of this shape.</summary>
    /// <exception cref="ArgumentException">It does not; the message names the layers that do not fit.</exception>
    public static TrainingState<T> Start<T>(Layer<T> network, Optimizer<T> optimizer, Key key, Shape inputShape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = Require.NotNull(network).OutputShape(Require.NotNull(inputShape));
        return Start(network, optimizer, key);
    }

    /// <summary>The state before the first step, with parameters drawn from the key.</summary>
    public static TrainingState<T> Start<T>(Layer<T> network, Optimizer<T> optimizer, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        var (parametersKey, runKey) = key.Split();
        return Start(network.Initialize(parametersKey), optimizer, runKey);
    }

    /// <summary>The state before the first step, from given parameters.</summary>
    public static TrainingState<T> Start<T>(Parameters<T> parameters, Optimizer<T> optimizer, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        return new(parameters, optimizer.Initialize(parameters), key, Step: 0, Loss: Option<T>.None);
    }

    /// <summary>A run as a value, from parameters drawn from the key: a lazy sequence of states to look at, fork and replay.</summary>
    /// <exception cref="ArgumentException">
    /// The batches do not fit the network, and the message names the layers that do not; or their targets do not fit the loss of its outputs.
    /// </exception>
    public static TrainingRun<Batch<T>, T> Run<T>(Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, Batches<Batch<T>> batches, Key key)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(network, Require.NotNull(network).Objective(loss), optimizer, Require.NotNull(batches), key);

    /// <summary>
    /// A run whose batches are divided into shards, and these among ranks: the same on any number of them, to the bit. Each rank draws the rows of its own
    /// shards only. See <see cref="ShardedObjective.Sharded"/>.
    /// </summary>
    /// <inheritdoc cref="Run{T}(Layer{T}, Loss{T}, Optimizer{T}, Batches{Batch{T}}, Key)"/>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="batches">The batches, of all ranks together.</param>
    /// <param name="key">The key of parameters and steps.</param>
    /// <param name="shards">The number of shards: the number of ranks at least.</param>
    /// <param name="collective">The ranks; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <example>
    /// <code>
    /// var network = Affine(784, 50) >> Relu >> Affine(50, 10);
    /// var batches = Batches.WithReplacement(Digits.Generate&lt;float>(Key.Seed(0), 500), 100, Key.Seed(1));
    /// var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(2), shards: 8);
    /// Console.WriteLine(run.Objective); // Affine(784→50) >> Relu >> Affine(50→10), SoftmaxCrossEntropy; in 8 shards
    /// </code>
    /// </example>
    public static TrainingRun<Batch<T>, T> Run<T>(
        Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, Batches<Batch<T>> batches, Key key, int shards, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ranks = collective ?? Collective<T>.Alone;
        return Run(network, Require.NotNull(network).Objective(loss).Sharded(shards, ranks), optimizer, Require.NotNull(batches).OwnRows(shards, ranks), key);
    }

    /// <summary>A run of any objective, from given parameters: of several networks, see <see cref="Parameters{T}.Join"/>.</summary>
    /// <exception cref="ArgumentException">The batches do not fit the objective.</exception>
    public static TrainingRun<TBatch, T> Run<TBatch, T>(
        Objective<TBatch, T> objective, Optimizer<T> optimizer, Batches<TBatch> batches, Parameters<T> parameters, Key key)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNull(objective).RequireFit(Require.NotNull(batches)[0]);
        return new(objective, Require.NotNull(optimizer), batches, Start(objective.Bind(Require.NotNull(parameters)), optimizer, key));
    }

    /// <summary>
    /// One step: the gradient of the loss of a batch, and the optimizer's update. A state whose loss is not finite is where
    /// training stops: a step from there is the state itself, so that it can be inspected, and <see cref="TrainingState{T}.Divergence"/>
    /// says where in the step it went wrong.
    /// </summary>
    /// <remarks>
    /// To train on from a state, fold over the batches that come next: <c>batches.From(half.Step).Take(10).Aggregate(half, step)</c>. The
    /// step throws an <see cref="ArgumentException"/> if a batch comes before the last one that the state has learnt from.
    /// </remarks>
    public static Func<TrainingState<T>, Batch<T>, TrainingState<T>> Step<T>(Layer<T> network, Loss<T> loss, Optimizer<T> optimizer)
        where T : unmanaged, IFloatingPointIeee754<T> => Step(Require.NotNull(network).Objective(loss), optimizer);

    /// <summary>
    /// One step whose batch is divided into shards, and these among ranks: a function of state and batch, which all ranks call together. A batch is a whole one, or
    /// of the rank's own rows: <see cref="ShardedObjective.OwnRows"/>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="shards">The number of shards: the number of ranks at least.</param>
    /// <param name="collective">The ranks; <see cref="Collective{T}.Alone"/> if not given.</param>
    public static Func<TrainingState<T>, Batch<T>, TrainingState<T>> Step<T>(
        Layer<T> network, Loss<T> loss, Optimizer<T> optimizer, int shards, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Step(Require.NotNull(network).Objective(loss).Sharded(shards, collective), optimizer);

    /// <summary>One step of any objective: its gradient on a batch, and the optimizer's update. Otherwise as for a network and a loss.</summary>
    public static Func<TrainingState<T>, TBatch, TrainingState<T>> Step<TBatch, T>(Objective<TBatch, T> objective, Optimizer<T> optimizer)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(optimizer);
        return (state, batch) =>
        {
            if (Require.NotNull(state).HasDiverged)
                return state;
            ArgumentNullException.ThrowIfNull(batch);
            var number = NumberOf<TBatch, T>(batch);
            RequireNext(state, number);
            var parameters = objective.Bind(state.Parameters);
            // Parameters that came in another order, or with other parts frozen, bring the optimizer's state along.
            var memory = ReferenceEquals(parameters, state.Parameters) ? state.Optimizer : state.Optimizer.BoundTo(parameters.Trained.Layout);
            var pass = objective.At(parameters, batch, ModeOf(state));
            if (!T.IsFinite(pass.Loss))
                return state with { Loss = pass.Loss, Divergence = NonFiniteSearch.InStep(objective, optimizer, state, batch) };
            var (trained, optimizerState) = optimizer.Step(
                pass.Pullback(T.One), memory, OptimizerContext<T>.Of(parameters, pass.Loss, state.Step));
            return new(RequireStatistics(objective, parameters, pass.Statistics).WithTrained(trained), optimizerState, state.Key, state.Step + 1, pass.Loss) { LastBatch = number };
        };
    }

    /// <summary>
    /// Every state of a run, the first included, made as it is asked for. It ends with the batches, or with a state that has
    /// diverged.
    /// </summary>
    /// <remarks>
    /// Ask for the states one after the other. <c>ToArray</c> or <c>ToList</c> would keep all of them in memory, with the parameters of
    /// every step: select what is needed of each first, <c>.Select(state => state.Loss).ToArray()</c>, or take fewer.
    /// </remarks>
    /// <param name="batches">The batch of each step. To train on from a state, <c>batches.From(initial.Step)</c>.</param>
    /// <param name="initial">The first state.</param>
    /// <param name="step">The step, such as <see cref="Step{T}(Layer{T}, Loss{T}, Optimizer{T})"/>.</param>
    public static IEnumerable<TrainingState<T>> Scan<TBatch, T>(
        IEnumerable<TBatch> batches,
        TrainingState<T> initial,
        Func<TrainingState<T>, TBatch, TrainingState<T>> step)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(step);
        return States();

        IEnumerable<TrainingState<T>> States()
        {
            var state = initial;
            yield return state;
            foreach (var batch in batches)
            {
                if (state.HasDiverged)
                    yield break;
                state = step(state, batch);
                yield return state;
            }
        }
    }

    private static TrainingRun<Batch<T>, T> Run<T>(
        Layer<T> network, Objective<Batch<T>, T> objective, Optimizer<T> optimizer, Batches<Batch<T>> batches, Key key)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Before parameters are drawn: a network that does not fit may have more than the memory holds.
        objective.RequireFit(batches[0]);
        return new(objective, Require.NotNull(optimizer), batches, Start(network, optimizer, key));
    }

    /// <summary>The mode of the step from a state.</summary>
    internal static Mode ModeOf<T>(TrainingState<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => Mode.Training(state.Key.Fold(state.Step));

    private static Parameters<T> RequireStatistics<TBatch, T>(Objective<TBatch, T> objective, Parameters<T> parameters, Parameters<T>? next)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> => next is null || next.Layout == parameters.Layout
        ? next ?? parameters
        : throw new ArgumentException(
            $"{objective}: expected all parameters with the next statistics, {parameters.Layout.Paths}, got {next.Layout.Paths}: parameters.With(part, statistics)");

    // Batches of other types have no number.
    private static Option<long> NumberOf<TBatch, T>(TBatch batch)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> => batch is Batch<T> numbered ? numbered.Number : Option<long>.None;

    private static void RequireNext<T>(TrainingState<T> state, Option<long> number)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if ((from next in number from last in state.LastBatch select next < last).IfNone(false))
        {
            throw new ArgumentException(Invariant(
                $"expected a batch that comes after those that the state at step {state.Step} has learnt from, got number {number.IfNone(0)}: ")
                + Invariant($"take batches.From({state.Step}) to train on, or start again by Train.Start(state.Parameters, ...)"));
        }
    }
}
