using System.Collections.Immutable;

namespace FunctionalNet;

public static partial class Layers<T>
{
    public static partial class Losses
    {
        /// <summary>
        /// The terms <c>−Σᵢ wᵢ qᵢ xᵢ</c> of outputs x, <c>[..., classes]</c>, with class weights w and smoothed targets
        /// <c>q = (1 − ε) t + ε/classes</c>. A term weighs <c>Σᵢ wᵢ tᵢ</c>, and nothing if its class is ignored.
        /// </summary>
        private sealed record ClassTerms(string Subject, ImmutableArray<T> Weights, double Smoothing, int? Ignored)
        {
            private readonly T kept = T.CreateChecked(1 - Smoothing);

            /// <summary>The name with those options that were given.</summary>
            public string Description => string.Join(", ", (string[])
            [
                .. Smoothing > 0 ? (string[])[Invariant($"label smoothing {Smoothing}")] : [],
                .. Weights.IsDefault ? (string[])[] : ["class weights [" + string.Join(", ", Weights.Select(weight => NumberFormat.Shortest(weight))) + "]"],
                .. Ignored is { } index ? (string[])[Invariant($"ignored index {index}")] : [],
            ]) is { Length: > 0 } options ? $"{Subject}({options})" : Subject;

            /// <summary>The loss of a function of the outputs.</summary>
            public Loss<T> Of(Differentiable<Tensor<T>, Tensor<T>> function)
            {
                if (Smoothing is not (>= 0 and <= 1))
                    throw new ArgumentOutOfRangeException(null, Invariant($"{Subject}: expected a label smoothing from 0 to 1, got {Smoothing}"));
                if (!Weights.IsDefault && Weights.Any(weight => !(weight >= T.Zero && T.IsFinite(weight))))
                    throw new ArgumentOutOfRangeException(null, $"{Subject}: expected class weights of 0 or more, got {Description}");
                return Loss<T>.MeanOf(Description, targets => outputs =>
                {
                    Check(outputs, targets);
                    var (x, pullback) = function(outputs);
                    var terms = targets is Targets<T>.Values(var shares) ? OfShares(x, shares) : OfIndices(x, targets.ClassIndices);
                    return terms with { Pullback = dy => pullback(terms.Pullback(dy)) };
                });
            }

            private void Check(Tensor<T> outputs, Targets<T> targets)
            {
                var shape = Loss.RequireSome(Subject, outputs).Shape;
                _ = targets.RequireFit(shape, Subject, Ignored);
                if (!Weights.IsDefault && Weights.Length != shape[^1])
                    throw new ArgumentException(Invariant($"{Subject}: expected {shape[^1]} class weights for outputs {shape}, got {Weights.Length}"));
            }

            private T Weight(int index) => Weights.IsDefault ? T.One : Weights[index];

            /// <summary>ε/classes, the share that smoothing gives to each class.</summary>
            private T Spread(int classes) => T.CreateChecked(Smoothing / classes);

            private LossTerms<T> OfIndices(Tensor<T> x, ImmutableArray<int> indices)
            {
                var (classes, spread) = (x.Shape[^1], Spread(x.Shape[^1]));
                var (values, weights) = (new T[indices.Length], new T[indices.Length]);
                var from = x.Span;
                for (var row = 0; row < values.Length; row++)
                {
                    if (indices[row] == Ignored)
                        continue;
                    weights[row] = Weight(indices[row]);
                    values[row] = -kept * weights[row] * from[(row * classes) + indices[row]];
                    for (var i = 0; spread > T.Zero && i < classes; i++)
                        values[row] -= spread * Weight(i) * from[(row * classes) + i];
                }

                return new(
                    Tensor<T>.Freeze(x.Shape[..^1], values),
                    Pullback,
                    Weights.IsDefault && Ignored is null ? null : Tensor<T>.Freeze(x.Shape[..^1], weights));

                Tensor<T> Pullback(Tensor<T> dy)
                {
                    var gradients = dy.Span;
                    var dx = new T[x.Shape.Size];
                    for (var row = 0; row < indices.Length; row++)
                    {
                        if (indices[row] == Ignored)
                            continue;
                        for (var i = 0; spread > T.Zero && i < classes; i++)
                            dx[(row * classes) + i] = -spread * Weight(i) * gradients[row];
                        dx[(row * classes) + indices[row]] -= kept * weights[row] * gradients[row];
                    }

                    return Tensor<T>.Freeze(x.Shape, dx);
                }
            }

            private LossTerms<T> OfShares(Tensor<T> x, Tensor<T> shares)
            {
                var smoothed = Smoothing > 0 ? (shares * kept) + Spread(x.Shape[^1]) : shares;
                var weights = Weights.IsDefault ? null : Tensor.Vector(Weights.AsSpan());
                var factors = weights is null ? smoothed : smoothed * weights;
                // An impossible class may have a logarithm of −∞.
                return new(
                    -factors.Zip(factors * x, default(Numerics.Masked<T>)).SumOver(-1),
                    dy => -factors * dy.Reshape([.. dy.Shape, 1]),
                    weights is null ? null : (shares * weights).SumOver(-1));
            }
        }
    }
}
