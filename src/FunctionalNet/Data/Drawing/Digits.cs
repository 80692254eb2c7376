using System.Numerics;
using System.Runtime.InteropServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// Handwritten digits that the library draws itself, 28 × 28 in 256 greys, light on dark as in MNIST: training data that needs
/// neither a file nor the Internet.
/// </summary>
/// <remarks>
/// Each image is a digit in one of several styles, drawn by the strokes of a pen, with its own slant, proportions, thickness,
/// place, tremor and grain. Only additions, multiplications, divisions and square roots are used, so the bits are the same on every
/// machine. After 10 000 steps of 100 images at rate 0.1, the test accuracy of a linear model is 86 % (on MNIST 92 %), and that of
/// a network with a hidden layer of 50 is 97 % (as on MNIST).
/// </remarks>
public static class Digits
{
    private const int Pixels = Pen.Side * Pen.Side;

    // The strength of the noise at the edge of the ink.
    private const float Grain = 0.3f;

    /// <summary>
    /// Digits, with their classes 0 to 9 as targets. Image number i depends only on the key and i, so fewer images are the first of
    /// more.
    /// </summary>
    /// <param name="key">The key that the images are drawn from.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="flatten">Whether the inputs are <c>[count, 784]</c>; otherwise they are <c>[count, 28, 28, 1]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="ArgumentException">There are more pixels than a tensor holds.</exception>
    public static Dataset<T> Generate<T>(Key key, int count, bool flatten = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNegative(count);
        Shape shape = flatten ? [count, Pixels] : [count, Pen.Side, Pen.Side, 1];
        var pixels = Tensor<T>.Allocate(shape.Size);
        var classes = new int[count];
        Workers.Run(count, unit: 1, (start, length) =>
        {
            for (var i = (int)start; i < start + length; i++)
                classes[i] = Draw(key.Fold(i), pixels.AsSpan(i * Pixels, Pixels));
        });
        return new Dataset<T>(Tensor<T>.Freeze(shape, pixels), ImmutableCollectionsMarshal.AsImmutableArray(classes));
    }

    /// <summary>
    /// A training set and an independent test set, by default as large as MNIST's: inputs <c>[n, 784]</c>, or
    /// <c>[n, 28, 28, 1]</c> unless <paramref name="flatten"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="train"/> or <paramref name="test"/> is negative.</exception>
    /// <exception cref="ArgumentException">There are more pixels than a tensor holds.</exception>
    public static (Dataset<T> Train, Dataset<T> Test) Load<T>(Key key, int train = 60_000, int test = 10_000, bool flatten = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNegative(train);
        Require.NotNegative(test);
        var (trainKey, testKey) = key.Split();
        return (Generate<T>(trainKey, train, flatten), Generate<T>(testKey, test, flatten));
    }

    /// <summary>Fills the pixels of one image, and returns its digit.</summary>
    private static int Draw<T>(Key key, Span<T> pixels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (digit, style) = Pick(key.Fold(0));
        Span<float> sheet = stackalloc float[Pixels];
        sheet.Clear();
        Handwriting.Draw(key.Fold(1)).Write(style, key.Fold(2), sheet);
        var grain = key.Fold(3).Words(Pixels / sizeof(ulong));
        for (var i = 0; i < pixels.Length; i++)
        {
            var speck = (byte)(grain[i / sizeof(ulong)] >> (8 * (i % sizeof(ulong))));
            pixels[i] = T.CreateTruncating(Grey(sheet[i], speck)) / T.CreateTruncating(255);
        }

        return digit;
    }

    private static (int Digit, DigitStyle Style) Pick(Key key)
    {
        var (forDigit, forStyle) = key.Split();
        var digit = forDigit.Integers(1, DigitStrokes.Styles.Length)[0];
        var styles = DigitStrokes.Styles[digit];
        return (digit, styles[forStyle.Integers(1, styles.Length)[0]]);
    }

    // The paper has no grain: its pixels are 0, as in MNIST.
    private static int Grey(float depth, byte speck) =>
        depth > 0 ? (int)(255 * float.Clamp(depth + (Grain * ((speck / 256f) - 0.5f)), 0, 1)) : 0;
}
