using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Losses of outputs that describe a distribution, or a direction.</content>
    public static partial class Losses
    {
        /// <summary>
        /// The mean over the rows of the Kullback–Leibler divergence <c>Σᵢ tᵢ (ln tᵢ − xᵢ)</c> of target probabilities t from outputs x that
        /// are logarithms of probabilities, <c>[..., classes]</c>, as log-softmax gives them; <c>dx = −t/n</c> for n rows.
        /// </summary>
        /// <remarks>
        /// Kullback and Leibler, "On information and sufficiency", 1951. What has a probability of 0 counts for nothing. It is the cross
        /// entropy less the entropy of the targets, so it is 0 where outputs and targets agree.
        /// </remarks>
        /// <example>
        /// <code>
        /// var half = Tensor.Matrix(new[,] { { 0.5f, 0.5f } });
        /// var (value, pullback) = Losses.KullbackLeibler.Against(half)(half.Log());
        /// Console.WriteLine($"{value}, {pullback(1).Reshape([2])}"); // 0, f32[2] [-0.5, -0.5]
        /// </code>
        /// </example>
        public static Loss<T> KullbackLeibler { get; } = Loss<T>.MeanOf(nameof(KullbackLeibler), targets => outputs =>
        {
            var shape = Loss.RequireSome(nameof(KullbackLeibler), outputs).Shape;
            var shares = targets.RequireValues(shape, nameof(KullbackLeibler));
            _ = targets.RequireFit(shape, nameof(KullbackLeibler));
            var terms = shares.Zip(shares * (shares.Log() - outputs), default(Masked<T>));
            return new(terms.SumOver(-1), dy => -shares * dy.Reshape([.. dy.Shape, 1]));
        });

        /// <summary>
        /// The mean over all outputs of <c>eˣ − t x</c>: the negative logarithm of the likelihood of counts t, <c>[batch, ...]</c>, under Poisson
        /// distributions of mean <c>eˣ</c>, without the term <c>ln t!</c>, which does not depend on x; <c>dx = (eˣ − t)/n</c>.
        /// </summary>
        /// <remarks>The outputs are logarithms of rates, so that they may be any numbers. McCullagh and Nelder, "Generalized linear models", 1989, chapter 6.</remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.Poisson.Against(Tensor.Vector(3f, 0))(Tensor.Vector(0f, 0));
        /// Console.WriteLine($"{value}, {pullback(1)}"); // 1, f32[2] [-1.0,  0.5]
        /// </code>
        /// </example>
        public static Loss<T> Poisson { get; } = Loss.Define<T>(nameof(Poisson), counts => outputs =>
        {
            var rates = outputs.Exp();
            return (rates - (counts * outputs), dy => (rates - counts) * dy);
        });

        /// <summary>
        /// The mean over the rows of <c>1 − x·t/(|x| |t|)</c> for outputs x and targets t, <c>[..., features]</c>: 0 where they point the same way,
        /// 2 where they point opposite ways. Lengths do not count; a vector of zeros is at right angles to all and has no gradient.
        /// <c>dx = −(v − (u·v) u)/(n |x|)</c> with <c>u = x/|x|</c>, <c>v = t/|t|</c> and n rows.
        /// </summary>
        /// <remarks>Salton and McGill, "Introduction to modern information retrieval", 1983.</remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.Cosine.Against(Tensor.Vector(0f, 2))(Tensor.Vector(3f, 0));
        /// Console.WriteLine($"{value}, {pullback(3)}"); // 1, f32[2] [ 0, -1]
        /// </code>
        /// </example>
        public static Loss<T> Cosine { get; } = Loss.Define<T>(nameof(Cosine), targets => outputs =>
        {
            if (outputs.Shape.Rank == 0)
                throw new ArgumentException($"{nameof(Cosine)}: expected outputs [..., features], got []");
            var (u, length) = Direction(outputs);
            var (v, _) = Direction(targets);
            var cosine = (u * v).SumOver(-1, keepAxes: true);
            return (
                Tensor.Scalar(T.One) - cosine.Reshape(outputs.Shape[..^1]),
                dy => length.Zip(((cosine * u) - v) / length, default(Masked<T>)) * dy.Reshape(length.Shape));
        });

        private static (Tensor<T> Direction, Tensor<T> Length) Direction(Tensor<T> x)
        {
            var length = x.NormOver([-1], keepAxes: true);
            return (length.Zip(x / length, default(Masked<T>)), length);
        }
    }
}
