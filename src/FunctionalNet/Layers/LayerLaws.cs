using System.Collections.Immutable;
using System.Runtime.InteropServices;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// What every layer keeps to, whoever wrote it. The laws are what lets a network be taken apart and put together at will:
/// identity and associativity of <c>>></c>; a backward closure that is a linear function and nothing else; no trace of a
/// run in its inputs.
/// </summary>
public static class LayerLaws
{
    private const double Rounding = 1e-12;

    // Where these are broken, the others cannot be put to the test.
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
        new("the same arguments give the same output", subject => SameBits(subject.Run().Output, subject.Run().Output)),
        new("backward gives the same when it is called again", BackwardIsRepeatable),
        new("backward is homogeneous: 2u is carried to twice what u is", BackwardIsHomogeneous),
        new("backward is additive: u + v is carried to the sum", BackwardIsAdditive),
        new("parameters, input and gradient are as they were before", LeavesNoTrace),
    ];

    /// <summary>Checks all laws at one input, in inference and in training.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">An input that fits it.</param>
    /// <param name="key">What parameters and gradients are drawn from.</param>
    /// <returns>Success, or an error for each law that is broken, with its name and what was seen.</returns>
    public static Validation<Error, Unit> Check(Layer<double> layer, Tensor<double> input, Key key)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        var (parametersKey, cotangentsKey, modeKey) = (key.Fold(0), key.Fold(1), key.Fold(2));
        Subject[] subjects =
        [
            new(layer, layer.Initialize(parametersKey), input, Mode.Inference, parametersKey, cotangentsKey),
            new(layer, layer.Initialize(parametersKey), input, Mode.Training(modeKey), parametersKey, cotangentsKey),
        ];
        var misshapen = Broken(ShapeLaws, subjects);
        var broken = misshapen.IsEmpty ? Broken(Laws, subjects) : misshapen;
        return broken.IsEmpty ? Success<Error, Unit>(unit) : Fail<Error, Unit>(broken);
    }

    // Each law has a copy of its own: what a layer overwrites for one would be as it was before for the next.
    private static Seq<Error> Broken(ImmutableArray<Law> laws, Subject[] subjects) =>
        (from subject in subjects
         from law in laws
         where !law.Holds(subject with { Parameters = subject.Parameters.Map(Copy), Input = Copy(subject.Input) })
         select Error.New($"{subject.Layer} in {subject.Mode}: {law.Name}")).ToSeq().Strict();

    private static bool HasInferredShape(Subject subject) =>
        subject.Run().Output.Shape == subject.Layer.OutputShape(subject.Input.Shape);

    private static bool GradientsFit(Subject subject)
    {
        var gradients = subject.Backward(subject.Cotangent(0));
        return gradients.Input.Shape == subject.Input.Shape
            && gradients.Parameters.Layout == subject.Parameters.Layout.Trained.Layout;
    }

    private static bool IsAssociative(Subject subject)
    {
        var (before, after) = (Layers<double>.Sigmoid, Layers<double>.Relu);
        return Agree(subject, (before >> subject.Layer) >> after, before >> (subject.Layer >> after));
    }

    /// <summary>Whether two layers draw the same parameters, under the same names, and do the same with them.</summary>
    private static bool Agree(Subject subject, Layer<double> left, Layer<double> right)
    {
        var (l, r) = (subject.With(left), subject.With(right));
        var cotangent = l.Cotangent(0);
        return SameBits(l.Parameters, r.Parameters)
            && SameBits(l.Run().Output, r.Run().Output)
            && SameBits(l.Backward(cotangent), r.Backward(cotangent));
    }

    private static bool BackwardIsRepeatable(Subject subject)
    {
        var (output, backward) = subject.Run();
        var cotangent = subject.Cotangent(0);
        return SameBits(backward(cotangent), backward(cotangent)) && SameBits(output, subject.Run().Output);
    }

    // Doubling is exact in binary, so this holds to the bit.
    private static bool BackwardIsHomogeneous(Subject subject)
    {
        var u = subject.Cotangent(0);
        var (once, twice) = (subject.Backward(u), subject.Backward(u + u));
        return SameBits(once.Parameters + once.Parameters, twice.Parameters)
            && SameBits(once.Input + once.Input, twice.Input);
    }

    private static bool BackwardIsAdditive(Subject subject)
    {
        var (u, v) = (subject.Cotangent(0), subject.Cotangent(1));
        var (ofU, ofV, ofSum) = (subject.Backward(u), subject.Backward(v), subject.Backward(u + v));
        return Near(ofU.Input + ofV.Input, ofSum.Input)
            && (ofU.Parameters + ofV.Parameters).Values.Zip(ofSum.Parameters.Values, Near).All(near => near);
    }

    private static bool LeavesNoTrace(Subject subject)
    {
        var (parameters, input, cotangent) = (subject.Parameters.Map(Copy), Copy(subject.Input), subject.Cotangent(0));
        var passed = Copy(cotangent);
        _ = subject.Backward(passed).Input;
        return SameBits(parameters, subject.Parameters) && SameBits(input, subject.Input) && SameBits(cotangent, passed);
    }

    private static Tensor<double> Copy(Tensor<double> tensor) => Tensor.Create(tensor.Shape, tensor.Span);

    private static bool Near(Tensor<double> left, Tensor<double> right)
    {
        var scale = left.Data.Concat(right.Data).Select(double.Abs).DefaultIfEmpty().Max();
        return left.Shape == right.Shape && (left - right).Data.All(difference => double.Abs(difference) <= Rounding * scale);
    }

    private static bool SameBits(Gradients<double> left, Gradients<double> right) =>
        SameBits(left.Parameters, right.Parameters) && SameBits(left.Input, right.Input);

    private static bool SameBits(IEnumerable<Parameter<double>> left, IEnumerable<Parameter<double>> right) =>
        left.Select(parameter => parameter.Path).SequenceEqual(right.Select(parameter => parameter.Path))
        && left.Zip(right, (l, r) => SameBits(l.Value, r.Value)).All(same => same);

    private static bool SameBits(Tensor<double> left, Tensor<double> right) =>
        left.Shape == right.Shape && MemoryMarshal.AsBytes(left.Span).SequenceEqual(MemoryMarshal.AsBytes(right.Span));

    private sealed record Law(string Name, Func<Subject, bool> Holds);

    /// <summary>A layer with all that it takes to run it.</summary>
    private sealed record Subject(
        Layer<double> Layer, Parameters<double> Parameters, Tensor<double> Input, Mode Mode, Key ParametersKey, Key CotangentsKey)
    {
        public Subject With(Layer<double> other) => this with { Layer = other, Parameters = other.Initialize(ParametersKey) };

        public ForwardPass<double> Run() => Layer.Forward(Parameters, Input, Mode);

        public Gradients<double> Backward(Tensor<double> cotangent) => Run().Backward(cotangent);

        public Tensor<double> Cotangent(int index) => CotangentsKey.Fold(index).Normal<double>(Run().Output.Shape);
    }
}
