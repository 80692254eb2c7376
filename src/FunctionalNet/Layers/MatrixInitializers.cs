namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Weights that are a matrix of some kind: an orthogonal one, or the identity.</content>
    public static partial class Initializers
    {
        /// <summary>
        /// A random matrix whose columns are orthonormal, or whose rows are where there are more columns than rows: it keeps lengths, so a deep
        /// network of them neither dies out nor explodes. All orthogonal matrices are equally likely. The window of a convolution goes with
        /// its inputs, <c>[window · in, out]</c>.
        /// </summary>
        /// <remarks>
        /// Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014. It is Q of
        /// <c>QR</c>, a matrix of normal numbers, with a positive diagonal in R: without these signs not all are equally likely (Mezzadri, "How
        /// to generate random matrices from the classical compact groups", 2007). It is computed in double precision, with the same bits on every
        /// machine. With a gain: <c>Initializers.Orthogonal * Initializers.Gain(Relu)</c>.
        /// </remarks>
        /// <example>
        /// <code>
        /// var w = Initializers.Orthogonal.Draw(Key.Seed(0), [5, 3]);
        /// Console.WriteLine((w.TransposedMatMul(w) - Tensor.Generate&lt;float&gt;([3, 3], i => i % 4 == 0 ? 1 : 0)).Abs().Max() &lt; 1e-6f); // True
        /// </code>
        /// </example>
        public static Initializer<T> Orthogonal { get; } = new(nameof(Orthogonal), (key, shape) =>
        {
            var (rows, columns) = (Window(shape) * shape[^2], shape[^1]);
            var normal = key.Normal<double>([rows, columns]);
            var orthogonal = rows < columns ? WithOrthonormalRows(normal) : WithOrthonormalRows(normal.Transpose()).Transpose();
            return orthogonal.Cast<T>().Reshape(shape);
        });

        /// <summary>
        /// The identity, for which a layer gives its input back: ones on the diagonal of <c>[n, n]</c>, or at the centre of a convolution's window,
        /// <c>[window..., n/groups, n]</c>, and zeros elsewhere. The centre of an even length is the later of the two.
        /// </summary>
        /// <remarks>As <c>eye_</c> and <c>dirac_</c> in PyTorch, of as many outputs as inputs.</remarks>
        /// <param name="groups">The number of groups of the convolution.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="groups"/> is not positive.</exception>
        /// <exception cref="ArgumentException">When it draws: the weight does not have as many outputs as inputs in all groups.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Initializers.Identity().Draw(Key.Seed(0), [2, 2]));
        /// // f32[2,2]
        /// // [[1, 0],
        /// //  [0, 1]]
        /// </code>
        /// </example>
        public static Initializer<T> Identity(int groups = 1)
        {
            Require.Positive(groups);
            return new(groups == 1 ? nameof(Identity) : Invariant($"{nameof(Identity)}({groups})"), (_, shape) =>
            {
                var window = Window(shape);
                var (inputs, outputs) = (shape[^2], shape[^1]);
                if ((long)inputs * groups != outputs)
                {
                    throw new ArgumentException(Invariant(
                        $"expected a weight [..., {(groups == 1 ? "n" : Invariant($"n/{groups}"))}, n] for the identity, got {shape}"));
                }

                // Within the window, the centre's index along each axis is the half of its length.
                var centre = shape[..^2].Aggregate(0, (offset, length) => (offset * length) + (length / 2));
                return Tensor.Generate(shape, i =>
                    i / (inputs * outputs) == centre && i / outputs % inputs == i % outputs % inputs ? T.One : T.Zero);
            });
        }

        /// <summary>
        /// Gram and Schmidt's orthonormal rows of a matrix that has no more rows than columns: each is what is left of it without its parts along
        /// those before. After a second time no rounding of the first is left ("twice is enough", as Kahan has it).
        /// </summary>
        private static Tensor<double> WithOrthonormalRows(Tensor<double> matrix) => GramSchmidt(GramSchmidt(matrix));

        // By halves, so that nearly all of it is products of matrices.
        private static Tensor<double> GramSchmidt(Tensor<double> rows)
        {
            if (rows.Shape[0] < 2)
                return rows / rows.NormOver([1], keepAxes: true);
            var half = rows.Shape[0] / 2;
            var (first, others) = (GramSchmidt(rows[..half]), rows[half..]);
            return Tensor.Concatenate(0, first, GramSchmidt(others - others.MatMulTransposed(first).MatMul(first)));
        }
    }
}
