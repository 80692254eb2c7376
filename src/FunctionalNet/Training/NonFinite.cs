using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The places in a training step where a number can stop being finite, in the order of the step.</summary>
public enum NonFinitePlace
{
    /// <summary>The batch.</summary>
    Input,

    /// <summary>The targets, where they are numbers.</summary>
    Target,

    /// <summary>A parameter, before the step.</summary>
    Parameter,

    /// <summary>The output of a layer.</summary>
    Output,

    /// <summary>The loss.</summary>
    Loss,

    /// <summary>The gradient at the output of a layer.</summary>
    OutputGradient,

    /// <summary>The gradient of a parameter.</summary>
    Gradient,

    /// <summary>A tensor of the optimizer's state for a parameter, after the step.</summary>
    Moment,

    /// <summary>A parameter, after the optimizer's update; or the next value of a statistic.</summary>
    Update,
}

/// <summary>The origin of a NaN or an infinity: the step, the place, and the first number there that is not finite.</summary>
/// <param name="Step">The number of steps made before.</param>
/// <param name="Place">The kind of tensor.</param>
/// <param name="Path">The path of the layer or the parameter: <c>encoder/Affine1</c>; empty for the batch, its targets and the loss.</param>
/// <param name="Number">The number: NaN or an infinity.</param>
/// <param name="Index">Its position in the tensor, an index for each axis.</param>
/// <param name="Count">The number of elements of the tensor that are not finite.</param>
/// <param name="Shape">The shape of the tensor.</param>
public sealed record NonFinite(
    long Step, NonFinitePlace Place, string Path, double Number, ImmutableArray<int> Index, int Count, Shape Shape)
{
    /// <summary>The path of the layer or the parameter: <c>encoder/Affine1</c>; empty for the batch, its targets and the loss.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>The shape of the tensor.</summary>
    public Shape Shape { get; init => field = Require.NotNull(value, nameof(Shape)); } = Require.NotNull(Shape, nameof(Shape));

    /// <summary>A report on a tensor, if a number in it is not finite.</summary>
    internal static Option<NonFinite> In<T>(long step, NonFinitePlace place, string path, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tensor.IsFinite)
            return Option<NonFinite>.None;
        var first = Enumerable.Range(0, tensor.Shape.Size).First(i => !T.IsFinite(tensor.Span[i]));
        return new NonFinite(
            step, place, path, double.CreateChecked(tensor.Span[first]), tensor.Shape.Unravel(first),
            tensor.Data.Count(number => !T.IsFinite(number)), tensor.Shape);
    }

    /// <summary>Equal when all parts are, NaN being equal to itself.</summary>
    public bool Equals(NonFinite? other) =>
        other is not null
        && (Step, Place, Path, Count, Shape) == (other.Step, other.Place, other.Path, other.Count, other.Shape)
        && Number.Equals(other.Number)
        && Index.AsSpan().SequenceEqual(other.Index.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, Place, Path, Count);

    /// <summary>One line: <c>the output of Affine2 is nan at [0, 3], one of 4 such numbers in [2, 5], in step 17</c>.</summary>
    public override string ToString() =>
        Invariant($"{What} is {NumberFormat.Brief(Number)}{Where}, in step {Step}{Hint}");

    private string Where => Shape.Rank == 0 ? "" : $" at {Shape.Describe(Index.AsSpan())}, {HowMany} in {Shape}";

    private string HowMany => Count == 1 ? "the only such number" : Invariant($"one of {Count} such numbers");

    // Where a run stops is not always where it went wrong.
    private string Hint => Place == NonFinitePlace.Parameter && Step > 0 ? " (born in a step before: FirstNonFinite finds it)" : "";

    private string What => Place switch
    {
        NonFinitePlace.Input => "the input",
        NonFinitePlace.Target => "the target",
        NonFinitePlace.Parameter => $"{Path}, before anything is computed,",
        NonFinitePlace.Output => $"the output of {Path}",
        NonFinitePlace.Loss => "the loss",
        NonFinitePlace.OutputGradient => $"the gradient at the output of {Path}",
        NonFinitePlace.Gradient => $"the gradient of {Path}",
        NonFinitePlace.Moment => $"the optimizer's moment of {Path}",
        _ => $"{Path}, after the update,",
    };
}
