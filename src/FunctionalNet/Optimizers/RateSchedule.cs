using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// A number that depends on the step, such as a learning rate. A constant number converts to a schedule. <c>first >> next</c> goes on
/// with the next where the first ends, and is associative. After its end, a schedule keeps its last value.
/// </summary>
/// <remarks>
/// The step is that of training, counted from 0, as <see cref="OptimizerContext{T}.Step"/> is: a run that goes on from a state goes on in
/// its schedule.
/// </remarks>
/// <example>
/// <code>
/// var rate = Schedules.WarmUp(0.1, 500) >> Schedules.Cosine(0.1, 0, 9500);
/// Console.WriteLine($"{rate}: {rate.At(0)}, {rate.At(499)}, {rate.At(10_000)}");
/// // WarmUp(0.1, 500) >> Cosine(0.1, 0, 9500): 0.0002, 0.1, 0
/// </code>
/// </example>
public sealed record RateSchedule
{
    private readonly ImmutableArray<Piece> pieces;

    private RateSchedule(ImmutableArray<Piece> pieces) => this.pieces = pieces;

    /// <summary>A schedule without an end.</summary>
    /// <param name="description">The text that it prints as.</param>
    /// <param name="value">The value at each step, counted from 0: a pure function.</param>
    public static RateSchedule Define(string description, Func<long, double> value) =>
        new([new(Require.NotNull(description), Require.NotNull(value), null)]);

    /// <summary>A schedule of a number of steps. It keeps its value at step <paramref name="steps"/> after its end.</summary>
    /// <param name="description">The text that it prints as.</param>
    /// <param name="value">The value at each step, counted from 0: a pure function.</param>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    public static RateSchedule Define(string description, Func<long, double> value, long steps)
    {
        Require.Positive(steps);
        return new([new(Require.NotNull(description), Require.NotNull(value), steps)]);
    }

    /// <summary>The same number at every step.</summary>
    public static implicit operator RateSchedule(double value) => Define(NumberFormat.Setting(value), _ => value);

    /// <summary>The number of steps; none if there is no end.</summary>
    public long? Length => pieces[^1].Length is { } last ? checked(pieces[..^1].Sum(piece => piece.Length!.Value) + last) : null;

    /// <summary>The value at a step, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public double At(long step)
    {
        Require.NotNegative(step);
        var i = 0;
        for (; i < pieces.Length - 1 && step >= pieces[i].Length; i++)
            step -= pieces[i].Length!.Value;
        return pieces[i].Value(pieces[i].Length is { } length ? long.Min(step, length) : step);
    }

    /// <summary>One schedule and then the next. The operator of <see cref="Then"/>.</summary>
    /// <exception cref="ArgumentException">The first has no end.</exception>
    public static RateSchedule operator >>(RateSchedule first, RateSchedule next) => Require.NotNull(first).Then(Require.NotNull(next));

    /// <summary>This schedule and then the next: <c>first >> next</c>.</summary>
    /// <exception cref="ArgumentException">This schedule has no end.</exception>
    public RateSchedule Then(RateSchedule next) => Length is null
        ? throw new ArgumentException($"{this} has no end, so {Require.NotNull(next)} would never begin: limit it, ({this}).For(steps)")
        : new([.. pieces, .. Require.NotNull(next).pieces]);

    /// <summary>The first steps of the schedule, this number of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is not positive.</exception>
    public RateSchedule For(long steps) => Define(Invariant($"{(pieces.Length == 1 ? $"{this}" : $"({this})")}.For({steps})"), At, steps);

    /// <summary>Equal when the pieces are the same ones.</summary>
    public bool Equals(RateSchedule? other) => other is not null && pieces.AsSpan().SequenceEqual(other.pieces.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => pieces.Aggregate(pieces.Length, HashCode.Combine);

    /// <summary>The text that it prints as: <c>WarmUp(0.1, 500) >> Cosine(0.1, 0, 9500)</c>, or the number.</summary>
    public override string ToString() => string.Join(" >> ", pieces.Select(piece => piece.Description));

    private sealed record Piece(string Description, Func<long, double> Value, long? Length);
}
