using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The result of an objective on a batch: its value, the pullback to the trained parameters and, where it runs layers that have any, the next statistics.</summary>
/// <param name="Loss">The value, a number to minimize.</param>
/// <param name="Pullback">Carries a gradient at the value back to the trained parameters.</param>
/// <param name="Statistics">The parameters with the next values of the statistics; null if none changes.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly record struct ObjectivePass<T>(T Loss, Func<T, Parameters<T>> Pullback, Parameters<T>? Statistics = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Carries a gradient at the value back to the trained parameters.</summary>
    public Func<T, Parameters<T>> Pullback { get; } = Require.NotNull(Pullback);

    /// <summary>The parameters with the next values of the statistics; null if none changes.</summary>
    public Parameters<T>? Statistics { get; } = Statistics;

    /// <summary>The result of an objective without statistics: the pair that a differentiable function gives.</summary>
    public static implicit operator ObjectivePass<T>((T Loss, Func<T, Parameters<T>> Pullback) pass) => new(pass.Loss, pass.Pullback);

    /// <summary>One line: the value.</summary>
    public override string ToString() => $"loss {NumberFormat.Brief(Loss)}";
}

/// <summary>
/// A function of parameters and a batch whose value training minimizes. Network and loss together are the common case,
/// <c>network.Objective(loss)</c>. Any other is one, too: two towers whose outputs are compared, a reconstruction with extra terms, a
/// student that learns from a teacher.
/// </summary>
/// <typeparam name="TBatch">The batches, of any type.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract record Objective<TBatch, T>
    where TBatch : notnull
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Objective()
    {
    }

    /// <summary>The value on a batch, with its pullback and the next statistics.</summary>
    public ObjectivePass<T> At(Parameters<T> parameters, TBatch batch, Mode mode)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch is Batch<T> { Share: not null } && !IsDivided
            ? throw new ArgumentException($"{this}: expected a whole batch, got {batch}: rows of a rank are for an objective in shards, objective.Sharded(...)")
            : Evaluate(Require.NotNull(parameters), batch, Require.NotNull(mode));
    }

    /// <summary>Whether it takes a part of the rows of a batch for the whole of it, since other ranks have the others.</summary>
    internal virtual bool IsDivided => false;

    /// <summary>The value on a batch, with its pullback and the next statistics.</summary>
    private protected abstract ObjectivePass<T> Evaluate(Parameters<T> parameters, TBatch batch, Mode mode);

    /// <summary>
    /// The result on several shards of a batch at once, with the bits that each has by itself; null if the objective has no such way, and is evaluated on each.
    /// </summary>
    /// <param name="parameters">The parameters in the objective's own order.</param>
    /// <param name="batch">The rows of the shards.</param>
    /// <param name="rows">The rows of each.</param>
    /// <param name="modes">The mode of each.</param>
    internal virtual ShardedPass<T>? InShards(Parameters<T> parameters, TBatch batch, RowCut rows, ImmutableArray<Mode> modes) => null;

    /// <summary>The parameters in the objective's own order, so that from then on all share one layout.</summary>
    internal virtual Parameters<T> Bind(Parameters<T> parameters) => parameters;

    /// <summary>Throws if a batch of this shape does not fit, before anything is computed.</summary>
    internal virtual void RequireFit(TBatch batch)
    {
    }

    /// <summary>All tensors up to the gradients, in the order in which they are computed, lazily.</summary>
    internal virtual IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> Trace(Parameters<T> parameters, TBatch batch, Mode mode)
    {
        foreach (var parameter in parameters)
            yield return (NonFinitePlace.Parameter, parameter.Path, parameter.Value);
        var pass = At(parameters, batch, mode);
        foreach (var next in pass.Statistics?.AsEnumerable().Where(next => next.Role == ParameterRole.Statistic) ?? [])
            yield return (NonFinitePlace.Update, next.Path, next.Value);
        yield return (NonFinitePlace.Loss, "", Tensor.Scalar(pass.Loss));
        foreach (var gradient in pass.Pullback(T.One))
            yield return (NonFinitePlace.Gradient, gradient.Path, gradient.Value);
    }
}

