using System.Numerics;

namespace FunctionalNet;

/// <summary>The specification of a parameter: name, shape, role, and how its first value is drawn.</summary>
/// <param name="Name">Its name within the layer: <c>W</c>; within a composite, its path: <c>Affine1/W</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Role">How training treats it.</param>
/// <param name="Initializer">Draws the first value.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record ParameterSpec<T>(string Name, Shape Shape, ParameterRole Role, Initializer<T> Initializer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Its name within the layer: <c>W</c>; within a composite, its path: <c>Affine1/W</c>.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); } = Require.NotNull(Name, nameof(Name));

    /// <summary>Its shape.</summary>
    public Shape Shape { get; init => field = Require.NotNull(value, nameof(Shape)); } = Require.NotNull(Shape, nameof(Shape));

    /// <summary>Draws the first value.</summary>
    public Initializer<T> Initializer { get; init => field = Require.NotNull(value, nameof(Initializer)); } = Require.NotNull(Initializer, nameof(Initializer));

    /// <summary>One line: <c>W [784, 50] weight, GlorotUniform</c>.</summary>
    public override string ToString() => $"{Name} {Shape} {ParametersFormat.Words(Role)}, {Initializer}";

    internal Tensor<T> Draw(Key key)
    {
        var value = Drawn(key);
        return value.Shape == Shape
            ? value
            : throw new ArgumentException($"{Name}: expected {Shape} from its initializer {Initializer}, got {value.Shape}");
    }

    private Tensor<T> Drawn(Key key)
    {
        try
        {
            return Initializer.Draw(key, Shape);
        }
        catch (ArgumentException refusal)
        {
            throw new ArgumentException($"{Name}: its initializer {Initializer} refused: {refusal.Message}", refusal);
        }
    }
}
