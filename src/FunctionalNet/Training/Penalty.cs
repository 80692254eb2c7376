using System.Numerics;

namespace FunctionalNet;

/// <summary>A number that parameters cost, whatever the batch: it is added to an objective, <c>objective.WithPenalty(Penalties.L2(1e-4))</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Penalty<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Differentiable<Tensor<T>, T> cost;

    internal Penalty(string description, ParameterRole role, Differentiable<Tensor<T>, T> cost) => (Description, Role, this.cost) = (description, role, cost);

    /// <summary>The name that it prints as: <c>L2(0.0001)</c>.</summary>
    public string Description { get; }

    /// <summary>The role of the parameters that cost something.</summary>
    public ParameterRole Role { get; }

    /// <summary>The cost of all parameters of the role, but for statistics and what is frozen, and its gradient to the trained ones.</summary>
    public (T Value, Func<T, Parameters<T>> Pullback) Of(Parameters<T> parameters)
    {
        var trained = Require.NotNull(parameters).Trained;
        var costs = trained.AsEnumerable().Select(parameter => parameter.Role == Role ? cost(parameter.Value) : (T.Zero, _ => Tensor.Zeros<T>(parameter.Value.Shape))).ToList();
        return (
            costs.Aggregate(T.Zero, (sum, one) => sum + one.Item1),
            dy => trained.WithValues([.. costs.Select(one => one.Item2(dy))]));
    }

    /// <summary>The description.</summary>
    public override string ToString() => Description;
}

public static partial class Layers<T>
{
    /// <content>Penalties on parameters. Those that are statistics or frozen are never penalised.</content>
    public static partial class Penalties
    {
        /// <summary><c>λ/2 Σ w²</c> over all weights w; <c>dw = λ w</c>. Biases and gains cost nothing, unless that is the role.</summary>
        /// <remarks>
        /// Hoerl and Kennard, "Ridge regression", 1970. With plain gradient descent it is weight decay of the same λ; with Adam it is not, since it
        /// goes through the moments.
        /// </remarks>
        /// <param name="rate">The rate λ, at least 0.</param>
        /// <param name="role">The role of the parameters that cost something.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite, or the role is that of statistics.</exception>
        /// <example>
        /// <code>
        /// var network = Affine(2, 2, Initializers.Ones, Initializers.Ones);
        /// var objective = network.Objective(Losses.SoftmaxCrossEntropy).WithPenalty(Penalties.L2(0.1));
        /// var pass = objective.At(network.Initialize(Key.Seed(0)), new(Tensor.Zeros&lt;float>([1, 2]), [0]), Mode.Inference);
        /// Console.WriteLine($"{objective}: {pass}"); // Affine(2→2), SoftmaxCrossEntropy + L2(0.1): loss 0.893147
        /// </code>
        /// </example>
        public static Penalty<T> L2(double rate, ParameterRole role = ParameterRole.Weight)
        {
            var (full, half) = (T.CreateChecked(Require(rate, role)), T.CreateChecked(rate / 2));
            return new(Invariant($"{nameof(L2)}({rate})"), role, w => ((w * w).Sum() * half, dy => w * (full * dy)));
        }

        /// <summary><c>λ Σ |w|</c> over all weights w; <c>dw = λ sign(w)</c>. It makes weights 0, or nearly.</summary>
        /// <remarks>Tibshirani, "Regression shrinkage and selection via the lasso", 1996.</remarks>
        /// <inheritdoc cref="L2"/>
        /// <example>
        /// <code>
        /// Console.WriteLine(Penalties.L1(0.1).Of(Affine(2, 2, Initializers.Ones, Initializers.Ones).Initialize(Key.Seed(0))).Value); // 0.4
        /// </code>
        /// </example>
        public static Penalty<T> L1(double rate, ParameterRole role = ParameterRole.Weight)
        {
            var full = T.CreateChecked(Require(rate, role));
            return new(Invariant($"{nameof(L1)}({rate})"), role, w => (w.Abs().Sum() * full, dy => w.Sign() * (full * dy)));
        }

        private static double Require(double rate, ParameterRole role) =>
            !(rate >= 0 && double.IsFinite(rate)) ? throw new ArgumentOutOfRangeException(nameof(rate), Invariant($"expected a rate of 0 or more, got {rate}"))
            : role is ParameterRole.Weight or ParameterRole.BiasOrGain ? rate
            : throw new ArgumentOutOfRangeException(nameof(role), "expected the role of parameters that are trained, which statistics are not");
    }
}
