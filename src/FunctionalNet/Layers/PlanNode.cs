using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using LanguageExt;

namespace FunctionalNet;

/// <summary>A node of a <see cref="Plan{T}"/>: a layer of one input, or the merge of several values.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class PlanNode<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private PlanNode(string path, ImmutableArray<int> inputs, ParameterLayout layout) => (Path, Inputs, Layout) = (path, inputs, layout);

    /// <summary>Its name, after those of the groups that it is in: <c>encoder/Affine1</c>.</summary>
    public string Path { get; }

    /// <summary>The values that it takes.</summary>
    public ImmutableArray<int> Inputs { get; }

    /// <summary>The layout of its own parameters.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The layer or merge as it prints: <c>Affine(784→50)</c>, <c>Sum</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it has parameters that are trained.</summary>
    internal virtual bool IsTrained => false;

    /// <summary>The shape of its output for the shapes of its inputs, or an error that says what is expected.</summary>
    public abstract Fin<Shape> InferShape(ImmutableArray<Shape> inputs);

    /// <summary>Runs the node on its inputs. The parameters are those of the whole network.</summary>
    internal abstract NodePass<T> Run(ReadOnlySpan<Tensor<T>> values, ReadOnlySpan<Tensor<T>> parameters, Mode mode);

    /// <summary>Runs the node on its inputs, whose rows are those of shards.</summary>
    internal abstract NodePass<T> Run(ReadOnlySpan<Tensor<T>> values, ShardedRun<T> shards);

    /// <summary>The result of an author's function. A refusal gets the path of the node before its message, unless it has it.</summary>
    private protected TResult Called<TResult>(Func<TResult> function)
    {
        try
        {
            return function();
        }
        catch (ArgumentException refusal) when (!HasPath(refusal))
        {
            throw WithPath(refusal);
        }
    }

    private protected bool HasPath(ArgumentException refusal) => refusal.Message.Contains(Path, StringComparison.Ordinal);

    private protected ArgumentException WithPath(ArgumentException refusal) => new($"{Path}: {refusal.Message}", refusal);

    private protected TValue Given<TValue>(TValue? value, string what)
        where TValue : class => value ?? throw new ArgumentException($"{Path}: expected {what}, got none");

    /// <summary>A path and a description: <c>encoder/Affine1: Affine(784→50)</c>.</summary>
    public override string ToString() => $"{Path}: {Description}";

    /// <summary>A layer.</summary>
    public sealed class LeafNode : PlanNode<T>
    {
        private readonly Parameters<T>? none;

        /// <param name="path">Its path.</param>
        /// <param name="input">The value that it takes.</param>
        /// <param name="layer">The layer.</param>
        /// <param name="parameterIndices">The index of each of its parameters in the layout of the network.</param>
        /// <param name="position">Its place among all layers.</param>
        /// <param name="isFrozen">Whether it is frozen.</param>
        /// <param name="whole">The layout of the network.</param>
        /// <param name="trainedPlaces">The index of each parameter of the network among the trained ones, or −1.</param>
        internal LeafNode(
            string path, int input, Layer<T>.Leaf layer, ImmutableArray<int> parameterIndices, int position, bool isFrozen,
            ParameterLayout whole, ImmutableArray<int> trainedPlaces)
            : base(path, [input], ParameterLayout.Create(path + '/', parameterIndices.Select(index => whole[index]), frozen: []))
        {
            (Layer, ParameterIndices, Position, IsFrozen) = (layer, parameterIndices, position, isFrozen);
            TrainedIndices = isFrozen ? [] : [.. parameterIndices.Select(index => trainedPlaces[index]).Where(place => place >= 0)];
            none = Layout.Count == 0 ? new(Layout, []) : null;
        }

        /// <summary>The layer.</summary>
        public Layer<T>.Leaf Layer { get; }

        /// <summary>The index of each of its parameters in the layout of the network. Another node may share them.</summary>
        public ImmutableArray<int> ParameterIndices { get; }

        /// <summary>Its position among all layers of the network, from which its key is derived. A name does not change it.</summary>
        public int Position { get; }

        /// <summary>Whether it is run as in inference and its parameters are not trained here.</summary>
        public bool IsFrozen { get; }

        /// <inheritdoc/>
        public override string Description => $"{Layer}";

        /// <summary>The index of each of its trained parameters among those of the network.</summary>
        internal ImmutableArray<int> TrainedIndices { get; }

        internal override bool IsTrained => !TrainedIndices.IsEmpty;

        /// <inheritdoc/>
        public override Fin<Shape> InferShape(ImmutableArray<Shape> inputs) => Called(() => Layer.ShapeRule(inputs[0]));

        internal override NodePass<T> Run(ReadOnlySpan<Tensor<T>> values, ReadOnlySpan<Tensor<T>> parameters, Mode mode) =>
            Run(values[Inputs[0]], Own(parameters), mode);

        internal override NodePass<T> Run(ReadOnlySpan<Tensor<T>> values, ShardedRun<T> shards)
        {
            if (Layer.InShards is not { } inShards)
                return shards.Run(this, values[Inputs[0]]);
            var (own, input) = (Own(shards.Parameters.Values.AsSpan()), values[Inputs[0]]);
            var pass = Called(() => inShards(own, input, shards.Rows));
            return new(pass.Output, pass.Backward, null, null);
        }

        /// <summary>Runs the layer on an input. The parameters are its own.</summary>
        internal NodePass<T> Run(Tensor<T> input, Parameters<T> own, Mode mode)
        {
            // As in Called, but without a closure: this runs at every step.
            ForwardPass<T> pass;
            try
            {
                pass = Layer.Function(own, input, IsFrozen ? Mode.Inference : mode.Fold(Position));
            }
            catch (ArgumentException refusal) when (!HasPath(refusal))
            {
                throw WithPath(refusal);
            }

            return new(Given(pass.Output, "an output"), Given(pass.Backward, "a backward closure"), null, IsFrozen ? null : pass.Statistics);
        }

        /// <summary>Its own of the network's parameters.</summary>
        internal Parameters<T> Own(ReadOnlySpan<Tensor<T>> parameters)
        {
            if (none is not null)
                return none;
            var own = new Tensor<T>[ParameterIndices.Length];
            for (var i = 0; i < own.Length; i++)
                own[i] = parameters[ParameterIndices[i]];
            return Parameters<T>.Fitting(Layout, ImmutableCollectionsMarshal.AsImmutableArray(own));
        }
    }

    /// <summary>A function of several values.</summary>
    public sealed class MergeNode : PlanNode<T>
    {
        internal MergeNode(string path, ImmutableArray<int> inputs, Merge<T> merge)
            : base(path, inputs, ParameterLayout.Empty) => Merge = merge;

        /// <summary>The function.</summary>
        public Merge<T> Merge { get; }

        /// <inheritdoc/>
        public override string Description => $"{Merge}";

        /// <inheritdoc/>
        public override Fin<Shape> InferShape(ImmutableArray<Shape> inputs) => Called(() => Merge.ShapeRule(inputs));

        internal override NodePass<T> Run(ReadOnlySpan<Tensor<T>> values, ReadOnlySpan<Tensor<T>> parameters, Mode mode) => Run(InputsOf(values));

        internal override NodePass<T> Run(ReadOnlySpan<Tensor<T>> values, ShardedRun<T> shards) =>
            Merge == Layers<T>.Sum || Merge == Layers<T>.Concatenate ? Run(InputsOf(values)) : shards.Run(this, InputsOf(values));

        /// <summary>Merges inputs.</summary>
        internal NodePass<T> Run(ImmutableArray<Tensor<T>> inputs)
        {
            var (output, pullback) = Called(() => Merge.Function(inputs));
            return new(Given(output, "an output of its merge"), null, Given(pullback, "a pullback of its merge"), null);
        }

        private ImmutableArray<Tensor<T>> InputsOf(ReadOnlySpan<Tensor<T>> values)
        {
            var inputs = new Tensor<T>[Inputs.Length];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = values[Inputs[i]];
            return ImmutableCollectionsMarshal.AsImmutableArray(inputs);
        }
    }
}

/// <summary>The result of running a node: of a layer with its backward closure, of a merge with its pullback. Without its output once that was let go of.</summary>
internal readonly record struct NodePass<T>(
    Tensor<T>? Output, Backward<T>? Backward, Func<Tensor<T>, ImmutableArray<Tensor<T>>>? Pullback, Parameters<T>? Statistics)
    where T : unmanaged, IFloatingPointIeee754<T>;
