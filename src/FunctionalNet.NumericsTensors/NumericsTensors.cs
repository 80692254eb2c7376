using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Theirs = System.Numerics.Tensors.Tensor;

namespace FunctionalNet;

/// <summary>
/// Tensors from and to those of <c>System.Numerics.Tensors</c>. No type has to be named, so that it does not matter that both libraries
/// call theirs <c>Tensor</c>: a program with both namespaces names ours <c>FunctionalNet.Tensor</c>.
/// </summary>
/// <remarks>
/// What is handed out cannot be written through, and what comes in is copied, since its owner may write to it. A scalar, which they do not
/// have, is a vector of one there.
/// </remarks>
public static class NumericsTensors
{
    /// <summary>A read-only view of the elements, <c>[a, b] -> [a, b]</c>: nothing is copied. A scalar is <c>[1]</c>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <example>
    /// <code>
    /// var x = Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 4 } });
    /// Console.WriteLine(System.Numerics.Tensors.Tensor.Sum(x.AsTensorSpan())); // 10
    /// </code>
    /// </example>
    public static ReadOnlyTensorSpan<T> AsTensorSpan<T>(this Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Require.NotNull(tensor).Data.AsSpan(), LengthsOf(tensor.Shape));

    /// <summary>A copy as a tensor of .NET, <c>[a, b] -> [a, b]</c>. A scalar is <c>[1]</c>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <example>
    /// <code>
    /// var theirs = Tensor.Vector(1f, 2).ToNumericsTensor();
    /// theirs[0] = 7;
    /// Console.WriteLine(theirs.ToTensor()); // f32[2] [7, 2]
    /// </code>
    /// </example>
    public static System.Numerics.Tensors.Tensor<T> ToNumericsTensor<T>(this Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => Theirs.Create(Require.NotNull(tensor).ToArray(), LengthsOf(tensor.Shape));

    /// <summary>
    /// A copy of a tensor of .NET, <c>[a, b] -> [a, b]</c>, in the order of its indices whatever its strides: a slice, a transpose, a row that is
    /// repeated. One without axes, which has no elements there, is <c>[0]</c>.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">It has more elements than an array, or more axes than a <see cref="Shape"/>.</exception>
    /// <example>
    /// <code>
    /// var theirs = System.Numerics.Tensors.Tensor.Create([1f, 2, 3, 4, 5, 6], [2, 3]);
    /// Console.WriteLine(System.Numerics.Tensors.Tensor.Transpose(theirs).ToTensor().Reshape([6])); // f32[6] [1, 4, 2, 5, 3, 6]
    /// </code>
    /// </example>
    public static Tensor<T> ToTensor<T>(this System.Numerics.Tensors.Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(tensor).AsReadOnlyTensorSpan().ToTensor();

    /// <inheritdoc cref="ToTensor{T}(System.Numerics.Tensors.Tensor{T})"/>
    public static Tensor<T> ToTensor<T>(this TensorSpan<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => tensor.AsReadOnlyTensorSpan().ToTensor();

    /// <inheritdoc cref="ToTensor{T}(System.Numerics.Tensors.Tensor{T})"/>
    public static Tensor<T> ToTensor<T>(this ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = ShapeOf(tensor.Lengths);
        var elements = GC.AllocateUninitializedArray<T>(shape.Size);
        if (elements.Length > 0)
            tensor.FlattenTo(elements);
        return new(shape, ImmutableCollectionsMarshal.AsImmutableArray(elements));
    }

    private static nint[] LengthsOf(Shape shape) => shape.Rank == 0 ? [1] : [.. shape.Select(length => (nint)length)];

    private static Shape ShapeOf(ReadOnlySpan<nint> lengths)
    {
        if (lengths.IsEmpty)
            return [0];
        var axes = new int[lengths.Length];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            axes[axis] = lengths[axis] <= Array.MaxLength
                ? (int)lengths[axis]
                : throw new ArgumentException(Invariant($"expected axes of at most {Array.MaxLength}, got {lengths[axis]} in axis {axis}"));
        }

        return Shape.Create(axes);
    }
}
