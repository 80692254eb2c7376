using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// The chain rule along a sequence, from the back, as far as it is asked for: to the first stage with parameters for their gradients, to
/// the first of all for that of the input. It loops, so a sequence may be longer than calls can nest.
/// </summary>
internal sealed class BackwardSequence<T>(
    ImmutableArray<Stage<T>> stages,
    ImmutableArray<string> names,
    ForwardPass<T>[] passes,
    Shape[] inputs,
    ParameterLayout layout,
    Tensor<T> outputGradient)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lock walk = new();
    private readonly Gradients<T>[] gradients = new Gradients<T>[stages.Length];

    // Those from here on are there.
    private int reached = stages.Length;

    public Gradients<T> ToGradients() => new(OfParameters, () => OfInput(0));

    private Parameters<T> OfParameters()
    {
        var trained = layout.Trained.Layout;
        var (values, missing) = (new Tensor<T>[trained.Count], trained.Count);
        for (var i = stages.Length - 1; missing > 0; i--)
        {
            var part = trained.Part(names[i]);
            if (part.Indices.IsEmpty)
                continue;
            var own = Stage<T>.RequireGradients(Of(i).Parameters, part.Layout);
            for (var j = 0; j < part.Indices.Length; j++)
                values[part.Indices[j]] = own.Values[j];
            missing -= part.Indices.Length;
        }

        return new(trained, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <summary>The gradients of a stage.</summary>
    private Gradients<T> Of(int stage)
    {
        lock (walk)
        {
            for (; reached > stage; reached--)
            {
                var next = passes[reached - 1].Backward(OfInput(reached));
                // Of a layer that trains nothing no one would ask for them: what it gives by mistake would be lost without a word.
                if (layout.Trained.Layout.Part(names[reached - 1]) is { Indices.IsEmpty: true, Layout: var none })
                    _ = Stage<T>.RequireGradients(next.Parameters, none);
                gradients[reached - 1] = next;
            }

            return gradients[stage];
        }
    }

    /// <summary>The gradient of the input of a stage; after the last, that of the output.</summary>
    private Tensor<T> OfInput(int stage) =>
        stage == stages.Length ? outputGradient
        : Of(stage).Input is var gradient && gradient.Shape == inputs[stage] ? gradient
        : throw new ArgumentException(
            $"{layout.Path}{names[stage]}: expected the gradient of its input {inputs[stage]} from its backward closure, got {gradient.Shape}");
}
