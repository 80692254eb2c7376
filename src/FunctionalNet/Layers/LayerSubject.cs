using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>A layer under test, with its arguments. An exception of the layer becomes an error that says where it was thrown.</summary>
internal sealed record LayerSubject(
    Layer<double> Layer, Parameters<double> Parameters, Tensor<double> Input, Mode Mode, Key ParametersKey, Key CotangentsKey)
{
    /// <summary>The result of a part of a layer, or an error with the exception that it threw.</summary>
    public static Fin<T> Attempt<T>(string part, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception thrown)
        {
            return Error.New($"{part} threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }

    public static Fin<Parameters<double>> Initialize(Layer<double> layer, Key key) => Attempt("initialize", () => layer.Initialize(key));

    public Fin<LayerSubject> With(Layer<double> other) =>
        Initialize(other, ParametersKey).Map(parameters => this with { Layer = other, Parameters = parameters });

    /// <summary>The same with copies of what a layer might overwrite.</summary>
    public LayerSubject Copy() => this with { Parameters = Parameters.Map(Copy), Input = Copy(Input) };

    public Fin<Shape> OutputShape() => Attempt("the shape rule", () => Layer.OutputShape(Input.Shape));

    public Fin<LayerRun> Run() =>
        Attempt("forward", () => Layer.Forward(Parameters, Input, Mode)).Map(run => new LayerRun(run.Output, run.Backward, CotangentsKey));

    /// <summary>The first number of a run that is not finite: of the input, the parameters, the output, the gradients.</summary>
    public Option<string> FirstNotFinite() =>
        (from run in Run()
         from gradients in run.Pull(run.Cotangent(0))
         select Tensors(run.Output, gradients).SelectMany(NotFinite).HeadOrNone()).IfFail(Option<string>.None);

    /// <summary>The layer and the mode: <c>Affine(784→50) in Inference</c>.</summary>
    public override string ToString() => $"{Layer} in {Mode}";

    private IEnumerable<(string Name, Tensor<double> Value)> Tensors(Tensor<double> output, Gradients<double> gradients) =>
    [
        ("the input", Input),
        .. Parameters.Select(parameter => (parameter.Path, parameter.Value)),
        ("the output", output),
        .. gradients.Parameters.Select(gradient => ($"the gradient of {gradient.Path}", gradient.Value)),
        ("the gradient of the input", gradients.Input),
    ];

    private static IEnumerable<string> NotFinite((string Name, Tensor<double> Value) tensor) =>
        from i in Enumerable.Range(0, tensor.Value.Shape.Size)
        let number = tensor.Value.Span[i]
        where !double.IsFinite(number)
        select $"{tensor.Name} is not finite: {NumberFormat.Brief(number)} at {GradientCheck.Indices(tensor.Value.Shape, i)}";

    private static Tensor<double> Copy(Tensor<double> tensor) => Tensor.Create(tensor.Shape, tensor.Span);
}

/// <summary>One run of a layer, with its backward closure.</summary>
internal sealed record LayerRun(Tensor<double> Output, Backward<double> Backward, Key CotangentsKey)
{
    public Tensor<double> Cotangent(int index) => CotangentsKey.Fold(index).Normal<double>(Output.Shape);

    /// <summary>The gradients, that of the input included.</summary>
    public Fin<Gradients<double>> Pull(Tensor<double> cotangent) =>
        from gradients in LayerSubject.Attempt("backward", () => Backward(cotangent))
        from parameters in LayerSubject.Attempt("backward", () => gradients.Parameters)
        from input in LayerSubject.Attempt("the gradient of the input", () => gradients.Input)
        select gradients;

    /// <summary>The rounding error of each gradient: of the trained parameters, then of the input.</summary>
    public Fin<ImmutableArray<double>> Rounding(Tensor<double> cotangent)
    {
        return LayerSubject.Attempt("backward", () => PullbackRounding.Of(Pullback, cotangent));

        (Parameters<double>, Tensor<double>) Pullback(Tensor<double> gradient)
        {
            var gradients = Backward(gradient);
            return (gradients.Parameters, gradients.Input);
        }
    }
}
