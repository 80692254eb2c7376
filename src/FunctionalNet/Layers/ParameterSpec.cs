using System.Numerics;

namespace FunctionalNet;

/// <summary>A pure function that draws a parameter of a shape from a key.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate Tensor<T> Initializer<T>(Key key, Shape shape)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>What a layer says of a parameter before there is one.</summary>
/// <param name="Name">Its name within the layer: <c>W</c>; within a composite, its path: <c>Affine1/W</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Role">How training treats it.</param>
/// <param name="Initializer">Draws the first value.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record ParameterSpec<T>(string Name, Shape Shape, ParameterRole Role, Initializer<T> Initializer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One line: <c>W [784, 50] weight</c>.</summary>
    public override string ToString() => $"{Name} {Shape} {ParametersFormat.Words(Role)}";

    internal Parameter<T> Draw(Key key)
    {
        var value = Initializer(key, Shape);
        return value.Shape == Shape
            ? new Parameter<T>(Name, Role, value)
            : throw new ArgumentException($"the initializer of {Name} was to draw {Shape}, and drew {value.Shape}");
    }
}
