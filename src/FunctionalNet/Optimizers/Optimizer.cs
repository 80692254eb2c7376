using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// An optimizer: a chain of transformations of updates, from the gradient to what is added to the parameters. <c>first >> next</c>
/// puts two chains one after the other, and <see cref="Identity"/> is the empty one: associativity and identity hold exactly, for
/// the updates and for the states.
/// </summary>
/// <remarks>
/// The chain is flat, an array of transformations, and so is its state. A custom optimizer is a chain of existing ones, or is
/// made by <see cref="Optimizer.Define{T}(string, Func{Parameters{T}, TransformationState{T}}, TransformationUpdate{T})"/>.
/// </remarks>
/// <example>
/// <code>
/// var optimizer = Optimizers.ClipByGlobalNorm(1) >> Optimizers.Adam(0.001);
/// Console.WriteLine(optimizer);
/// // ClipByGlobalNorm(1) >> Adam(0.001)
/// </code>
/// </example>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The texts of the parts of the chain: one name may stand for several transformations.
    private readonly ImmutableArray<string> parts;

    internal Optimizer(Transformation<T> transformation)
        : this([transformation], [transformation.Description])
    {
    }

    private Optimizer(ImmutableArray<Transformation<T>> transformations, ImmutableArray<string> parts) =>
        (Transformations, this.parts) = (transformations, parts);

    /// <summary>The empty chain: the updates are the gradient itself.</summary>
    public static Optimizer<T> Identity { get; } = new([], []);

    /// <summary>The transformations, in order.</summary>
    public ImmutableArray<Transformation<T>> Transformations { get; }

    /// <summary>The text that it prints as: <c>ClipByGlobalNorm(1) >> Sgd(0.1)</c>.</summary>
    public string Description => OptimizerState<T>.Chain(parts);

    /// <summary>The chain of one optimizer and then the next. The operator of <see cref="Then"/>.</summary>
    public static Optimizer<T> operator >>(Optimizer<T> first, Optimizer<T> next) => Require.NotNull(first).Then(Require.NotNull(next));

    /// <summary>The chain of this optimizer and then the next: <c>first >> next</c>.</summary>
    public Optimizer<T> Then(Optimizer<T> next) =>
        new([.. Transformations, .. Require.NotNull(next).Transformations], [.. parts, .. next.parts]);

    /// <summary>The same chain with another description: a function that makes a chain names it after itself.</summary>
    public Optimizer<T> Named(string description) => new(Transformations, [Require.NotNull(description)]);

    /// <summary>The first state. It is of trained parameters only: statistics are left out.</summary>
    public OptimizerState<T> Initialize(Parameters<T> parameters)
    {
        var trained = Require.NotNull(parameters).Trained;
        return new([.. Transformations.Select(transformation => transformation.Initialize(trained).Of(transformation.Name))]);
    }

    /// <summary>The updates and the next state. Nothing is added to the parameters yet: <see cref="Step"/> does.</summary>
    /// <param name="updates">The gradient, as <see cref="Updates.Of"/>; or updates of another chain.</param>
    /// <param name="state">The state after the step before, of an optimizer of the same kind.</param>
    /// <param name="context">Parameters, loss and step.</param>
    /// <exception cref="ArgumentException">The state is that of another optimizer, or of other parameters.</exception>
    public (Updates<T> Updates, OptimizerState<T> State) Update(Updates<T> updates, OptimizerState<T> state, OptimizerContext<T> context)
    {
        RequireOwn(Require.NotNull(state), context.Parameters.Layout);
        var (next, isSame) = (new TransformationState<T>[Transformations.Length], true);
        for (var i = 0; i < next.Length; i++)
        {
            var before = state.Transformations[i];
            RequireFit(updates, i, context.Parameters.Layout);
            (updates, next[i]) = Transformations[i].Update(updates, before, context);
            next[i] = next[i].Of(before.Name);
            isSame &= ReferenceEquals(before, next[i]);
        }

        RequireFit(updates, Transformations.Length, context.Parameters.Layout);
        return (updates, isSame ? state : new(ImmutableCollectionsMarshal.AsImmutableArray(next)));
    }

    /// <summary>One step: the trained parameters with the updates added, and the next state.</summary>
    /// <param name="gradient">The gradient of the loss by the trained parameters.</param>
    /// <param name="state">The state after the step before, of an optimizer of the same kind.</param>
    /// <param name="context">Parameters, loss and step.</param>
    /// <exception cref="ArgumentException">The state is that of another optimizer, or state or gradient are of other parameters.</exception>
    public (Parameters<T> Parameters, OptimizerState<T> State) Step(Parameters<T> gradient, OptimizerState<T> state, OptimizerContext<T> context)
    {
        var (updates, next) = Update(Updates.Of(Require.NotNull(gradient)), state, context);
        return (updates.ApplyTo(context.Parameters), next);
    }

    /// <summary>Equal when the transformations are the same ones, and written alike.</summary>
    public bool Equals(Optimizer<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Transformations.AsSpan().SequenceEqual(other.Transformations.AsSpan())
            && parts.AsSpan().SequenceEqual(other.parts.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => Transformations.Aggregate(parts.Length, HashCode.Combine);

    /// <summary>The description.</summary>
    public override string ToString() => Description;

    /// <summary>Throws if the state is that of another optimizer, or of other parameters.</summary>
    internal void RequireOwn(OptimizerState<T> state, ParameterLayout trained)
    {
        var isOwn = state.Transformations.Length == Transformations.Length;
        for (var i = 0; isOwn && i < Transformations.Length; i++)
            isOwn = state.Transformations[i].Name == Transformations[i].Name;
        if (!isOwn)
            throw Refused($"expected the state of {OptimizerState<T>.Chain(Transformations.Select(own => own.Name))}, got that of {state.Names}");
        foreach (var transformation in state.Transformations)
        {
            if (transformation.Tensors.Count == 0)
                continue;
            foreach (var (name, tensors) in transformation.Tensors)
            {
                if (!tensors.Layout.BroadcastsTo(trained))
                    throw Refused($"expected the {name} of {transformation.Name} for the parameters {NameList.Of(trained.Select(slot => $"{slot}"))}, got it for {NameList.Of(tensors.Layout.Select(slot => $"{slot}"))}");
            }
        }
    }

    private void RequireFit(Updates<T> updates, int next, ParameterLayout trained)
    {
        if (ReferenceEquals(updates.Values?.Layout, trained) || updates.Values?.Layout == trained)
            return;
        var source = next == 0 ? "the gradient" : $"{Transformations[next - 1]}";
        throw new ArgumentException(
            $"{Description}: expected updates of {NameList.Of(trained.Select(slot => $"{slot}"))} from {source}, "
            + $"got {NameList.Of(updates.Values?.Layout.Select(slot => $"{slot}") ?? [])}");
    }

    private ArgumentException Refused(string reason) => new($"{Description}: {reason}; run.With(optimizer) begins with a new state");
}

/// <summary>Ways to make a custom optimizer.</summary>
public static class Optimizer
{
    /// <summary>An optimizer of one transformation, to be chained with others by <c>>></c>.</summary>
    /// <param name="description">The text that it prints as. Its state is named by the part before the arguments: <c>Trace</c> of <c>Trace(0.9)</c>.</param>
    /// <param name="initialize">The first state, for trained parameters: <c>parameters => TransformationState&lt;float&gt;.Empty</c>.</param>
    /// <param name="update">The step: updates, state and context to updates and state.</param>
    /// <example>
    /// <code>
    /// var smooth = Optimizer.Define&lt;float&gt;(
    ///     "Smooth",
    ///     parameters => TransformationState&lt;float&gt;.Empty.WithTensors("last", parameters.Map(p => Tensor.Zeros&lt;float&gt;(p.Shape))),
    ///     (updates, state, context) =>
    ///     {
    ///         var gradient = updates.Materialize();
    ///         return (new(gradient + state.Tensor("last"), 0.5f), state.WithTensors("last", gradient));
    ///     });
    /// Console.WriteLine(smooth >> Optimizers.Sgd(0.1));
    /// // Smooth >> Sgd(0.1)
    /// </code>
    /// </example>
    public static Optimizer<T> Define<T>(
        string description, Func<Parameters<T>, TransformationState<T>> initialize, TransformationUpdate<T> update)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(new Transformation<T>(Require.NotNull(description), Require.NotNull(initialize), Require.NotNull(update)));

    /// <summary>An optimizer of one transformation without a state.</summary>
    /// <param name="description">The text that it prints as.</param>
    /// <param name="update">The step: updates and context to updates.</param>
    /// <example>
    /// <code>
    /// var sign = Optimizer.Define&lt;float&gt;("Sign", (updates, context) => Updates.Of(updates.Materialize().Map(u => u.Map(x => (float)Math.Sign(x)))));
    /// Console.WriteLine(sign >> Optimizers.Sgd(0.01));
    /// // Sign >> Sgd(0.01)
    /// </code>
    /// </example>
    public static Optimizer<T> Define<T>(string description, Func<Updates<T>, OptimizerContext<T>, Updates<T>> update)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(update);
        return Define<T>(description, _ => TransformationState<T>.Empty, (updates, state, context) => (update(updates, context), state));
    }
}
