using System.Collections.Immutable;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>
    /// Losses of classifiers with outputs <c>[batch, ..., classes]</c>. The targets are class indices, one for each row, without one-hot
    /// rows, or probabilities of the outputs' shape. Further axes are positions: of a sequence, or pixels of an image to segment.
    /// </content>
    public static partial class Losses
    {
        /// <summary>
        /// <see cref="SoftmaxCrossEntropy"/> with options: the mean over the rows of <c>−Σᵢ wᵢ qᵢ ln yᵢ</c>, <c>y = softmax(x)</c> of logits x,
        /// with class weights w and smoothed targets <c>q = (1 − ε) t + ε/classes</c>. Means divide by the sum of the weights <c>Σᵢ wᵢ tᵢ</c> of
        /// the rows that are not ignored, and are 0 where that is 0.
        /// </summary>
        /// <remarks>
        /// Label smoothing: Szegedy et al., "Rethinking the Inception architecture for computer vision", 2016, section 7. Weights, ignored index
        /// and reductions as in ONNX's SoftmaxCrossEntropyLoss; the sum is <c>.Summed</c>, and <c>.Each(targets)</c> the terms.
        /// </remarks>
        /// <param name="classWeights">The weight of each class, at least 0; 1 each if not given.</param>
        /// <param name="labelSmoothing">The share ε of a target that is given to all classes alike, from 0 to 1.</param>
        /// <param name="ignoredIndex">The class index of rows that do not count, within the classes or not: 255, −1.</param>
        /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite, or the smoothing is not within [0, 1].</exception>
        /// <example>
        /// Sequences of two steps, the second of which is padding.
        /// <code>
        /// var loss = Losses.SoftmaxCrossEntropyWith(classWeights: [1, 3], ignoredIndex: -1);
        /// var (value, pullback) = loss.Against([1, -1])(Tensor.Zeros&lt;float>([1, 2, 2]));
        /// Console.WriteLine($"{value}, {pullback(1).Reshape([4])}"); // 0.6931472, f32[4] [ 0.5, -0.5,  0.0,  0.0]
        /// </code>
        /// </example>
        public static Loss<T> SoftmaxCrossEntropyWith(
            ImmutableArray<T> classWeights = default, double labelSmoothing = 0, int? ignoredIndex = null) =>
            new ClassTerms(nameof(SoftmaxCrossEntropy), classWeights, labelSmoothing, ignoredIndex).Of(TensorNodes<T>.LogSoftmaxOver(-1));

        /// <summary>
        /// The mean over the rows of <c>−Σᵢ tᵢ xᵢ</c> for outputs x that are logarithms of probabilities, <c>[..., classes]</c>, as log-softmax
        /// gives them: minus the output of the right class; <c>dx = −t/n</c> for n rows.
        /// </summary>
        /// <remarks>After a log-softmax it is <see cref="SoftmaxCrossEntropy"/>. Fisher, "On the mathematical foundations of theoretical statistics", 1922.</remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.NegativeLogLikelihood.Against([1])(Tensor.Matrix(new[,] { { -2f, -0.25f } }));
        /// Console.WriteLine($"{value}, {pullback(1).Reshape([2])}"); // 0.25, f32[2] [ 0, -1]
        /// </code>
        /// </example>
        public static Loss<T> NegativeLogLikelihood { get; } = NegativeLogLikelihoodWith();

        /// <summary>
        /// <see cref="NegativeLogLikelihood"/> with the options of <see cref="SoftmaxCrossEntropyWith"/>: the mean over the rows of
        /// <c>−Σᵢ wᵢ qᵢ xᵢ</c>.
        /// </summary>
        /// <remarks>Weights, ignored index and reductions as in ONNX's NegativeLogLikelihoodLoss.</remarks>
        /// <inheritdoc cref="SoftmaxCrossEntropyWith"/>
        /// <example>
        /// <code>
        /// var loss = Losses.NegativeLogLikelihoodWith(classWeights: [1, 3]);
        /// Console.WriteLine($"{loss}: {loss.Against([0, 1])(Tensor.Matrix(new[,] { { -2f, -4 }, { -4f, -2 } })).Value}");
        /// // NegativeLogLikelihood(class weights [1, 3]): 2
        /// </code>
        /// </example>
        public static Loss<T> NegativeLogLikelihoodWith(
            ImmutableArray<T> classWeights = default, double labelSmoothing = 0, int? ignoredIndex = null) =>
            new ClassTerms(nameof(NegativeLogLikelihood), classWeights, labelSmoothing, ignoredIndex).Of(Differentiable.Identity<Tensor<T>>());

        /// <summary>
        /// The mean over the rows of <c>−Σᵢ wᵢ tᵢ (1 − yᵢ)^γ ln yᵢ</c>, <c>y = softmax(x)</c> of logits x, <c>[..., classes]</c>: the cross entropy
        /// in which what is known well counts for little. Means divide as those of <see cref="SoftmaxCrossEntropyWith"/>.
        /// </summary>
        /// <remarks>Lin et al., "Focal loss for dense object detection", 2017, equation 5, for any number of classes; the weights are its α.</remarks>
        /// <param name="gamma">The exponent γ: at least 0, where it is the cross entropy.</param>
        /// <param name="classWeights">The weight of each class, at least 0; 1 each if not given.</param>
        /// <param name="ignoredIndex">The class index of rows that do not count.</param>
        /// <exception cref="ArgumentOutOfRangeException">γ or a weight is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// var (value, _) = Losses.Focal(gamma: 2).Against([1])(Tensor.Matrix(new[,] { { 0f, 0 } }));
        /// Console.WriteLine(value); // 0.1732868
        /// </code>
        /// </example>
        public static Loss<T> Focal(double gamma = 2, ImmutableArray<T> classWeights = default, int? ignoredIndex = null)
        {
            RequireGamma(gamma);
            return new ClassTerms(Invariant($"{nameof(Focal)}({gamma})"), classWeights, 0, ignoredIndex)
                .Of(TensorNodes<T>.LogSoftmaxOver(-1) >> Modulated(T.CreateChecked(gamma)));
        }

        private static void RequireGamma(double gamma)
        {
            if (!(gamma >= 0 && double.IsFinite(gamma)))
                throw new ArgumentOutOfRangeException(nameof(gamma), Invariant($"expected a gamma of 0 or more, got {gamma}"));
        }

        /// <summary><c>(1 − eˣ)^γ x</c> of logarithms x of probabilities.</summary>
        private static Differentiable<Tensor<T>, Tensor<T>> Modulated(T gamma) => x =>
        {
            var rest = (Tensor.Scalar(T.One) - x.Exp()).Relu();
            var factor = rest.Power(gamma);
            return (factor * x, dy =>
            {
                // At a probability of 1 the second term is 0 · ∞, whose limit is 0; at one of 0 it is 0 · −∞, and 0 too.
                var change = x.Exp() * x * rest.Power(gamma - T.One) * gamma;
                var slope = factor - change.Abs().Less(T.PositiveInfinity).Where(change, T.Zero);
                return dy.Zip(slope * dy, default(Numerics.Masked<T>));
            }
            );
        };
    }
}
