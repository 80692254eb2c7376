using System.Numerics;

namespace FunctionalNet;

/// <summary>The terms of a loss, which are yet to be reduced to a number.</summary>
/// <param name="Values">The terms, weighted.</param>
/// <param name="Pullback">Carries gradients at the terms back to the outputs.</param>
/// <param name="Weights">The weight of each term, by whose sum their mean divides; 1 each if null.</param>
internal readonly record struct LossTerms<T>(Tensor<T> Values, Func<Tensor<T>, Tensor<T>> Pullback, Tensor<T>? Weights = null)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The sum of the terms.</summary>
    public (T Value, Func<T, Tensor<T>> Pullback) Sum() => Scaled(Values.Sum(), T.One);

    /// <summary>The sum of the terms over that of their weights; 0 if nothing weighs anything, since all was ignored.</summary>
    public (T Value, Func<T, Tensor<T>> Pullback) Mean()
    {
        var weight = Weights?.Sum() ?? T.CreateChecked(Values.Shape.Size);
        return weight == T.Zero ? Scaled(T.Zero, T.One) : Scaled(Values.Sum() / weight, weight);
    }

    private (T Value, Func<T, Tensor<T>> Pullback) Scaled(T value, T divisor)
    {
        var (shape, pullback) = (Values.Shape, Pullback);
        return (value, dy => pullback(Tensor.Full(shape, dy / divisor)));
    }
}
