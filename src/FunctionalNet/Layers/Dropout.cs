using FunctionalNet.Numerics;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Layers that draw: zeros in random places, or noise. In inference each gives its input back.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>y = m x/(1 − rate)</c> in training, with m drawn for each number, 0 with the probability of the rate, else 1: the expectation is x. Any
    /// shape; <c>dx = m dy/(1 − rate)</c> with the same m. In inference <c>y = x</c>.
    /// </summary>
    /// <remarks>
    /// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting", 2014;
    /// scaled in training, as everywhere today. The key of <see cref="Mode.Training"/> decides what is dropped: the same key drops the same numbers.
    /// </remarks>
    /// <param name="rate">The share that is dropped, from 0 to less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not from 0 to less than 1.</exception>
    /// <example>
    /// <code>
    /// var network = Affine(784, 50) >> Relu >> Dropout(0.5) >> Affine(50, 10);
    /// var ones = Tensor.Ones&lt;float&gt;([6]);
    /// Console.WriteLine(Dropout(0.5).Forward(Parameters&lt;float&gt;.Empty, ones, Mode.Training(Key.Seed(0))).Output); // f32[6] [2, 0, 2, 0, 2, 2]
    /// Console.WriteLine(Dropout(0.5).Forward(Parameters&lt;float&gt;.Empty, ones, Mode.Inference).Output); // f32[6] [1, 1, 1, 1, 1, 1]
    /// </code>
    /// </example>
    public static Layer<T> Dropout(double rate) => Dropper("Dropout", rate, shape => shape, (x, key) => Dropped(x, key, rate));

    /// <summary>
    /// A <see cref="Dropout"/> of whole channels: <c>[batch, ..., channels] -> [batch, ..., channels]</c>, with one m for all places of a channel
    /// of a sample, since neighbours in an image say nearly the same.
    /// </summary>
    /// <remarks>Tompson, Goroshin, Jain, LeCun and Bregler, "Efficient object localization using convolutional networks", 2015.</remarks>
    /// <inheritdoc cref="Dropout(double)"/>
    /// <example>
    /// <code>
    /// var y = SpatialDropout(0.5).Forward(Parameters&lt;float&gt;.Empty, Tensor.Ones&lt;float&gt;([1, 2, 4]), Mode.Training(Key.Seed(0))).Output;
    /// Console.WriteLine(y.Reshape([2, 4]));
    /// // f32[2,4]
    /// // [[2, 0, 2, 0],
    /// //  [2, 0, 2, 0]]
    /// </code>
    /// </example>
    public static Layer<T> SpatialDropout(double rate) => Dropper(
        "SpatialDropout",
        rate,
        shape => shape.Rank > 1 ? shape : Error.New($"expected [batch, ..., channels], got {shape}"),
        (x, key) => TimesEach(x, Dropped(Tensor.Ones<T>([x.Shape[0], x.Shape[^1]]), key, rate)));

    /// <summary>
    /// A <see cref="Dropout"/> of whole samples, <c>[batch, ...] -> [batch, ...]</c>: at the end of a residual branch it leaves the branch out
    /// for some samples, which makes the network less deep for them.
    /// </summary>
    /// <remarks>Huang, Sun, Liu, Sedra and Weinberger, "Deep networks with stochastic depth", 2016.</remarks>
    /// <inheritdoc cref="Dropout(double)"/>
    /// <example>
    /// <code>
    /// var block = Residual(Affine(8, 8) >> Relu >> DropPath(0.1));
    /// var y = DropPath(0.5).Forward(Parameters&lt;float&gt;.Empty, Tensor.Ones&lt;float&gt;([3, 2]), Mode.Training(Key.Seed(0))).Output;
    /// Console.WriteLine(y);
    /// // f32[3,2]
    /// // [[2, 2],
    /// //  [0, 0],
    /// //  [2, 2]]
    /// </code>
    /// </example>
    public static Layer<T> DropPath(double rate) => Dropper(
        "DropPath",
        rate,
        shape => shape.Rank > 0 ? shape : Error.New($"expected [batch, ...], got {shape}"),
        (x, key) => TimesEach(x, Dropped(Tensor.Ones<T>([x.Shape[0], 1]), key, rate)));

    /// <summary><c>y = x + e</c> in training, with e drawn from a normal distribution of mean 0 for each number; any shape; <c>dx = dy</c>. In inference <c>y = x</c>.</summary>
    /// <remarks>Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995.</remarks>
    /// <param name="deviation">The standard deviation of the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    /// <example>
    /// <code>
    /// var y = GaussianNoise(0.1).Forward(Parameters&lt;float&gt;.Empty, Tensor.Ones&lt;float&gt;([2]), Mode.Training(Key.Seed(0))).Output;
    /// Console.WriteLine(y); // f32[2] [0.9532, 0.9978]
    /// </code>
    /// </example>
    public static Layer<T> GaussianNoise(double deviation)
    {
        if (!(deviation is >= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(deviation), $"expected a deviation of 0 or more, got {NumberFormat.Shortest(deviation)}");
        return Layer.Define<T>(
            "GaussianNoise",
            new($"({NumberFormat.Setting(deviation)})", (nameof(deviation), deviation)),
            [],
            shape => shape,
            (parameters, x, mode) => (
                mode is Mode.TrainingMode { Key: var key } ? x + (key.Normal<T>(x.Shape) * T.CreateChecked(deviation)) : x,
                dy => new(parameters, () => dy)));
    }

    /// <summary>A layer that is, for each key, a symmetric linear function, and so its own pullback.</summary>
    private static Layer<T> Dropper(
        string kind, double rate, Func<Shape, LanguageExt.Fin<Shape>> outputShape, Func<Tensor<T>, Key, Tensor<T>> drop)
    {
        if (!(rate is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), $"expected a rate from 0 to less than 1, got {NumberFormat.Shortest(rate)}");
        return Layer.Define<T>(
            kind,
            new($"({NumberFormat.Setting(rate)})", (nameof(rate), rate)),
            [],
            outputShape,
            (parameters, x, mode) => rate > 0 && mode is Mode.TrainingMode { Key: var key }
                ? (drop(x, key), dy => new(parameters, () => drop(dy, key)))
                : (x, dy => new(parameters, () => dy)));
    }

    private static Tensor<T> Dropped(Tensor<T> x, Key key, double rate)
    {
        var kept = Tensor<T>.Allocate(x.Shape.Size);
        new Dropping<T>((key.High, key.Low), rate).Run(x.Span, kept);
        return Tensor<T>.Freeze(x.Shape, kept);
    }

    /// <summary>The product of each sample with factors of its own: <c>[batch, 1]</c>, or <c>[batch, channels]</c> of the innermost axis.</summary>
    private static Tensor<T> TimesEach(Tensor<T> x, Tensor<T> factors)
    {
        var (y, size, length) = (Tensor<T>.Allocate(x.Shape.Size), x.Shape[1..].Size, factors.Shape[1]);
        for (var sample = 0; sample < x.Shape[0]; sample++)
        {
            var from = x.Span.Slice(sample * size, size);
            var to = y.AsSpan(sample * size, size);
            var factor = factors.Span.Slice(sample * length, length);
            if (length == 1)
                Elementwise.Map(from, to, new WithSecond<T, Multiply<T>>(default, factor[0]));
            else
                Elementwise.ZipRows(from, factor, to, default(Multiply<T>));
        }

        return Tensor<T>.Freeze(x.Shape, y);
    }
}
