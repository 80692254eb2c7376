using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// The updates that a step adds to the trained parameters: <c>Scale · Values</c>. The product is pending, so that a learning rate costs
/// no pass over memory: <c>p + (−η) g</c> is one.
/// </summary>
/// <param name="Values">A tensor for each trained parameter: at the beginning of a chain, the gradient.</param>
/// <param name="Scale">The factor that is still to be multiplied in.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly record struct Updates<T>(Parameters<T> Values, T Scale)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A tensor for each trained parameter: at the beginning of a chain, the gradient.</summary>
    public Parameters<T> Values { get; init => field = Require.NotNull(value, nameof(Values)); } = Require.NotNull(Values, nameof(Values));

    /// <summary>The updates with another factor pending; nothing is computed.</summary>
    public static Updates<T> operator *(Updates<T> updates, T factor) => updates with { Scale = updates.Scale * factor };

    /// <summary><c>p + scale · v</c>, rounded once, in one pass over each parameter.</summary>
    /// <exception cref="ArgumentException">The names, roles or shapes are not those of the updates.</exception>
    public Parameters<T> ApplyTo(Parameters<T> parameters)
    {
        var step = new AddScaled<T>(Scale);
        return Require.NotNull(parameters).Zip(Values, (p, v) => p.Zip(v, step));
    }

    /// <summary>The product itself, <c>scale · v</c>; the values as they are where the scale is 1.</summary>
    public Parameters<T> Materialize()
    {
        var scale = Scale;
        return scale == T.One ? Values : Values.Map(v => v * scale);
    }

    /// <summary>One line: <c>-0.1 × 39760 numbers</c>.</summary>
    public override string ToString() =>
        $"{NumberFormat.Shortest(Scale)} × {Quantity.Of(Values.Size, "number")}";
}

/// <summary>Ways to make <see cref="Updates{T}"/>.</summary>
public static class Updates
{
    /// <summary>These values, with nothing pending: a scale of 1.</summary>
    public static Updates<T> Of<T>(Parameters<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Require.NotNull(values), T.One);
}
