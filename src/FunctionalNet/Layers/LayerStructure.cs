using System.Collections.Immutable;
using LanguageExt;

namespace FunctionalNet;

/// <content>The cases of the structure. There are no others, so a reader of a network can match on all of them.</content>
public abstract partial record Layer<T>
{
    /// <summary>A single layer: a function of parameters and an input, made by <see cref="Layer.Define{T}(string, LayerArguments, ImmutableArray{ParameterSpec{T}}, Func{Shape, Fin{Shape}}, Forward{T}, Func{Shape, Shape, long})"/>.</summary>
    public sealed record Leaf : Layer<T>
    {
        // The author's function, by which leaves compare.
        private readonly Delegate definition;

        internal Leaf(
            string kind,
            LayerArguments arguments,
            ImmutableArray<ParameterSpec<T>> specs,
            Func<Shape, Fin<Shape>> shapeRule,
            Forward<T> function,
            Delegate definition,
            Func<Shape, Shape, long> multiplyAdds)
            : base([]) =>
            (Kind, Arguments, Specs, ShapeRule, Function, this.definition, MultiplyAdds) = (kind, arguments, specs, shapeRule, function, definition, multiplyAdds);

        /// <summary>The kind of layer: <c>Affine</c>.</summary>
        public string Kind { get; }

        /// <summary>The arguments that distinguish it from others of its kind.</summary>
        public LayerArguments Arguments { get; }

        /// <summary>The specification of each of its parameters, under its own name: <c>W</c>, <c>b</c>.</summary>
        public ImmutableArray<ParameterSpec<T>> Specs { get; }

        /// <summary>The shape of the output for a shape of input, or an error that says what is expected.</summary>
        public Func<Shape, Fin<Shape>> ShapeRule { get; }

        /// <summary>The function that the layer is.</summary>
        public Forward<T> Function { get; }

        /// <summary>
        /// The number of multiply-adds of a run forwards, for the shapes of its input and output. Those of products count; biases and elementwise
        /// functions do not. Unless the layer says otherwise, each weight <c>[window..., in, out]</c> is used once at each position of the output,
        /// that is, for all its axes but the innermost. So it is for affine layers, and for convolutions, in groups too, whose weight is
        /// <c>[window..., in/groups, out]</c>; a transposed convolution uses it at each position of the input. What padding adds counts as any input.
        /// </summary>
        public Func<Shape, Shape, long> MultiplyAdds { get; }

        /// <summary>Its own way to run on the shards of a batch; null if it is run on each by itself.</summary>
        internal ForwardInShards<T>? InShards { get; init; }

        /// <summary>
        /// Equal when kind, arguments, parameter specifications and the function are. So two layers built alike are equal. Where there are
        /// arguments, they say all that the function has captured, and its code is compared; where there are none, the function itself.
        /// </summary>
        public bool Equals(Leaf? other) =>
            ReferenceEquals(this, other)
            || (other is not null && Kind == other.Kind && Arguments == other.Arguments && Specs.SequenceEqual(other.Specs)
                && Layer.IsSame(definition, other.definition, Arguments));

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Kind, Arguments);

