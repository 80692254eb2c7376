using System.Numerics;

namespace FunctionalNet;

/// <summary>The distribution of a parameter's first value: a pure function of a key and a shape, under a name.</summary>
/// <param name="Description">The text that it prints as: <c>Normal(0.01)</c>.</param>
/// <param name="Draw">Draws a parameter of the shape from the key.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Initializer<T>(string Description, Func<Key, Shape, Tensor<T>> Draw)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The text that it prints as: <c>Normal(0.01)</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>Draws a parameter of the shape from the key.</summary>
    public Func<Key, Shape, Tensor<T>> Draw { get; init => field = Require.NotNull(value, nameof(Draw)); } = Require.NotNull(Draw, nameof(Draw));

    /// <summary>The numbers of an initializer times a gain: <c>Initializers.Orthogonal * Initializers.Gain(Relu)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(Initializers.GlorotUniform * 1.5); // GlorotUniform * 1.5
    /// </code>
    /// </example>
    public static Initializer<T> operator *(Initializer<T> initializer, double gain)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        if (!double.IsFinite(gain))
            throw new ArgumentOutOfRangeException(nameof(gain), $"expected a finite gain, got {NumberFormat.Setting(gain)}");
        var factor = T.CreateChecked(gain);
        return new($"{initializer} * {NumberFormat.Setting(gain)}", (key, shape) => initializer.Draw(key, shape) * factor);
    }

    /// <summary>The numbers of this initializer times a gain: the operator <c>*</c> by name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    public Initializer<T> Times(double gain) => this * gain;

    /// <summary>Equal when the description and the code of the function are: the description states all that is captured.</summary>
    public bool Equals(Initializer<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Description == other.Description && Draw.Method == other.Draw.Method);

    /// <inheritdoc/>
    public override int GetHashCode() => Description.GetHashCode(StringComparison.Ordinal);

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}
