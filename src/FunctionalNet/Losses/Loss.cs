using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A measure of the distance of outputs from targets. For given targets it is a differentiable function from the outputs to a
/// number, so that it composes with a network: <c>network.OnInput(images, mode) >> loss.Against(labels)</c>.
/// </summary>
/// <remarks>
/// The number is the mean of terms, one for each sample, position or output. <see cref="Each"/> gives the terms themselves, and
/// <see cref="Summed"/> their sum: what other libraries call the reductions mean, none and sum. An author's loss is made by
/// <see cref="FunctionalNet.Loss.Define{T}(string, Func{Tensor{T}, Differentiable{Tensor{T}, Tensor{T}}})"/>.
/// </remarks>
/// <param name="Description">The name that it prints as: <c>SoftmaxCrossEntropy</c>.</param>
/// <param name="Against">The function, <c>[batch, ...] -> []</c>, for the targets of a batch.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Loss<T>(string Description, Func<Targets<T>, Differentiable<Tensor<T>, T>> Against)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The name that it prints as: <c>SoftmaxCrossEntropy</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>The function, <c>[batch, ...] -> []</c>, for the targets of a batch.</summary>
    public Func<Targets<T>, Differentiable<Tensor<T>, T>> Against { get; init => field = Require.NotNull(value, nameof(Against)); } = Require.NotNull(Against, nameof(Against));

    /// <summary>The terms whose mean it is; null if it is not a mean of terms.</summary>
    internal Func<Targets<T>, Func<Tensor<T>, LossTerms<T>>>? Terms { get; init; }

    /// <summary>
    /// The terms, not reduced to a number, <c>[batch, ...] -> [batch, ...]</c>: one for each row of a classifier's outputs, one for each
    /// output of a regression. Class weights are in them, and what is ignored is 0.
    /// </summary>
    /// <exception cref="NotSupportedException">The loss was made from a function to a number, which has no terms.</exception>
    /// <example>
    /// <code>
    /// var errors = Losses.MeanSquaredError.Each(Tensor.Vector(1f, 2, 3));
    /// Console.WriteLine(errors(Tensor.Vector(1f, 0, 6)).Value); // f32[3] [0, 4, 9]
    /// </code>
    /// </example>
    public Differentiable<Tensor<T>, Tensor<T>> Each(Targets<T> targets)
    {
        var terms = RequireTerms()(Require.NotNull(targets));
        return outputs =>
        {
            var each = terms(Require.NotNull(outputs));
            return (each.Values, each.Pullback);
        };
    }

    /// <summary>The loss that sums the terms instead of taking their mean.</summary>
    /// <exception cref="NotSupportedException">The loss was made from a function to a number, which has no terms.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(Losses.MeanSquaredError.Summed.Against(Tensor.Vector(1f, 2, 3))(Tensor.Vector(1f, 0, 6)).Value); // 13
    /// </code>
    /// </example>
    public Loss<T> Summed
    {
        get
        {
            var terms = RequireTerms();
            return new($"{Description}, summed", targets =>
            {
                var against = terms(Require.NotNull(targets));
                return outputs => against(Require.NotNull(outputs)).Sum();
            })
            {
                Terms = terms,
            };
        }
    }

    /// <summary>The description.</summary>
    public override string ToString() => Description;

    /// <summary>The loss that is the mean of terms.</summary>
    internal static Loss<T> MeanOf(string description, Func<Targets<T>, Func<Tensor<T>, LossTerms<T>>> terms) => new(description, targets =>
    {
        var against = terms(Require.NotNull(targets));
        return outputs => against(Require.NotNull(outputs)).Mean();
    })
    {
        Terms = terms,
    };

    private Func<Targets<T>, Func<Tensor<T>, LossTerms<T>>> RequireTerms() =>
        Terms ?? throw new NotSupportedException($"{Description}: it is a function to a number, without terms; Loss.Define makes a loss of terms");
}