        /// <summary>Kind and arguments: <c>Affine(784→50)</c>.</summary>
        public override string ToString() => $"{Kind}{Arguments}";
    }

    /// <summary>Layers one after the other: none, which is the identity, or at least two. None of them is a sequence itself.</summary>
    public sealed record Sequence : Layer<T>
    {
        // A long chain is composed one layer after the other, so it is a tree until its parts are asked for.
        private readonly Layer<T> first;
        private readonly Layer<T> next;
        private readonly Lazy<ImmutableArray<Layer<T>>> parts;

        internal Sequence()
            : base([]) => (first, next, parts) = (this, this, new([]));

        internal Sequence(Layer<T> first, Layer<T> next)
            : base(JoinNames(first, next)) => (this.first, this.next, parts) = (first, next, new(Flatten));

        /// <summary>The layers, in order.</summary>
        public ImmutableArray<Layer<T>> Parts => parts.Value;

        /// <summary>Equal when all parts are.</summary>
        public bool Equals(Sequence? other) => ReferenceEquals(this, other) || (other is not null && Parts.SequenceEqual(other.Parts));

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(Parts.Length, HashCode.Combine);

        /// <summary>The composition: <c>Affine(784→50) >> Relu >> Affine(50→10)</c>.</summary>
        public override string ToString() => Parts.IsEmpty ? "Identity" : string.Join(" >> ", Parts);

        // It loops, so a chain may be longer than calls can nest.
        private ImmutableArray<Layer<T>> Flatten()
        {
            var (flat, open) = (ImmutableArray.CreateBuilder<Layer<T>>(), new Stack<Layer<T>>([next, first]));
            while (open.TryPop(out var layer))
            {
                if (layer is Sequence { parts.IsValueCreated: true } known)
                {
                    flat.AddRange(known.Parts);
                }
                else if (layer is Sequence pair)
                {
                    open.Push(pair.next);
                    open.Push(pair.first);
                }
                else
                {
                    flat.Add(layer);
                }
            }

            return flat.ToImmutable();
        }
    }

    /// <summary>Layers of one input, whose outputs are merged into one: <see cref="Layers{T}.Branches(Merge{T}, ImmutableArray{Layer{T}})"/>.</summary>
    public sealed record Branching : Layer<T>
    {
        internal Branching(Merge<T> merge, ImmutableArray<Layer<T>> parts)
            : base([]) => (Merge, Parts) = (merge, parts);

        /// <summary>The function of the parts' outputs.</summary>
        public Merge<T> Merge { get; }

        /// <summary>The layers, each of which takes the input.</summary>
        public ImmutableArray<Layer<T>> Parts { get; }

        /// <summary>Equal when the merge and all parts are.</summary>
        public bool Equals(Branching? other) => other is not null && Merge == other.Merge && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc/>
        public override int GetHashCode() => Parts.Aggregate(Merge.GetHashCode(), HashCode.Combine);

        /// <summary>The kind that it is numbered by: <c>Residual</c> or <c>Branches</c>.</summary>
        internal string Kind => IsResidual ? "Residual" : "Branches";

        private bool IsResidual => Merge == Layers<T>.Sum && Parts is [_, Sequence { Parts.IsEmpty: true }];

        /// <summary>The expression: <c>Residual(Affine(3→3) >> Relu)</c>, <c>Branches(Concatenate, Relu, Tanh)</c>.</summary>
        public override string ToString() => IsResidual ? $"Residual({Parts[0]})" : $"Branches({Merge}, {string.Join(", ", Parts)})";
    }

    /// <summary>A layer under a name: <see cref="Named(string)"/>.</summary>
    public sealed record NamedLayer : Layer<T>
    {
        internal NamedLayer(string name, Layer<T> inner)
            : base([name]) => (Name, Inner) = (name, inner);

        /// <summary>The name, which is part of the paths of everything within.</summary>
        public string Name { get; }

        /// <summary>The layer.</summary>
        public Layer<T> Inner { get; }

        /// <summary>Equal when the name and the layer are.</summary>
        public bool Equals(NamedLayer? other) => other is not null && Name == other.Name && Inner.Equals(other.Inner);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Name, Inner);

        /// <summary>The name before the layer: <c>head: Affine(50→10)</c>.</summary>
        public override string ToString() => Inner is Leaf or Branching ? $"{Name}: {Inner}" : $"{Name}: ({Inner})";
    }

    /// <summary>A layer that shares its parameters with others of the same name: <see cref="Layers{T}.Shared(string, Layer{T})"/>.</summary>
    public sealed record SharedLayer : Layer<T>
    {
        internal SharedLayer(string name, Layer<T> inner)
            : base([]) => (Name, Inner) = (name, inner);

        /// <summary>The name that its parameters are found under.</summary>
        public string Name { get; }

        /// <summary>The layer.</summary>
        public Layer<T> Inner { get; }

        /// <summary>Equal when the name and the layer are.</summary>
        public bool Equals(SharedLayer? other) => other is not null && Name == other.Name && Inner.Equals(other.Inner);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Name, Inner);

        /// <summary>The expression: <c>Shared("tower", Affine(3→2))</c>.</summary>
        public override string ToString() => $"Shared(\"{Name}\", {Inner})";
    }

    /// <summary>A layer that runs differently than by itself: <see cref="Layers{T}.Frozen(Layer{T})"/>.</summary>
    public sealed record WrappedLayer : Layer<T>
    {
        internal WrappedLayer(LayerWrapper wrapper, Layer<T> inner)
            : base(inner.givenNames) => (Wrapper, Inner) = (wrapper, inner);

        /// <summary>How the layer is run.</summary>
        public LayerWrapper Wrapper { get; }

        /// <summary>The layer, which keeps its names.</summary>
        public Layer<T> Inner { get; }

        /// <summary>Equal when the wrapper and the layer are.</summary>
        public bool Equals(WrappedLayer? other) => other is not null && Wrapper == other.Wrapper && Inner.Equals(other.Inner);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Wrapper, Inner);

        /// <summary>The expression: <c>Frozen(Affine(784→50) >> Relu)</c>.</summary>
        public override string ToString() => $"{Wrapper}({Inner})";
    }
}

/// <summary>The ways to run a part of a network differently than by itself.</summary>
public enum LayerWrapper
{
    /// <summary>Run as in inference, and not trained: its parameters have no gradient, and its statistics stay.</summary>
    Frozen,
}
