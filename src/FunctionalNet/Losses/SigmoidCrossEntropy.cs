namespace FunctionalNet;

public static partial class Layers<T>
{
    public static partial class Losses
    {
        /// <summary>
        /// The mean over all outputs of the cross entropy <c>−t ln y − (1 − t) ln(1 − y)</c> of <c>y = sigmoid(x)</c> for logits x,
        /// <c>[batch, ...]</c>; <c>dx = (y − t)/n</c>. The targets t are probabilities of the same shape, or a class 0 or 1 for each output.
        /// </summary>
        /// <remarks>
        /// Computed as <c>max(x, 0) − x t + ln(1 + e^(−|x|))</c>, which neither overflows nor takes the logarithm of 0. Several outputs of a
        /// row are several questions, each with an answer of its own; one class of several is <see cref="SoftmaxCrossEntropy"/>.
        /// </remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.SigmoidCrossEntropy.Against([1, 0])(Tensor.Matrix(new[,] { { 0f }, { -10000f } }));
        /// Console.WriteLine($"{value}, {pullback(1).Reshape([2])}"); // 0.3465736, f32[2] [-0.25,  0.00]
        /// </code>
        /// </example>
        public static Loss<T> SigmoidCrossEntropy { get; } = Loss<T>.MeanOf(nameof(SigmoidCrossEntropy), targets => logits =>
        {
            var answers = targets.RequireAnswers(Loss.RequireSome(nameof(SigmoidCrossEntropy), logits).Shape, nameof(SigmoidCrossEntropy));
            return new(
                logits.Relu() - (logits * answers) + TensorNodes<T>.Softplus(-logits.Abs()).Value,
                dy => (logits.Sigmoid() - answers) * dy);
        });
    }
}
