using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// The laws that every layer obeys, in the library or outside it. They allow a network to be taken apart and put together freely:
/// identity and associativity of <c>>></c>; a backward closure that is a linear function and nothing else; no trace of a
/// run in its inputs.
/// </summary>
/// <remarks>
/// All laws hold to the last bit but additivity, since sums are rounded. There, a number of a tensor may be off by 10⁻¹² of the
/// largest ones in <c>backward(u)</c>, <c>backward(v)</c> and <c>backward(u + v)</c>, and by eight times the rounding error seen when
/// these are computed from scaled cotangents. So a gradient that cancels, even to 0, breaks no law, and an error of 10⁻⁶ is found in
/// every number that is at least 10⁻⁵ of the largest in its tensor, unless its own rounding error is that large.
/// </remarks>
public static class LayerLaws
{
    private const double Tolerance = 1e-12;

    // Where one of these is broken, the others cannot be tested.
    private static readonly ImmutableArray<Law> ShapeLaws =
    [
        new("the output has the shape that OutputShape infers", HasInferredShape),
        new("gradients have the names and shapes of what they are gradients of", GradientsFit),
    ];

    private static readonly ImmutableArray<Law> Laws =
    [
        new("Identity >> layer is the layer", subject => Agree(subject, Layer<double>.Identity >> subject.Layer, subject.Layer)),
        new("layer >> Identity is the layer", subject => Agree(subject, subject.Layer >> Layer<double>.Identity, subject.Layer)),
        new("(a >> layer) >> b is a >> (layer >> b)", IsAssociative),
        new("the same arguments give the same output", GivesTheSameOutput),
        new("backward gives the same when it is called again", BackwardIsRepeatable),
        new("backward is homogeneous: 2u is carried to twice what u is", BackwardIsHomogeneous) { IsOfFiniteNumbers = true },
        new("backward is additive: u + v is carried to the sum", BackwardIsAdditive) { IsOfFiniteNumbers = true },
        new("parameters, input and gradient are as they were before", LeavesNoTrace),
    ];

