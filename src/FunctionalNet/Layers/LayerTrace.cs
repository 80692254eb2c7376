using System.Numerics;

namespace FunctionalNet;

/// <summary>One stage of a network in the course of a run.</summary>
/// <param name="Path">Its name, with those of the groups that it is in: <c>encoder/Affine1</c>.</param>
/// <param name="Description">What it is: <c>Affine(784→50)</c>.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Output">What it made of its input.</param>
/// <param name="Backward">Its backward closure.</param>
internal sealed record TracedStage<T>(
    string Path, string Description, Parameters<T> Parameters, Tensor<T> Output, Backward<T> Backward)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <content>A run that is watched.</content>
public sealed partial record Layer<T>
{
    /// <summary>Runs the layer stage by stage, those within named groups too, as <see cref="Forward"/> does at once.</summary>
    /// <exception cref="ArgumentException">The input or the parameters do not fit.</exception>
    internal IEnumerable<TracedStage<T>> Trace(Parameters<T> parameters, Tensor<T> input, Mode mode)
    {
        // Whatever does not fit is told as by any other run.
        _ = Run(parameters, input, mode);
        return TraceStages(parameters, input, mode, firstLeaf: 0);
    }

    private IEnumerable<TracedStage<T>> TraceStages(Parameters<T> parameters, Tensor<T> input, Mode mode, int firstLeaf)
    {
        var (value, first, leaf) = (input, 0, firstLeaf);
        for (var i = 0; i < stages.Length; i++)
        {
            var own = parameters.Within(Names[i], first, stages[i].Parameters.Length);
            foreach (var traced in TraceStage(stages[i], own, value, mode, leaf))
            {
                yield return traced;
                value = traced.Output;
            }

            first += stages[i].Parameters.Length;
            leaf += stages[i].Inner?.leaves ?? 1;
        }
    }

    private static IEnumerable<TracedStage<T>> TraceStage(Stage<T> stage, Parameters<T> own, Tensor<T> input, Mode mode, int leaf)
    {
        if (stage.Inner is { } group)
            return group.TraceStages(own, input, mode, leaf);
        var (output, backward) = stage.Forward(own, input, mode.Fold(leaf));
        return [new(own.Name, $"{stage.Kind}{stage.Arguments}", own, output, backward)];
    }
}
