using System.Numerics;

namespace FunctionalNet.Bits;

/// <summary>The runs at a precision; each returns the fingerprint of the trained parameters.</summary>
internal static class Runs<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Rate = 0.1;

    /// <summary>The chapter's network.</summary>
    public static string TwoLayers()
    {
        var weights = Layers<T>.Initializers.Normal(T.CreateChecked(0.01));
        var network = Layers<T>.Affine(784, 50, weights) >> Layers<T>.Relu >> Layers<T>.Affine(50, 10, weights);
        var batches = Batches.WithReplacement(Digits.Generate<T>(Key.Seed(1), 500), 100, Key.Seed(2));
        return Fingerprint(network, batches, steps: 100, Layers<T>.Optimizers.Sgd(Rate));
    }

    /// <summary>The other activations, and lengths that are no multiples of a vector's: 1, 3, 7, 17 and 33.</summary>
    public static string OddLengths() => OddLengthsBy(Layers<T>.Optimizers.Momentum(Rate, 0.9));

    /// <summary>The same by what computes roots, powers, cosines and a norm over all parameters.</summary>
    public static string OddLengthsByAdamW()
    {
        var rate = Layers<T>.Schedules.WarmUp(Rate, 10) >> Layers<T>.Schedules.Cosine(Rate, 0, 90);
        return OddLengthsBy(Layers<T>.Optimizers.ClipByGlobalNorm(0.1) >> Layers<T>.Optimizers.AdamW(rate, decay: 0.01));
    }

    /// <summary>The same by each of the other optimizers, a few steps of each: the beginnings of their fingerprints.</summary>
    public static string OddLengthsByOthers() => string.Join(' ', new[]
    {
        Layers<T>.Optimizers.AmsGrad(Rate), Layers<T>.Optimizers.NAdam(Rate), Layers<T>.Optimizers.RAdam(Rate), Layers<T>.Optimizers.AdaBelief(Rate),
        Layers<T>.Optimizers.AdaMax(Rate), Layers<T>.Optimizers.AdaDelta(Layers<T>.Schedules.OneCycle(1, 9)), Layers<T>.Optimizers.RmsProp(Rate, centered: true),
        Layers<T>.Optimizers.Lion(Rate, 0.1), Layers<T>.Optimizers.Lamb(Layers<T>.Schedules.CosineWithRestarts(Rate, 0, 3, growth: 2), 0.1), Layers<T>.Optimizers.Adafactor(Rate),
    }.Select(optimizer => OddLengthsBy(optimizer, steps: 9)[..8]));

    private static string OddLengthsBy(Optimizer<T> optimizer, int steps = 100)
    {
        var network =
            Layers<T>.Affine(17, 33) >> Layers<T>.Sigmoid >>
            Layers<T>.Affine(33, 1) >> Layers<T>.Tanh >>
            Layers<T>.Affine(1, 7) >> Layers<T>.Softmax >>
            Layers<T>.Affine(7, 3);
        var dataset = new Dataset<T>(Key.Seed(1).Normal<T>([99, 17]), Key.Seed(4).Integers(99, 3));
        var batches = Batches.ShuffledEpochs(dataset, 17, Key.Seed(2));
        return Fingerprint(network, batches, steps, optimizer);
    }

    /// <summary>
    /// Matrix products that are worth several threads, with 41 million multiply-adds each and lengths that no number of threads
    /// divides.
    /// </summary>
    public static string WideLayers()
    {
        var network = Layers<T>.Affine(784, 257) >> Layers<T>.Relu >> Layers<T>.Affine(257, 10);
        var batches = Batches.WithReplacement(Digits.Generate<T>(Key.Seed(1), 500), 203, Key.Seed(2));
        return Fingerprint(network, batches, steps: 3, Layers<T>.Optimizers.Sgd(Rate));
    }

    /// <summary>Seven shards of a batch that they do not divide, at once: gradients summed in blocks on several threads, dropout and statistics of each.</summary>
    public static string Shards()
    {
        var network = Layers<T>.Affine(784, 257) >> Layers<T>.BatchNormalization(257) >> Layers<T>.Relu >> Layers<T>.Dropout(0.2)
            >> Layers<T>.Reshape([257, 1, 1]) >> Layers<T>.Convolution(1, 16, [5, 1], stride: [4, 1]) >> Layers<T>.Flatten >> Layers<T>.Affine(1024, 10);
        var batches = Batches.WithReplacement(Digits.Generate<T>(Key.Seed(1), 500), 203, Key.Seed(2));
        var objective = network.Objective(Layers<T>.Losses.SoftmaxCrossEntropy).Sharded(7);
        return Train.Run(objective, Layers<T>.Optimizers.Adam(0.01), batches, network.Initialize(Key.Seed(3)), Key.Seed(4)).ElementAt(3).Parameters.Fingerprint();
    }

    /// <summary>
    /// A small convolutional network: products in place and by Winograd's algorithm, a convolution of each channel, a strided one and its transpose,
    /// batch normalization with its statistics, pooling, dropout, and images that are augmented.
    /// </summary>
    public static string Images()
    {
        var he = Layers<T>.Initializers.HeNormal;
        var network =
            Layers<T>.Convolution(1, 16, [5, 5], hasBias: false, weights: he) >> Layers<T>.BatchNormalization(16) >> Layers<T>.Relu
            >> Layers<T>.Convolution(16, 33, [3, 3], padding: Padding.Same, weights: he) >> Layers<T>.MaxPool([2, 2]) >> Layers<T>.Relu
            >> Layers<T>.DepthwiseConvolution(33, [3, 3], padding: Padding.Same, weights: he) >> Layers<T>.Dropout(0.3)
            >> Layers<T>.Convolution(33, 7, [3, 3], stride: [2, 2], weights: he) >> Layers<T>.TransposedConvolution(7, 5, [2, 2], stride: [2, 2])
            >> Layers<T>.BatchNormalization(5) >> Layers<T>.AveragePool([2, 2]) >> Layers<T>.Flatten >> Layers<T>.Affine(20, 10);
        var augmentation = Layers<T>.Augment.Rotate(10) >> Layers<T>.Augment.Elastic(4, 3) >> Layers<T>.Augment.Crop(14, 14)
            >> Layers<T>.Augment.Brightness(0.2) >> Layers<T>.Augment.Noise(0.1) >> Layers<T>.Augment.Cutout(4) >> Layers<T>.Augment.Mixup(0.3, classes: 10);
        var digits = Digits.Generate<T>(Key.Seed(1), 200).AsImages(28, 28);
        var batches = Batches.ShuffledEpochs(digits, 19, Key.Seed(2)).Augmented(augmentation, Key.Seed(4));
        return Fingerprint(network, batches, steps: 4, Layers<T>.Optimizers.Adam(0.01));
    }

    /// <summary>Functions, activations with their gradients, reductions over axes and a batched product, none of which the networks above have.</summary>
    public static string Functions()
    {
        var (x, y) = (Key.Seed(1).Normal<T>([203, 37]) * T.CreateChecked(4), Key.Seed(2).Normal<T>([37]));
        Differentiable<Tensor<T>, Tensor<T>>[] activations =
        [
            TensorNodes<T>.Erf, TensorNodes<T>.Gelu, TensorNodes<T>.GeluTanh, TensorNodes<T>.Silu, TensorNodes<T>.Mish, TensorNodes<T>.Softplus,
            TensorNodes<T>.Elu(T.One), TensorNodes<T>.Selu, TensorNodes<T>.Softsign, TensorNodes<T>.LogSoftmaxOver(0), TensorNodes<T>.SoftmaxOver(-1),
            TensorNodes<T>.LogSumExpOver([0]), TensorNodes<T>.VarianceOver([1]), TensorNodes<T>.NormOver([]),
        ];
        Tensor<T>[] results =
        [
            .. activations.SelectMany(function => function(x) is var (value, pullback) ? new[] { value, pullback(value) } : []),
            x.Abs().Power(y), x.MaxOver(0), x.MinOver(1), x.SumOver(0), x.MeanOver(-1), x.ProductOver([0]), x.CumulativeSum(0),
            x.Reshape([7, 29, 37]).MatMul(y), x.Reshape([7, 29, 37]).MatMul(x.Transpose()[.., ..33]),
        ];
        return Parameters<T>.Create([.. results.Select((result, i) => new Parameter<T>(FormattableString.Invariant($"{i}"), ParameterRole.Weight, result))]).Fingerprint();
    }

    /// <summary>The first parameters, by each initializer that computes: one weight that is worth several threads, and a grouped convolution's.</summary>
    public static string Initializers()
    {
        var number = T.CreateChecked(0.3);
        Initializer<T>[] initializers =
        [
            Layers<T>.Initializers.Orthogonal, Layers<T>.Initializers.Orthogonal * Layers<T>.Initializers.Gain(Layers<T>.Relu), Layers<T>.Initializers.Identity(2),
            Layers<T>.Initializers.Normal(number), Layers<T>.Initializers.TruncatedNormal(number), Layers<T>.Initializers.Uniform(-number, number),
            Layers<T>.Initializers.GlorotUniform, Layers<T>.Initializers.GlorotNormal, Layers<T>.Initializers.HeUniform, Layers<T>.Initializers.HeNormal,
            Layers<T>.Initializers.LecunUniform, Layers<T>.Initializers.LecunNormal,
        ];
        var drawn = initializers.Select(initializer => initializer.Draw(Key.Seed(5), [3, 3, 17, 34])).Append(Layers<T>.Initializers.Orthogonal.Draw(Key.Seed(6), [401, 299]));
        return Parameters<T>.Create([.. drawn.Select((weight, i) => new Parameter<T>(FormattableString.Invariant($"{i}"), ParameterRole.Weight, weight))]).Fingerprint();
    }

    private static string Fingerprint(Layer<T> network, Batches<Batch<T>> batches, int steps, Optimizer<T> optimizer) =>
        batches.Take(steps)
            .Aggregate(Train.Start(network, optimizer, Key.Seed(3)), Train.Step(network, Layers<T>.Losses.SoftmaxCrossEntropy, optimizer))
            .Parameters.Fingerprint();
}
