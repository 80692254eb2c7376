using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>
    /// Losses of several outputs of one network: embeddings that are to be near or far. They have no targets of the outputs' kind, so each is a
    /// differentiable function of its embeddings, which an objective puts after the towers: <see cref="Differentiable"/>'s <c>Fork</c>.
    /// </content>
    public static partial class Losses
    {
        /// <summary>
        /// The mean over pairs of embeddings, <c>[batch, features]</c> each, at a distance <c>d = |a − b|</c> of <c>½ d²</c> where they are alike
        /// and of <c>½ max(0, m − d)²</c> where they are not; <c>da = (a − b)/n</c>, or <c>−(m − d) (a − b)/(d n)</c> within the margin m.
        /// <c>db = −da</c>.
        /// </summary>
        /// <remarks>
        /// Hadsell, Chopra and LeCun, "Dimensionality reduction by learning an invariant mapping", 2006, equation 4. Where embeddings that are not
        /// alike coincide, there is no direction to push them in: the gradient is 0.
        /// </remarks>
        /// <param name="areAlike">For each pair, whether it is alike.</param>
        /// <param name="margin">The distance m at which pairs that are not alike are far enough: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is not a positive number.</exception>
        /// <exception cref="ArgumentException"><paramref name="areAlike"/> is empty.</exception>
        /// <example>
        /// A siamese network: an objective over batches of pairs, whose towers have the same parameters.
        /// <code>
        /// var tower = Affine(4, 2) >> Tanh;
        /// var objective = Objective.Define&lt;(Tensor&lt;float> Left, Tensor&lt;float> Right, bool[] AreAlike), float>(
        ///     "contrastive",
        ///     (pairs, mode) => Differentiable.Fork(tower.OnInput(pairs.Left, mode), tower.OnInput(pairs.Right, mode))
        ///         .Then(Losses.Contrastive(pairs.AreAlike)));
        /// var parameters = tower.Initialize(Key.Seed(0));
        /// var same = Tensor.Ones&lt;float>([2, 4]);
        /// Console.WriteLine(objective.At(parameters, (same, same, [true, false]), Mode.Inference)); // loss 0.25
        /// </code>
        /// </example>
        public static Differentiable<(Tensor<T> Left, Tensor<T> Right), T> Contrastive(IReadOnlyList<bool> areAlike, double margin = 1)
        {
            ArgumentNullException.ThrowIfNull(areAlike);
            RequireMargin(margin);
            var count = areAlike.Count;
            if (count == 0)
                throw new ArgumentException("Contrastive: expected to be told of each pair whether it is alike, got none", nameof(areAlike));
            var alike = Tensor.Generate([count, 1], row => areAlike[row] ? T.One : T.Zero);
            return pair =>
            {
                RequireEmbeddings("Contrastive", count, pair.Left, pair.Right);
                var difference = pair.Left - pair.Right;
                var distance = difference.NormOver([-1], keepAxes: true);
                var lacking = (Tensor.Scalar(T.CreateChecked(margin)) - distance).Relu();
                var halved = T.CreateChecked(0.5 / count);
                return ((alike.Where(distance, lacking).Square() * halved).Sum(), dy =>
                {
                    var push = distance.Zip(-(lacking / distance), default(Masked<T>));
                    var gradient = difference * alike.Where(T.One, push) * (dy * (halved + halved));
                    return (gradient, -gradient);
                }
                );
            };
        }

        /// <summary>
        /// The mean over triplets of embeddings, <c>[batch, features]</c> each, of <c>max(0, |a − p|² − |a − q|² + m)</c>: an anchor a is to be
        /// nearer to a positive p of its kind than to a negative q of another, by a margin m. Within it, <c>da = 2 (q − p)/n</c>,
        /// <c>dp = 2 (p − a)/n</c> and <c>dq = 2 (a − q)/n</c>; beyond, 0.
        /// </summary>
        /// <remarks>
        /// Schroff, Kalenichenko and Philbin, "FaceNet", 2015, equation 1, with the mean in place of the sum. The pair in a pair is what two forks
        /// of three towers give.
        /// </remarks>
        /// <param name="margin">The margin m, of squared distances: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is not a positive number.</exception>
        /// <example>
        /// <code>
        /// var tower = Affine(4, 2) >> Tanh;
        /// Differentiable&lt;Parameters&lt;float>, Tensor&lt;float>> Embed(float x) => tower.OnInput(Tensor.Full([1, 4], x), Mode.Inference);
        /// var loss = Differentiable.Fork(Differentiable.Fork(Embed(1), Embed(1)), Embed(1)).Then(Losses.Triplet(margin: 0.2));
        /// Console.WriteLine(loss(tower.Initialize(Key.Seed(0))).Value); // 0.2
        /// </code>
        /// </example>
        public static Differentiable<((Tensor<T> Anchor, Tensor<T> Positive) Alike, Tensor<T> Negative), T> Triplet(double margin = 0.2)
        {
            RequireMargin(margin);
            return triplet =>
            {
                var ((anchor, positive), negative) = triplet;
                var rows = RequireEmbeddings("Triplet", null, anchor, positive, negative);
                var (near, far) = (anchor - positive, anchor - negative);
                var lacking = (near.Square().SumOver(-1, keepAxes: true) - far.Square().SumOver(-1, keepAxes: true) + T.CreateChecked(margin)).Relu();
                return (lacking.Sum() / T.CreateChecked(rows), dy =>
                {
                    var scale = lacking.Greater(T.Zero) * (dy * T.CreateChecked(2.0 / rows));
                    return (((near - far) * scale, -near * scale), far * scale);
                }
                );
            };
        }

        private static int RequireEmbeddings(string subject, int? rows, params ReadOnlySpan<Tensor<T>> embeddings)
        {
            foreach (var tensor in embeddings)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (tensor.Shape is not [> 0, > 0] || tensor.Shape != embeddings[0].Shape || tensor.Shape[0] != (rows ?? tensor.Shape[0]))
                {
                    throw new ArgumentException(
                        $"{subject}: expected embeddings [{(rows is { } wanted ? Invariant($"{wanted}") : "batch")}, features] of one shape, "
                        + $"got {string.Join(" and ", embeddings.ToArray().Select(embedding => $"{embedding.Shape}"))}");
                }
            }

            return embeddings[0].Shape[0];
        }
    }
}