    /// <summary>Checks all laws at one input, in inference and in training.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">An input that fits it.</param>
    /// <param name="key">The key that parameters and gradients are drawn from.</param>
    /// <returns>
    /// Success, or an error for each law that is broken, with its name; if the layer threw, with the exception and the part that threw
    /// it. A number that is not finite is an error too, since then linearity cannot be tested.
    /// </returns>
    /// <exception cref="ArgumentNullException">The layer or the input is null.</exception>
    public static Validation<Error, Unit> Check(Layer<double> layer, Tensor<double> input, Key key)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var (parametersKey, cotangentsKey, modeKey) = (key.Fold(0), key.Fold(1), key.Fold(2));
        var broken = LayerSubject.Initialize(layer, parametersKey).Match(
            Succ: parameters => Seq(Mode.Inference, Mode.Training(modeKey)).Bind(mode =>
                Broken(new LayerSubject(layer, parameters, input, mode, parametersKey, cotangentsKey))),
            Fail: error => Seq1(Error.New($"{layer}: {error.Message}"))).Strict();
        return broken.IsEmpty ? Success<Error, Unit>(unit) : Fail<Error, Unit>(broken);
    }

    private static Seq<Error> Broken(LayerSubject subject)
    {
        if (ShapeLaws.Select(law => law.Broken(subject)).FirstOrDefault(error => error.IsSome) is { IsSome: true } misshapen)
            return misshapen.ToSeq();
        var notFinite = subject.Copy().FirstNotFinite();
        return Laws.Where(law => notFinite.IsNone || !law.IsOfFiniteNumbers).Select(law => law.Broken(subject)).Somes()
            .Concat(notFinite.Map(what => Error.New($"{subject}: {what}, so it cannot be told whether backward is linear"))).ToSeq();
    }

    private static Fin<bool> HasInferredShape(LayerSubject subject) =>
        from shape in subject.OutputShape()
        from run in subject.Run()
        select run.Output.Shape == shape;

    private static Fin<bool> GradientsFit(LayerSubject subject) =>
        from run in subject.Run()
        from gradients in run.Pull(run.Cotangent(0))
        select gradients.Input.Shape == subject.Input.Shape
            && gradients.Parameters.Layout == subject.Parameters.Layout.Trained.Layout;

    // The layer before hands its input on, since not every layer takes every input.
    private static Fin<bool> IsAssociative(LayerSubject subject)
    {
        var before = Layer.Lift<double>("LawsBefore", x => (x, dy => dy));
        var after = Layer.Lift("LawsAfter", TensorNodes<double>.Relu);
        return Agree(subject, (before >> subject.Layer) >> after, before >> (subject.Layer >> after));
    }

    /// <summary>Whether two layers draw the same parameters, under the same names, and do the same with them.</summary>
    private static Fin<bool> Agree(LayerSubject subject, Layer<double> left, Layer<double> right) =>
        from l in subject.With(left)
        from r in subject.With(right)
        from leftRun in l.Run()
        from rightRun in r.Run()
        from leftGradients in leftRun.Pull(leftRun.Cotangent(0))
        from rightGradients in rightRun.Pull(leftRun.Cotangent(0))
        select SameBits(l.Parameters, r.Parameters)
            && SameBits(leftRun.Output, rightRun.Output)
            && SameBits(leftGradients, rightGradients);

    private static Fin<bool> GivesTheSameOutput(LayerSubject subject) =>
        from first in subject.Run()
        from second in subject.Run()
        select SameBits(first.Output, second.Output);

    private static Fin<bool> BackwardIsRepeatable(LayerSubject subject) =>
        from run in subject.Run()
        from first in run.Pull(run.Cotangent(0))
        from second in run.Pull(run.Cotangent(0))
        from again in subject.Run()
        select SameBits(first, second) && SameBits(run.Output, again.Output);

    // Doubling is exact in binary.
    private static Fin<bool> BackwardIsHomogeneous(LayerSubject subject) =>
        from run in subject.Run()
        from once in run.Pull(run.Cotangent(0))
        from twice in run.Pull(run.Cotangent(0) * 2)
        select Linear(once).Zip(Linear(twice), (l, r) => Largest((l * 2) - r) <= PullbackRounding.Underflow).All(isDouble => isDouble);

    // With −v as well: |u + v| is |u| + |v| where both have the same sign.
    private static Fin<bool> BackwardIsAdditive(LayerSubject subject) =>
        from run in subject.Run()
        from plus in IsAdditive(run, run.Cotangent(0), run.Cotangent(1))
        from minus in IsAdditive(run, run.Cotangent(0), -run.Cotangent(1))
        select plus && minus;

    private static Fin<bool> IsAdditive(LayerRun run, Tensor<double> u, Tensor<double> v) =>
        from ofU in Rounded(run, u)
        from ofV in Rounded(run, v)
        from ofSum in Rounded(run, u + v)
        select Enumerable.Range(0, ofSum.Length).All(i =>
            Largest(ofU[i].Value + ofV[i].Value - ofSum[i].Value) <= ofU[i].Rounding + ofV[i].Rounding + ofSum[i].Rounding);

    /// <summary>The tensors that a cotangent is carried to, each with the error that rounding explains.</summary>
    private static Fin<ImmutableArray<(Tensor<double> Value, double Rounding)>> Rounded(LayerRun run, Tensor<double> cotangent) =>
        from gradients in run.Pull(cotangent)
        from rounding in run.Rounding(cotangent)
        select Linear(gradients).Zip(rounding, (tensor, own) => (tensor, own + (Tolerance * Largest(tensor)))).ToImmutableArray();

    private static Fin<bool> LeavesNoTrace(LayerSubject subject)
    {
        var before = subject.Copy();
        return
            from run in subject.Run()
            let cotangent = run.Cotangent(0)
            from gradients in run.Pull(cotangent)
            select SameBits(before.Parameters, subject.Parameters)
                && SameBits(before.Input, subject.Input)
                && SameBits(run.Cotangent(0), cotangent);
    }

    /// <summary>The tensors that backward is linear in.</summary>
    private static IEnumerable<Tensor<double>> Linear(Gradients<double> gradients) =>
        Leaves.Of((gradients.Parameters, gradients.Input)).Select(leaf => leaf.Value);

    private static double Largest(Tensor<double> tensor) => tensor.Data.Select(double.Abs).DefaultIfEmpty().Max();

    private static bool SameBits(Gradients<double> left, Gradients<double> right) =>
        SameBits(left.Parameters, right.Parameters) && SameBits(left.Input, right.Input);

    private static bool SameBits(IEnumerable<Parameter<double>> left, IEnumerable<Parameter<double>> right) =>
        left.Select(parameter => parameter.Path).SequenceEqual(right.Select(parameter => parameter.Path))
        && left.Zip(right, (l, r) => SameBits(l.Value, r.Value)).All(same => same);

    private static bool SameBits(Tensor<double> left, Tensor<double> right) =>
        left.Shape == right.Shape && left.Data.Zip(right.Data, SameBits).All(same => same);

    // The bits of a NaN depend on the instructions that it came through.
    private static bool SameBits(double left, double right) =>
        (double.IsNaN(left) && double.IsNaN(right)) || BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    /// <param name="Name">The law in words.</param>
    /// <param name="Holds">Whether the law holds, or the exception that the layer threw.</param>
    private sealed record Law(string Name, Func<LayerSubject, Fin<bool>> Holds)
    {
        /// <summary>Whether it holds for finite numbers only.</summary>
        public bool IsOfFiniteNumbers { get; init; }

        // Each law has its own copy: otherwise a layer that overwrites its arguments would do so under the first law only.
        public Option<Error> Broken(LayerSubject subject) =>
            LayerSubject.Attempt("the layer", () => Holds(subject.Copy())).Bind(identity).Match(
                Succ: holds => holds ? Option<Error>.None : Error.New($"{subject}: {Name}"),
                Fail: error => Error.New($"{subject}: {Name}: {error.Message}"));
    }
}
