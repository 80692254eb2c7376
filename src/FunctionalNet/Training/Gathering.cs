using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>Rows of which each rank has some, at every rank.</summary>
internal static class Gathering
{
    // Single precision has 24 bits: an index takes two numbers.
    private const int Half = 1 << 16;

    /// <summary>The result of an exchange; a failure ends the step.</summary>
    public static TResult OrThrow<TResult>(this Fin<TResult> exchanged) => exchanged.IfFail(error => throw error.ToException());

    /// <summary>The whole of a batch.</summary>
    public static Batch<T> GatherBatch<T>(this Collective<T> collective, Batch<T> part)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
            collective.GatherRows(part.Inputs),
            part.Targets is Targets<T>.Classes classes ? collective.GatherClasses(classes) : collective.GatherRows(part.Targets.ToTensor()));

    /// <summary>All rows, those of rank 0 first.</summary>
    public static Tensor<T> GatherRows<T>(this Collective<T> collective, Tensor<T> own)
        where T : unmanaged, IFloatingPointIeee754<T> => Tensor.Concatenate(0, [.. collective.Gather(own).OrThrow()]);

    private static Targets<T>.Classes GatherClasses<T>(this Collective<T> collective, Targets<T>.Classes own)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ImmutableArray<T> halves = [.. own.Indices.SelectMany(index => new[] { T.CreateChecked(index / Half), T.CreateChecked(index % Half) })];
        var all = collective.GatherRows(new Tensor<T>([own.Indices.Length, 2], halves)).Data;
        return new([.. Enumerable.Range(0, all.Length / 2).Select(i => (int.CreateChecked(all[2 * i]) * Half) + int.CreateChecked(all[(2 * i) + 1]))])
        {
            PerSample = own.PerSample,
        };
    }
}
