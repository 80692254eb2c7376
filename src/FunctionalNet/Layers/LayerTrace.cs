using System.Numerics;

namespace FunctionalNet;

/// <summary>One stage of a network in the course of a run.</summary>
/// <param name="Path">Its name, with those of the groups that it is in: <c>encoder/Affine1</c>.</param>
/// <param name="Description">What it is: <c>Affine(784→50)</c>.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Pass">Its forward pass.</param>
internal sealed record TracedStage<T>(string Path, string Description, Parameters<T> Parameters, ForwardPass<T> Pass)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What it made of its input.</summary>
    public Tensor<T> Output => Pass.Output;
}

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
        var (value, leaf) = (input, firstLeaf);
        for (var i = 0; i < stages.Length; i++)
        {
            var own = parameters.Within(Names[i]);
            foreach (var traced in TraceStage(stages[i], own, value, mode, leaf))
            {
                yield return traced;
                value = traced.Output;
            }

            leaf += stages[i].Inner?.leaves ?? 1;
        }
    }

    private static IEnumerable<TracedStage<T>> TraceStage(Stage<T> stage, Parameters<T> own, Tensor<T> input, Mode mode, int leaf)
    {
        if (stage.Inner is { } group)
            return group.TraceStages(own, input, mode, leaf);
        return [new(own.Name, $"{stage.Kind}{stage.Arguments}", own, stage.Forward(own, input, mode.Fold(leaf)))];
    }
}
