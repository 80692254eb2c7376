namespace FunctionalNet.Tests;

/// <summary>Inputs for checks, drawn from a key.</summary>
internal static class Draw
{
    public static Tensor<double> Normal(Key key, Shape shape) => key.Normal<double>(shape);

    /// <summary>Numbers of either sign whose magnitude is between 0.1 and 2: away from kinks and poles at 0.</summary>
    public static Tensor<double> AwayFromZero(Key key, Shape shape) =>
        Positive(key.Fold(0), shape) * key.Fold(1).Uniform<double>(shape).Map(u => u < 0.5 ? -1 : 1);

    /// <summary>Numbers between 0.1 and 2.</summary>
    public static Tensor<double> Positive(Key key, Shape shape) => key.Uniform(shape, 0.1, 2.0);

    /// <summary>Numbers of either sign, any two at least 0.1 apart: the largest of them stays the largest nearby.</summary>
    public static Tensor<double> Apart(Key key, Shape shape) =>
        Tensor.Create(shape, [.. key.Permutation(shape.Size).Select(place => 0.1 * (place - (shape.Size / 2.0)))]);

    /// <summary>Rows of positive numbers that sum to 1.</summary>
    public static Tensor<double> Distributions(Key key, Shape shape) => TensorNodes<double>.Softmax(Normal(key, shape)).Value;

    public static double Number(Key key) => Normal(key, Shape.Scalar).ToScalar();

    public static double NumberAwayFromZero(Key key) => AwayFromZero(key, Shape.Scalar).ToScalar();

    public static double PositiveNumber(Key key) => Positive(key, Shape.Scalar).ToScalar();

    public static (T, T) Pair<T>(Key key, Func<Key, T> draw) => (draw(key.Fold(0)), draw(key.Fold(1)));

    public static (Tensor<double>, Tensor<double>) Pair(Key key, Shape first, Shape second, Func<Key, Shape, Tensor<double>> draw) =>
        (draw(key.Fold(0), first), draw(key.Fold(1), second));
}
