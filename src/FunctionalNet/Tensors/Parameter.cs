using System.Numerics;

namespace FunctionalNet;

/// <summary>The role of a parameter, which decides how training treats it.</summary>
public enum ParameterRole
{
    /// <summary>A weight: trained, and decayed by optimizers that decay.</summary>
    Weight,

    /// <summary>A bias or a gain: trained, not decayed.</summary>
    BiasOrGain,

    /// <summary>A moving average: not trained. Its next value comes out of the forward pass.</summary>
    Statistic,
}

/// <summary>A named tensor of a network.</summary>
/// <param name="Path">The names of the layers that it is in, and its own: <c>encoder/Affine1/W</c>.</param>
/// <param name="Role">How training treats it.</param>
/// <param name="Value">The numbers.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Parameter<T>(string Path, ParameterRole Role, Tensor<T> Value)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The names of the layers that it is in, and its own: <c>encoder/Affine1/W</c>.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>The numbers.</summary>
    public Tensor<T> Value { get; init => field = Require.NotNull(value, nameof(Value)); } = Require.NotNull(Value, nameof(Value));

    /// <summary>One line: <c>Affine1/W f32[784,50] weight</c>.</summary>
    public override string ToString() => $"{Path} {TensorFormat.Type<T>(Value.Shape)} {ParametersFormat.Words(Role)}";
}
