using System.Numerics;

namespace FunctionalNet;

/// <summary>The ways to make a <see cref="Loss{T}"/> of one's own: from the terms whose mean it is. Those of the library are <c>Losses.</c></summary>
public static class Loss
{
    /// <summary>
    /// A loss that compares outputs with values of their own shape: the mean of terms. Outputs and targets of different shapes are refused
    /// before the function is called, with both in the message, and so are class indices and empty batches.
    /// </summary>
    /// <param name="description">The name that it prints as.</param>
    /// <param name="terms">From the values to the function from outputs to terms, <c>[batch, ...] -> [batch, ...]</c>.</param>
    /// <example>
    /// The quantile (pinball) loss, which is at its least where a share q of the targets is below the outputs.
    /// <code>
    /// Loss&lt;float> Quantile(float q) => Loss.Define&lt;float>($"Quantile({q})", wanted => outputs =>
    /// {
    ///     var slope = outputs.Less(wanted).Where(-q, 1 - q);
    ///     return (slope * (outputs - wanted), dy => slope * dy);
    /// });
    /// Console.WriteLine(Quantile(0.9f).Against(Tensor.Vector(1f, 1))(Tensor.Vector(0f, 2)).Value); // 0.5
    /// </code>
    /// </example>
    public static Loss<T> Define<T>(string description, Func<Tensor<T>, Differentiable<Tensor<T>, Tensor<T>>> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(terms);
        return Loss<T>.MeanOf(description, targets => outputs =>
        {
            var (values, pullback) = terms(targets.RequireValues(outputs.Shape, description))(RequireSome(description, outputs));
            return new(values, pullback);
        });
    }

    /// <summary>A loss of any outputs and targets, which a function says whether they fit: the mean of terms.</summary>
    /// <param name="description">The name that it prints as.</param>
    /// <param name="fits">Whether outputs of a shape and targets fit. Where it is false, an error names both.</param>
    /// <param name="terms">From the targets to the function from outputs to terms.</param>
    /// <example>
    /// Outputs <c>[batch, 2]</c>, a mean and the logarithm of a variance, of targets <c>[batch]</c>.
    /// <code>
    /// var likelihood = Loss.Define&lt;float>(
    ///     "Gaussian",
    ///     (outputs, targets) => outputs is [_, 2] &amp;&amp; outputs[0] == targets.Count,
    ///     targets => TensorNodes&lt;float>.Square);
    /// try { likelihood.Against([0, 1, 2])(Tensor.Zeros&lt;float>([4, 2])); }
    /// catch (ArgumentException error) { Console.WriteLine(error.Message); }
    /// // Gaussian: outputs [4, 2] and targets do not fit, 3 class indices [0, 1, 2]
    /// </code>
    /// </example>
    public static Loss<T> Define<T>(
        string description, Func<Shape, Targets<T>, bool> fits, Func<Targets<T>, Differentiable<Tensor<T>, Tensor<T>>> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentNullException.ThrowIfNull(terms);
        return Loss<T>.MeanOf(description, targets => outputs =>
        {
            if (!fits(RequireSome(description, outputs).Shape, targets))
                throw new ArgumentException($"{description}: outputs {outputs.Shape} and targets do not fit, {targets}");
            var (values, pullback) = terms(targets)(outputs);
            return new(values, pullback);
        });
    }

    /// <summary>The outputs, if there are any.</summary>
    internal static Tensor<T> RequireSome<T>(string subject, Tensor<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        outputs.Shape.Size > 0 ? outputs : throw new ArgumentException($"{subject}: expected outputs of at least one sample, got {outputs.Shape}");
}