/// <summary>Ways to make a custom <see cref="Objective{TBatch, T}"/>. That of a network and a loss is <c>network.Objective(loss)</c>.</summary>
public static class Objective
{
    /// <summary>
    /// A custom objective: a differentiable function for each batch and mode. It has no place for statistics: where there are
    /// any that are trained, a training step refuses it.
    /// </summary>
    /// <param name="description">How it is printed.</param>
    /// <param name="function">From a batch and a mode to the function from parameters to a number.</param>
    /// <example>
    /// A siamese pair: one tower runs on two inputs, and the gradients of its parameters add up.
    /// <code>
    /// var tower = Affine(4, 2) >> Tanh;
    /// var distance = Objective.Define&lt;(Tensor&lt;float&gt; Left, Tensor&lt;float&gt; Right), float&gt;("distance", (batch, mode) =>
    ///     Differentiable.Fork(tower.OnInput(batch.Left, mode), tower.OnInput(batch.Right, mode))
    ///         .Then(TensorNodes&lt;float&gt;.Subtract).Then(TensorNodes&lt;float&gt;.Square).Then(TensorNodes&lt;float&gt;.Sum));
    /// Console.WriteLine(distance); // distance
    /// </code>
    /// </example>
    public static Objective<TBatch, T> Define<TBatch, T>(string description, Func<TBatch, Mode, Differentiable<Parameters<T>, T>> function)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return Define<TBatch, T>(description, (parameters, batch, mode) => mode is Mode.TrainingMode && FirstStatistic(parameters) is { } statistic
            ? throw new ArgumentException(
                $"{description}: expected an objective that gives the next statistics, since {statistic} is one: define it by parameters, batch and mode")
            : function(batch, mode)(parameters));
    }

    /// <summary>
    /// A custom objective over batches that are at hand: their type, often a tuple, and the precision need not be written. Of the batches
    /// only the type is used.
    /// </summary>
    /// <param name="description">How it is printed.</param>
    /// <param name="batches">The batches that it is for.</param>
    /// <param name="function">From a batch and a mode to the function from parameters to a number.</param>
    /// <example>
    /// <code>
    /// var noise = Batches.Define("noise", perEpoch: 10, size: 8, step => (Key.Seed(0).Fold(step).Normal&lt;float&gt;([8, 4]), Step: step));
    /// var tower = Affine(4, 2) >> Tanh;
    /// var small = Objective.Define("small", noise, (batch, mode) =>
    ///     tower.OnInput(batch.Item1, mode).Then(TensorNodes&lt;float&gt;.Square).Then(TensorNodes&lt;float&gt;.Sum));
    /// Console.WriteLine(Train.Run(small, Optimizers.Sgd(0.01), noise, tower.Initialize(Key.Seed(1)), Key.Seed(2)).ElementAt(3).Step); // 3
    /// </code>
    /// </example>
    public static Objective<TBatch, T> Define<TBatch, T>(
        string description, Batches<TBatch> batches, Func<TBatch, Mode, Differentiable<Parameters<T>, T>> function)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Define(description, function);
    }

    /// <summary>A custom objective that also gives the next statistics of the layers that it runs.</summary>
    /// <param name="description">The text that it prints as.</param>
    /// <param name="function">From parameters, a batch and a mode to the value, its pullback and the next statistics.</param>
    public static Objective<TBatch, T> Define<TBatch, T>(string description, Func<Parameters<T>, TBatch, Mode, ObjectivePass<T>> function)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new FunctionObjective<TBatch, T>(Require.NotNull(description), Require.NotNull(function));

    private static string? FirstStatistic<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => parameters.Layout
        .Where((slot, i) => slot.Role == ParameterRole.Statistic && !parameters.Layout.IsFrozen(i)).FirstOrDefault()?.Path;

    private sealed record FunctionObjective<TBatch, T>(string Description, Func<Parameters<T>, TBatch, Mode, ObjectivePass<T>> Function)
        : Objective<TBatch, T>
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private protected override ObjectivePass<T> Evaluate(Parameters<T> parameters, TBatch batch, Mode mode) => Function(parameters, batch, mode);

        public override string ToString() => Description;
    }
}
