using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    public static partial class Losses
    {
        /// <summary>
        /// The mean over all outputs of <c>−α (1 − y)^γ ln y</c> where the answer is yes and of <c>−(1 − α) y^γ ln(1 − y)</c> where it is no,
        /// <c>y = sigmoid(x)</c> of logits x, <c>[batch, ...]</c>: the cross entropy in which what is known well counts for little. Of a yes,
        /// <c>dx = −α (1 − y)^γ (1 − y − γ y ln y)/n</c> for n outputs. The targets are a class 0 or 1 for each output, or probabilities t of the
        /// same shape, for which the two are mixed as t and 1 − t.
        /// </summary>
        /// <remarks>
        /// Lin et al., "Focal loss for dense object detection", 2017, equations 4 and 5, where γ = 2 and α = 0.25 do best. There the sum is divided
        /// by the number of objects: <c>.Summed</c>. One class of several is <see cref="Focal"/>.
        /// </remarks>
        /// <param name="gamma">The exponent γ: at least 0, where it is the cross entropy.</param>
        /// <param name="alpha">The weight α of a yes, from 0 to 1; that of a no is 1 − α. If not given, both are 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">γ is negative or not finite, or α is not within [0, 1].</exception>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.SigmoidFocal(gamma: 2, alpha: 0.25).Against([1, 0])(Tensor.Vector(0f, -10000));
        /// Console.WriteLine($"{value:F6}, {pullback(1)[1]}"); // 0.021661, 0
        /// </code>
        /// </example>
        public static Loss<T> SigmoidFocal(double gamma = 2, double? alpha = null)
        {
            RequireGamma(gamma);
            if (alpha is not (null or (>= 0 and <= 1)))
                throw new ArgumentOutOfRangeException(nameof(alpha), Invariant($"expected an alpha from 0 to 1, got {alpha}"));
            var description = Invariant($"{nameof(SigmoidFocal)}({gamma}{(alpha is { } given ? Invariant($", {given}") : "")})");
            var (exponent, ofYes, ofNo) = (T.CreateChecked(gamma), T.CreateChecked(alpha ?? 1), T.CreateChecked(1 - alpha ?? 1));
            return Loss<T>.MeanOf(description, targets => logits =>
            {
                var answers = targets.RequireAnswers(Loss.RequireSome(description, logits).Shape, description);
                var (yes, no) = (answers * ofYes, (Tensor.Scalar(T.One) - answers) * ofNo);
                var (ifYes, ifNo) = (FocalTerm(logits, exponent), FocalTerm(-logits, exponent));
                // What weighs nothing may be infinite.
                return new(
                    yes.Zip(yes * ifYes.Value, default(Masked<T>)) + no.Zip(no * ifNo.Value, default(Masked<T>)),
                    dy => ((yes * ifYes.Slope) - (no * ifNo.Slope)) * dy);
            });
        }

        /// <summary>
        /// <c>−q^γ ln p</c> of <c>p = sigmoid(x)</c> and <c>q = sigmoid(−x)</c>, and its slope <c>−q^γ (q − γ p ln p)</c>. Neither takes the
        /// logarithm of 0, and <c>p ln p</c> is 0 where p is.
        /// </summary>
        private static (Tensor<T> Value, Tensor<T> Slope) FocalTerm(Tensor<T> x, T gamma)
        {
            var (p, q, minusLog) = (x.Sigmoid(), (-x).Sigmoid(), TensorNodes<T>.Softplus(-x).Value);
            var factor = q.Power(gamma);
            return (factor * minusLog, -factor * (q + (p.Zip(p * minusLog, default(Masked<T>)) * gamma)));
        }
    }
}
