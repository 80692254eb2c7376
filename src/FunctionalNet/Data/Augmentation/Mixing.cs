using System.Collections.Immutable;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Changes that mix each image, and its target, with another of its batch.</content>
    public static partial class Augment
    {
        /// <summary>
        /// Mixes each image with another of the batch, and their targets alike: <c>λ x + (1 − λ) x'</c>, with λ from a beta distribution. Class
        /// indices become one-hot rows.
        /// </summary>
        /// <remarks>Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: beyond empirical risk minimization", 2018.</remarks>
        /// <param name="alpha">Both parameters of the distribution: near 0, most images stay almost as they are; at 1, λ is uniform.</param>
        /// <param name="classes">The number of classes, where targets are class indices; none where they are values.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
        /// <exception cref="ArgumentException">When applied: targets are class indices, and the number of classes is not given.</exception>
        /// <example>
        /// <code>
        /// var batch = Digits.Generate&lt;float>(Key.Seed(0), 100).AsImages(28, 28).AsBatch();
        /// var mixed = Augment.Mixup(0.2, classes: 10).Apply(Key.Seed(1), batch);
        /// Console.WriteLine($"{mixed.Targets}, {mixed.Targets.ToTensor().SumOver(1).Max():F3}"); // 100 values f32[10], 1.000
        /// </code>
        /// </example>
        public static Augmentation<T> Mixup(double alpha, int? classes = null) => Mixed(nameof(Mixup), alpha, classes, (_, weight, image, other, result, _) =>
        {
            Elementwise.Zip(other, image, result, new Interpolate<T>(T.CreateChecked(weight)));
            return weight;
        });

        /// <summary>
        /// Puts a rectangle of another image of the batch into each image, in the same place: a share <c>1 − λ</c> of it, as far as the rectangle
        /// is within it, with λ from a beta distribution. Targets are mixed by the shares of the pixels. Class indices become one-hot rows.
        /// </summary>
        /// <remarks>Yun, Han, Oh, Chun, Choe and Yoo, "CutMix: regularization strategy to train strong classifiers with localizable features", 2019.</remarks>
        /// <inheritdoc cref="Mixup"/>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.CutMix(1, classes: 10)); // CutMix(1, classes 10)
        /// </code>
        /// </example>
        public static Augmentation<T> CutMix(double alpha, int? classes = null) => Mixed(nameof(CutMix), alpha, classes, (key, weight, image, other, result, shape) =>
        {
            var (size, words, side) = (new ImageSize(shape[0], shape[1]), key.Words(2), double.Sqrt(1 - weight));
            var (height, width) = ((int)double.Round(side * size.Height), (int)double.Round(side * size.Width));
            var block = ImageBlock.Around(Key.Below(size.Height, words[0]), Key.Below(size.Width, words[1]), height, width, size);
            image.CopyTo(result);
            foreach (var row in block.RowsIn(size, shape[2]))
                other[row].CopyTo(result[row]);
            return 1 - ((double)block.Height * block.Width / ((double)size.Height * size.Width));
        });

        /// <summary>Fills the result from an image and another, and returns the weight of the first in the target.</summary>
        private delegate double Mix(Key key, double weight, ReadOnlySpan<T> image, ReadOnlySpan<T> other, Span<T> result, Shape shape);

        private static Augmentation<T> Mixed(string name, double alpha, int? classes, Mix mix)
        {
            RequirePositive(alpha, "a parameter");
            if (classes is { } count)
                Require.Positive(count, nameof(classes));
            string[] arguments = [NumberFormat.Setting(alpha), .. classes is null ? [] : new[] { Invariant($"classes {classes}") }];
            return new(new BatchStep<T>(name, [.. arguments], (key, batch) =>
            {
                var targets = ToMix($"{name}({string.Join(", ", arguments)})", batch.Targets, classes);
                var (order, amounts) = key.Split();
                var others = order.Permutation(batch.Inputs.Shape[0]);
                var weights = new double[others.Length];
                var images = AugmentationStep<T>.ForEach(batch, batch.Inputs.Shape[1..], () => (index, image, result) =>
                {
                    var (forWeight, forMix) = amounts.Fold(index).Split();
                    var other = batch.Inputs.Span.Slice(others[index] * image.Length, image.Length);
                    weights[index] = mix(forMix, BetaNumber.Draw(forWeight, alpha), image, other, result, batch.Inputs.Shape[1..]);
                });
                return new(images, MixRows(targets, others, weights));
            }));
        }

        private static Tensor<T> ToMix(string step, Targets<T> targets, int? classes) => (targets, classes) switch
        {
            (Targets<T>.Values values, _) => values.Tensor,
            (Targets<T>.Classes { PerSample.Rank: 0 } indices, { } count) => Tensor.OneHot<T>(indices.Indices, count),
            (Targets<T>.Classes { PerSample.Rank: 0 }, null) => throw new ArgumentException($"{step}: to mix {targets}, say how many classes there are: classes: 10"),
            _ => throw new ArgumentException($"{step}: expected a class for each image, or values, got {targets}"),
        };

        private static Tensor<T> MixRows(Tensor<T> targets, ImmutableArray<int> others, double[] weights)
        {
            var (mixed, size) = (Tensor<T>.Allocate(targets.Shape.Size), targets.Shape[1..].Size);
            for (var row = 0; row < others.Length; row++)
            {
                Elementwise.Zip(
                    targets.Span.Slice(others[row] * size, size), targets.Span.Slice(row * size, size), mixed.AsSpan(row * size, size),
                    new Interpolate<T>(T.CreateChecked(weights[row])));
            }

            return Tensor<T>.Freeze(targets.Shape, mixed);
        }
    }
}
