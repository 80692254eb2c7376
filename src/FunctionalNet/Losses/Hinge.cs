namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Losses of margins, as of support vector machines.</content>
    public static partial class Losses
    {
        /// <summary>
        /// The mean over all outputs of <c>max(0, 1 − t x)</c> for scores x, <c>[batch, ...]</c>, and targets t of −1 or 1 of the same shape, or
        /// a class 0 or 1 for each output; <c>dx = −t/n</c> within the margin, and 0 beyond and at it.
        /// </summary>
        /// <remarks>Cortes and Vapnik, "Support-vector networks", 1995.</remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.Hinge.Against([1, 0])(Tensor.Vector(0.5f, -2));
        /// Console.WriteLine($"{value}, {pullback(1)}"); // 0.25, f32[2] [-0.5,  0.0]
        /// </code>
        /// </example>
        public static Loss<T> Hinge { get; } = Loss<T>.MeanOf(nameof(Hinge), targets => scores =>
        {
            var answers = targets.RequireAnswers(Loss.RequireSome(nameof(Hinge), scores).Shape, nameof(Hinge));
            var signs = targets is Targets<T>.Classes ? answers + answers - T.One : answers;
            var lacking = (Tensor.Scalar(T.One) - (signs * scores)).Relu();
            return new(lacking, dy => lacking.Greater(T.Zero) * -signs * dy);
        });

        /// <summary>
        /// The mean over the rows of <c>max(0, m + maxᵢ xᵢ − x_c)</c> for scores x, <c>[..., classes]</c>, of the wrong classes i and the right
        /// class c: how much the best of the others lacks of being a margin m below. Within it, dx is 1/n at that one and −1/n at c.
        /// </summary>
        /// <remarks>
        /// Crammer and Singer, "On the algorithmic implementation of multiclass kernel-based vector machines", 2001. The targets are class
        /// indices or probabilities, whose largest counts.
        /// </remarks>
        /// <param name="margin">The margin m: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is not a positive number.</exception>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.MultiClassHinge().Against([2])(Tensor.Matrix(new[,] { { 0f, 1.5f, 2 } }));
        /// Console.WriteLine($"{value}, {pullback(1).Reshape([3])}"); // 0.5, f32[3] [ 0,  1, -1]
        /// </code>
        /// </example>
        public static Loss<T> MultiClassHinge(double margin = 1)
        {
            RequireMargin(margin);
            var (m, description) = (T.CreateChecked(margin), Invariant($"{nameof(MultiClassHinge)}({margin})"));
            return Loss<T>.MeanOf(description, targets => scores =>
            {
                var shape = Loss.RequireSome(description, scores).Shape;
                Indices right = new([.. shape[..^1], 1], targets.ClassesFor(shape, description));
                var others = scores.ScatterAlong(-1, right, Tensor.Full(right.Shape, T.NegativeInfinity), ScatterMode.Replace);
                var best = others.ArgMax(-1, keepAxis: true);
                var lacking = (scores.GatherAlong(-1, best) - scores.GatherAlong(-1, right) + m).Relu();
                return new(lacking.Reshape(shape[..^1]), dy =>
                {
                    var slope = lacking.Greater(T.Zero) * dy.Reshape(lacking.Shape);
                    return Tensor.Zeros<T>(shape).ScatterAlong(-1, best, slope).ScatterAlong(-1, right, -slope);
                });
            });
        }

        private static void RequireMargin(double margin)
        {
            if (!(margin > 0 && double.IsFinite(margin)))
                throw new ArgumentOutOfRangeException(nameof(margin), Invariant($"expected a margin above 0, got {margin}"));
        }
    }
}
