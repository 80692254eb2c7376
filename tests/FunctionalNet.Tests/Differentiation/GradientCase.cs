using FunctionalNet.Tests.Layers;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>A check of the gradients of a public member, for one choice of its arguments and shapes.</summary>
/// <param name="Member">The member it checks, as <see cref="DifferentiableMembers"/> names it: <c>Nodes.Add</c>.</param>
/// <param name="What">The difference from the member's other cases.</param>
/// <param name="Check">The check, on numbers drawn from a key.</param>
public sealed record GradientCase(string Member, string What, Func<Key, GradientReport> Check)
{
    public override string ToString() => $"{Member} {What}".TrimEnd();

    /// <summary>A function at an input drawn from a key.</summary>
    public static GradientCase Of<TIn, TOut>(string member, string what, Differentiable<TIn, TOut> function, Func<Key, TIn> input) =>
        new(member, what, key => GradientCheck.Of(function, input(key.Fold(0)), key.Fold(1)));

    /// <summary>A layer as a function of both parameters and input, in training and in inference, with any statistics.</summary>
    public static GradientCase Of(LayerCase @case)
    {
        return new(@case.Member, $"{@case.Layer} on {@case.Shape}", key => new(
            [.. Check(Mode.Training(key.Fold(2)), key).Tensors, .. Check(Mode.Inference, key).Tensors]));

        GradientReport Check(Mode mode, Key key) => GradientCheck.Of(
            @case.Layer.AsDifferentiable(mode),
            (WithStatistics(@case.Layer.Initialize(key.Fold(3)), key.Fold(4)), @case.Input(key.Fold(0))),
            key.Fold(1));
    }

    /// <summary>Positive numbers, since some are variances.</summary>
    private static Parameters<double> WithStatistics(Parameters<double> parameters, Key key) => parameters.Select(
        parameter => parameter.Role == ParameterRole.Statistic ? Draw.Positive(key, parameter.Value.Shape) : parameter.Value);
}
