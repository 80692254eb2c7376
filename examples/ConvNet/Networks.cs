using System.Numerics;
using FunctionalNet;

namespace ConvNet;

/// <summary>Convolutional networks for ten classes: functions that are composed of smaller ones.</summary>
internal static class Networks<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Classes = 10;

    /// <summary>The textbook's SimpleConvNet, <c>[batch, 28, 28, 1] -> [batch, 10]</c>: one convolution, and two affine layers.</summary>
    public static Layer<T> SimpleConvNet() =>
        Layers<T>.Convolution(1, 30, [5, 5]) >> Halved >> Layers<T>.Relu >> Layers<T>.Flatten
        >> Layers<T>.Affine(12 * 12 * 30, 100) >> Layers<T>.Relu >> Layers<T>.Affine(100, Classes);

    /// <summary>
    /// The textbook's DeepConvNet, <c>[batch, 28, 28, 1] -> [batch, 10]</c>: six convolutions in three pairs, and two affine layers. The textbook
    /// drops half of the outputs too, which is left out: a class that is dropped has the logit 0, whatever the image shows.
    /// </summary>
    public static Layer<T> DeepConvNet() =>
        Convolved(1, 16) >> Layers<T>.Relu >> Convolved(16, 16) >> Halved >> Layers<T>.Relu
        >> Convolved(16, 32) >> Layers<T>.Relu >> Convolved(32, 32, around: 2) >> Halved >> Layers<T>.Relu
        >> Convolved(32, 64) >> Layers<T>.Relu >> Convolved(64, 64) >> Halved >> Layers<T>.Relu
        >> Layers<T>.Flatten
        >> Layers<T>.Affine(4 * 4 * 64, 50, He) >> Layers<T>.Relu >> Layers<T>.Dropout(0.5)
        >> Layers<T>.Affine(50, Classes, He);

    /// <summary>
    /// A residual network, <c>[batch, height, width, inputs] -> [batch, 10]</c>: three stages of blocks, of which the second and the third halve the
    /// image and double the channels. He et al., "Deep residual learning for image recognition", 2015.
    /// </summary>
    /// <param name="blocks">The number of blocks in a stage.</param>
    /// <param name="channels">The number of channels of the first stage.</param>
    /// <param name="inputs">The number of channels of an image: 1 for MNIST, 3 for colours.</param>
    public static Layer<T> ResNet(int blocks, int channels, int inputs = 1) =>
        Normalized(inputs, channels) >> Layers<T>.Relu
        >> Stage(blocks, channels, channels, stride: 1)
        >> Stage(blocks, channels, 2 * channels, stride: 2)
        >> Stage(blocks, 2 * channels, 4 * channels, stride: 2)
        >> Layers<T>.GlobalAveragePool >> Layers<T>.Affine(4 * channels, Classes);

    /// <summary>
    /// The block of MobileNetV2, <c>[batch, height, width, channels] -> [batch, height, width, channels]</c>: more channels by a convolution of a
    /// point, a convolution of each of them, and back. Its last convolution has no activation, which would lose what few channels hold. Sandler
    /// et al., "MobileNetV2: inverted residuals and linear bottlenecks", 2018, whose activations are cut off at 6.
    /// </summary>
    /// <param name="channels">The number of channels.</param>
    /// <param name="expansion">How many times as many there are within the block.</param>
    public static Layer<T> MobileBlock(int channels, int expansion)
    {
        var wide = expansion * channels;
        return Layers<T>.Residual(
            Normalized(channels, wide, window: 1) >> Layers<T>.Relu
            >> EachNormalized(wide) >> Layers<T>.Relu
            >> Normalized(wide, channels, window: 1));
    }

    private static Initializer<T> He => Layers<T>.Initializers.HeNormal;

    /// <summary>
    /// The largest of four pixels, before the rectifier: of rectified pixels the largest is the same, and so are all gradients, to the bit, but a
    /// rectifier of all pixels has four times the work.
    /// </summary>
    private static Layer<T> Halved => Layers<T>.MaxPool([2, 2]);

    private static Layer<T> Convolved(int inputs, int outputs, int around = 1) =>
        Layers<T>.Convolution(inputs, outputs, [3, 3], padding: Padding.Of([around, around]), weights: He);

    /// <summary>Blocks, of which the first changes the size of the image and the channels.</summary>
    private static Layer<T> Stage(int blocks, int inputs, int outputs, int stride) =>
        Block(inputs, outputs, stride) >> Layers<T>.Repeat(blocks - 1, _ => Block(outputs, outputs, stride: 1));

    private static Layer<T> Block(int inputs, int outputs, int stride)
    {
        var change = Normalized(inputs, outputs, stride: stride) >> Layers<T>.Relu >> Normalized(outputs, outputs);
        return Around(change, inputs, outputs, stride) >> Layers<T>.Relu;
    }

    /// <summary>The change added to its input, which is projected if its shape is another.</summary>
    private static Layer<T> Around(Layer<T> change, int inputs, int outputs, int stride) => inputs == outputs && stride == 1
        ? Layers<T>.Residual(change)
        : Layers<T>.Branches(Layers<T>.Sum, change, Normalized(inputs, outputs, window: 1, stride: stride));

    // A bias before a normalization has no effect.
    private static Layer<T> Normalized(int inputs, int outputs, int window = 3, int stride = 1) =>
        Layers<T>.Convolution(inputs, outputs, [window, window], [stride, stride], Padding.Same, hasBias: false, weights: He)
        >> Layers<T>.BatchNormalization(outputs);

    private static Layer<T> EachNormalized(int channels) =>
        Layers<T>.DepthwiseConvolution(channels, [3, 3], padding: Padding.Same, hasBias: false, weights: He)
        >> Layers<T>.BatchNormalization(channels);
}
