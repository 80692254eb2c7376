using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// The targets of a batch of outputs: a class for each row, or values of the outputs' own shape (one-hot rows, other
/// distributions, quantities). All convert implicitly, so a tensor, an array or list of indices, or a collection expression can be
/// passed as it is: <c>new Dataset&lt;float&gt;(inputs, [0, 1, 1, 0])</c>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[CollectionBuilder(typeof(Targets), nameof(Targets.Create))]
public abstract partial record Targets<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Targets()
    {
    }

    /// <summary>One class for each row.</summary>
    /// <exception cref="ArgumentException">The array is a default one.</exception>
    public static implicit operator Targets<T>(ImmutableArray<int> indices) => new Classes(indices);

    /// <summary>One class for each row; the indices are copied.</summary>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static implicit operator Targets<T>(int[] indices) =>
        new Classes(ImmutableArray.CreateRange(Require.NotNull(indices)));

    /// <summary>One class for each row; the indices are copied.</summary>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    public static implicit operator Targets<T>(List<int> indices) =>
        new Classes(ImmutableArray.CreateRange(Require.NotNull(indices)));

    /// <summary>
    /// Classes in a shape <c>[samples, ...]</c>: several for each sample, as in segmentation <c>[samples, height, width]</c> and sequences
    /// <c>[samples, time]</c>, whose outputs have the classes as a further axis.
    /// </summary>
    /// <exception cref="ArgumentException">The shape has no axis of samples, or the samples have no classes.</exception>
    public static implicit operator Targets<T>(Indices indices) => Require.NotNull(indices).Shape.Rank > 0
        ? new Classes(indices.Values) { PerSample = indices.Shape[1..] }
        : throw new ArgumentException("expected class indices [samples, ...], got []");

    /// <summary>One value for each output.</summary>
    public static implicit operator Targets<T>(Tensor<T> values) => new Values(Require.NotNull(values));

    /// <summary>The number of rows: of samples.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The class of each row. Values are rows of probabilities <c>[..., classes]</c>: their class is the position of the row's largest.
    /// <see cref="ClassesFor(Shape)"/> also checks that they fit the outputs of a network.
    /// </summary>
    /// <exception cref="ArgumentException">The values are not probabilities.</exception>
    public abstract ImmutableArray<int> ClassIndices { get; }

    /// <summary>The values as a tensor, of the shape of the outputs: those of a regression, or rows of probabilities.</summary>
    /// <example>
    /// <code>
    /// var sine = Toys.NoisySine&lt;float&gt;(Key.Seed(0), 100);
    /// Console.WriteLine(sine.Targets.ToTensor().Shape); // [100, 1]
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The targets are class indices.</exception>
    public Tensor<T> ToTensor() => this is Values(var values) ? values : throw new ArgumentException($"expected targets that are values, got {this}");

    /// <summary>Enumerates <see cref="ClassIndices"/>. It makes targets a collection expression of class indices.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ClassIndices).GetEnumerator();

    /// <summary>The targets of these rows, gathered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public abstract Targets<T> Rows(params ReadOnlySpan<int> rows);

    /// <summary>The targets of a range of rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the rows.</exception>
    public abstract Targets<T> this[Range rows] { get; }

    /// <summary>The same, soon done with: nothing that is large is copied.</summary>
    internal virtual Targets<T> Window(Range rows) => this[rows];

    /// <summary>A class index for each row.</summary>
    /// <param name="Indices">The classes, counted from 0.</param>
    /// <exception cref="ArgumentException">The array is a default one.</exception>
    public sealed record Classes(ImmutableArray<int> Indices) : Targets<T>
    {
        /// <summary>The classes, counted from 0.</summary>
        public ImmutableArray<int> Indices { get; } =
            Indices.IsDefault ? throw new ArgumentException("expected an array of class indices, got none", nameof(Indices)) : Indices;

        /// <summary>The shape of the classes of one sample: <c>[]</c> where it has one, <c>[height, width]</c> in segmentation.</summary>
        /// <exception cref="ArgumentException">It does not divide the indices.</exception>
        public Shape PerSample
        {
            get;
            init => field = Require.NotNull(value, nameof(PerSample)).Size > 0 && Indices.Length % value.Size == 0
                ? value
                : throw new ArgumentException(Invariant($"expected class indices {value} for each sample, got {Indices.Length} in all"));
        } = Shape.Scalar;

        /// <inheritdoc/>
        public override int Count => Indices.Length / PerSample.Size;

        /// <inheritdoc/>
        public override ImmutableArray<int> ClassIndices => Indices;

        /// <inheritdoc/>
        public override Targets<T> this[Range rows]
        {
            get
            {
                var (start, end) = (rows.Start.GetOffset(Count), rows.End.GetOffset(Count));
                return (uint)end <= (uint)Count && (uint)start <= (uint)end
                    ? Part(Indices[(start * PerSample.Size)..(end * PerSample.Size)])
                    : throw new ArgumentOutOfRangeException(nameof(rows), Invariant($"rows {rows} are not within {this}"));
            }
        }

        /// <inheritdoc/>
        public override Targets<T> Rows(params ReadOnlySpan<int> rows)
        {
            var gathered = ImmutableArray.CreateBuilder<int>(rows.Length * PerSample.Size);
            foreach (var row in rows)
            {
                if ((uint)row >= (uint)Count)
                    throw new ArgumentOutOfRangeException(nameof(rows), Invariant($"row {row} is not within {this}"));
                gathered.AddRange(Indices.AsSpan(row * PerSample.Size, PerSample.Size));
            }

            return Part(gathered.MoveToImmutable());
        }

        /// <inheritdoc/>
        public bool Equals(Classes? other) =>
            other is not null && PerSample == other.PerSample && Indices.AsSpan().SequenceEqual(other.Indices.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => Indices.Aggregate(Indices.Length, HashCode.Combine);

        /// <summary>The number of indices, and the first of them.</summary>
        public override string ToString() =>
            Invariant($"{Indices.Length} class indices [{string.Join(", ", Indices.Take(10).Select(index => Invariant($"{index}")))}{(Indices.Length > 10 ? ", ..." : "")}]")
            + (PerSample.Rank > 0 ? $", {PerSample} for each sample" : "");

        private Classes Part(ImmutableArray<int> indices) => new(indices) { PerSample = PerSample };
    }

    /// <summary>A tensor of values to compare the outputs with, row by row.</summary>
    /// <param name="Tensor">The values, of the outputs' shape.</param>
    /// <exception cref="ArgumentNullException">The tensor is null.</exception>
    public sealed record Values(Tensor<T> Tensor) : Targets<T>
    {
        /// <summary>The values, of the outputs' shape.</summary>
        public Tensor<T> Tensor { get; } = Tensor ?? throw new ArgumentNullException(nameof(Tensor));

        /// <inheritdoc/>
        public override int Count => Tensor.Shape.Rank == 0 ? 1 : Tensor.Shape[0];

        /// <inheritdoc/>
        public override ImmutableArray<int> ClassIndices => ClassesFor(Tensor.Shape);

        /// <inheritdoc/>
        public override Targets<T> this[Range rows] => new Values(Tensor[rows]);

        /// <inheritdoc/>
        internal override Targets<T> Window(Range rows) => new Values(Tensor.Window(rows));

        /// <inheritdoc/>
        public override Targets<T> Rows(params ReadOnlySpan<int> rows) => new Values(Tensor.Rows(rows));

        /// <summary>One line: <c>100 values f32[10]</c>.</summary>
        public override string ToString() =>
            Invariant($"{Count} values {TensorFormat.Type<T>(Tensor.Shape.Rank == 0 ? Tensor.Shape : Tensor.Shape[1..])}");
    }
}

/// <summary>Ways to make <see cref="Targets{T}"/>.</summary>
public static class Targets
{
    /// <summary>One class for each row. The collection expression <c>[0, 1, 1, 0]</c> calls this.</summary>
    public static Targets<T> Create<T>(ReadOnlySpan<int> indices)
        where T : unmanaged, IFloatingPointIeee754<T> => new Targets<T>.Classes(indices.ToImmutableArray());
}
