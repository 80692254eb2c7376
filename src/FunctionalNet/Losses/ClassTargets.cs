using System.Collections.Immutable;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>
/// The check that targets fit the outputs of a classifier. Losses, accuracy and pictures share it, so that they refuse the same
/// targets.
/// </content>
public abstract partial record Targets<T>
{
    // The largest distance of a row's sum from 1: probabilities may have been rounded to three digits.
    private const double DistributionTolerance = 1e-3;

    /// <summary>
    /// The class of each row of a classifier's outputs <c>[..., classes]</c>. Targets that fit are class indices, one for each
    /// row, or probabilities of the outputs' shape, whose rows sum to 1: the class is then the position of the row's largest.
    /// </summary>
    /// <param name="outputs">The shape of the outputs.</param>
    /// <exception cref="ArgumentException">
    /// The outputs have fewer than two classes, or the targets do not fit them: their number or shape differs, an index is not one of
    /// the classes, or a row has a negative number or does not sum to 1.
    /// </exception>
    public ImmutableArray<int> ClassesFor(Shape outputs) => ClassesFor(outputs, "a classifier");

    /// <inheritdoc cref="ClassesFor(Shape)"/>
    /// <param name="outputs">The shape of the outputs.</param>
    /// <param name="subject">The name to begin an error with, such as that of the loss.</param>
    public ImmutableArray<int> ClassesFor(Shape outputs, string subject) => RequireFit(Require.NotNull(outputs), Require.NotNull(subject)) switch
    {
        Values(var probabilities) => probabilities.ArgMaxOfRows(),
        var classes => classes.ClassIndices,
    };

    /// <summary>These targets, if they are class indices, the ignored one among them, or probabilities that fit outputs of this shape.</summary>
    internal Targets<T> RequireFit(Shape outputs, string subject, int? ignored = null)
    {
        if (outputs is not [.., >= 2])
            throw new ArgumentException($"{subject}: expected outputs [..., classes] of two classes or more, got {outputs}");
        switch (this)
        {
            case Classes(var indices):
                RequireIndices(indices, outputs, subject, ignored);
                break;
            case Values(var probabilities):
                RequireProbabilities(probabilities, outputs, subject);
                break;
        }

        return this;
    }

    private static void RequireIndices(ImmutableArray<int> indices, Shape outputs, string subject, int? ignored)
    {
        var (rows, classes) = (outputs[..^1].Size, outputs[^1]);
        if (indices.Length != rows)
            throw new ArgumentException(Invariant($"{subject}: expected {rows} class indices, one for each row of outputs {outputs}, got {indices.Length}"));
        for (var row = 0; row < rows; row++)
        {
            if ((uint)indices[row] >= (uint)classes && indices[row] != ignored)
                throw new ArgumentException(Invariant($"{subject}: expected classes from 0 to {classes - 1}, got {indices[row]} in row {row}"));
        }
    }

    private static void RequireProbabilities(Tensor<T> probabilities, Shape outputs, string subject)
    {
        if (probabilities.Shape != outputs)
        {
            throw new ArgumentException(
                $"{subject}: expected class indices, or probabilities of the outputs' shape {outputs}, got values {probabilities.Shape}"
                + (probabilities.Shape.Size == outputs[..^1].Size ? ": classes are whole numbers, such as an int[]" : ""));
        }

        for (var (row, classes) = (0, outputs[^1]); row < outputs[..^1].Size; row++)
        {
            var shares = probabilities.Span.Slice(row * classes, classes);
            var sum = double.CreateChecked(Reductions.Sum(shares));
            if (!(double.Abs(sum - 1) <= DistributionTolerance))
                throw new ArgumentException(Invariant($"{subject}: expected probabilities that sum to 1, got {NumberFormat.Shortest(sum)} in row {row}"));
            if (shares.ContainsAnyExceptInRange(T.Zero, T.PositiveInfinity))
                throw new ArgumentException(Invariant($"{subject}: expected probabilities of 0 or more, got a negative one in row {row}"));
        }
    }
}
