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

    /// <summary>A layer in training mode, as a function of both parameters and input.</summary>
    public static GradientCase Of(LayerCase @case) =>
        new(@case.Member, $"{@case.Layer} on {@case.Shape}", key => GradientCheck.Of(
            @case.Layer.AsDifferentiable(Mode.Training(key.Fold(2))),
            (@case.Layer.Initialize(key.Fold(3)), @case.Input(key.Fold(0))),
            key.Fold(1)));
}
