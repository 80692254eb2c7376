using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A number by which outputs are judged against targets: <c>Metrics.Accuracy</c>. It is taken part by part: what is told of each part, its
/// tally, can be added in any grouping and gives the same bits. It knows whether it is to grow or to fall.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract record Metric<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Metric(string name, Goal goal) => (Name, Goal) = (Require.NotNull(name), goal is Goal.Maximize or Goal.Minimize
        ? goal
        : throw new ArgumentOutOfRangeException(nameof(goal), Invariant($"expected Maximize or Minimize, got {(int)goal}")));

    /// <summary>The name that its values have: <c>accuracy</c>.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); }

    /// <summary>Whether it is to grow, as an accuracy, or to fall, as a loss.</summary>
    public Goal Goal { get; }

    /// <summary>The same metric under another name: that of the data which it is taken on, <c>Metrics.Accuracy.Named("test accuracy")</c>.</summary>
    public Metric<T> Named(string name) => this with { Name = Require.NotNull(name) };

    /// <summary>
    /// The same metric of what is left without the rows, or the single outputs, that have this class index for a target: padding, pixels
    /// at the edge of an object. It leaves out what a loss with the same <c>ignoredIndex</c> does.
    /// </summary>
    /// <param name="ignoredIndex">The class index of rows that do not count, within the classes or not: 255, −1.</param>
    /// <example>
    /// Two sequences of two steps, the last of which is padding.
    /// <code>
    /// var outputs = Tensor.Create&lt;float>([2, 2, 2], 0, 1, 1, 0, 0, 1, 0, 1);
    /// Console.WriteLine(Metrics.Accuracy.Ignoring(-1).Of(outputs, new Indices([2, 2], [1, 0, 0, -1]))); // 0.6666666666666666
    /// </code>
    /// </example>
    public abstract Metric<T> Ignoring(int ignoredIndex);

    /// <summary>The value of these outputs, <c>[batch, ...]</c>.</summary>
    /// <exception cref="ArgumentException">The targets do not fit the outputs, or there are none.</exception>
    public double Of(Tensor<T> outputs, Targets<T> targets) => Measure(Require.NotNull(outputs), Require.NotNull(targets)).Value;

    /// <summary>The tally of a part, with what is needed to add it to others.</summary>
    internal abstract Measurement<T> Measure(Tensor<T> outputs, Targets<T> targets);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>A metric with its tally.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TTally">The tally: a monoid, whose addition is associative to the last bit.</typeparam>
public sealed record Metric<T, TTally> : Metric<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTally : class, IAdditionOperators<TTally, TTally, TTally>, IAdditiveIdentity<TTally, TTally>
{
    private readonly Func<Tensor<T>, Targets<T>, TTally> tally;
    private readonly Func<TTally, double> value;

    internal Metric(string name, Goal goal, Func<Tensor<T>, Targets<T>, TTally> tally, Func<TTally, double> value)
        : base(name, goal) => (this.tally, this.value) = (Require.NotNull(tally), Require.NotNull(value));

    /// <summary>The tally of these outputs.</summary>
    /// <exception cref="ArgumentException">The targets do not fit the outputs.</exception>
    public TTally Tally(Tensor<T> outputs, Targets<T> targets) => tally(Require.NotNull(outputs), Require.NotNull(targets));

    /// <summary>The value of what was counted.</summary>
    /// <exception cref="ArgumentException">Nothing was counted.</exception>
    public double ValueOf(TTally tally) => value(Require.NotNull(tally));

    /// <inheritdoc/>
    public override Metric<T, TTally> Ignoring(int ignoredIndex) => new(
        Name,
        Goal,
        (outputs, targets) => CountedRows.Of(outputs, targets, ignoredIndex) is var (counted, classes) && classes.Count == 0 && targets.Count > 0
            ? TTally.AdditiveIdentity
            : tally(counted, classes),
        value);

    internal override Measurement<T> Measure(Tensor<T> outputs, Targets<T> targets) => new Measurement<T, TTally>(this, Tally(outputs, targets));
}

/// <summary>A tally of a metric, whatever its type.</summary>
internal abstract record Measurement<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract double Value { get; }

    /// <summary>The measurement of both parts, which are of one metric.</summary>
    public abstract Measurement<T> Plus(Measurement<T> other);
}

internal sealed record Measurement<T, TTally>(Metric<T, TTally> Metric, TTally Tally) : Measurement<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTally : class, IAdditionOperators<TTally, TTally, TTally>, IAdditiveIdentity<TTally, TTally>
{
    public override double Value => Metric.ValueOf(Tally);

    public override Measurement<T> Plus(Measurement<T> other) => this with { Tally = Tally + ((Measurement<T, TTally>)other).Tally };
}

/// <summary>The ways to make a <see cref="Metric{T}"/> of one's own. Those of the library are <c>Metrics.</c></summary>
public static class Metric
{
    /// <summary>A metric of one's own, from what is counted of a batch and the value of what was counted.</summary>
    /// <param name="name">The name that its values have.</param>
    /// <param name="goal">Whether it is to grow or to fall.</param>
    /// <param name="tally">The tally of outputs and targets.</param>
    /// <param name="value">The value of a tally.</param>
    /// <exception cref="ArgumentOutOfRangeException">The goal is none of those there are.</exception>
    /// <example>
    /// The mean output.
    /// <code>
    /// var mean = Metric.Define&lt;float, WeightedSum>(
    ///     "mean output", Goal.Minimize, (outputs, targets) => WeightedSum.Of([.. outputs.Data.Select(x => (double)x)]), sum => sum.Mean("mean output"));
    /// Console.WriteLine(mean.Of(Tensor.Vector(1f, 2, 6), Tensor.Vector(0f, 0, 0))); // 3
    /// </code>
    /// </example>
    public static Metric<T, TTally> Define<T, TTally>(
        string name, Goal goal, Func<Tensor<T>, Targets<T>, TTally> tally, Func<TTally, double> value)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTally : class, IAdditionOperators<TTally, TTally, TTally>, IAdditiveIdentity<TTally, TTally> =>
        new(Require.NotNull(name), goal, Require.NotNull(tally), Require.NotNull(value));
}
