using System.Numerics;

namespace FunctionalNet;

/// <summary>Outputs and targets without what is ignored.</summary>
internal static class CountedRows
{
    /// <summary>
    /// The outputs whose class index is another one, with these indices: rows of <c>[..., classes]</c> as <c>[n, classes]</c>, or single outputs,
    /// each with an index of its own, as <c>[n]</c>. Values have no index, and what does not fit is left to the metric to refuse.
    /// </summary>
    public static (Tensor<T> Outputs, Targets<T> Targets) Of<T>(Tensor<T> outputs, Targets<T> targets, int ignored)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (targets is not Targets<T>.Classes(var indices) || outputs.Shape.Rank == 0 || !indices.Contains(ignored))
            return (outputs, targets);
        int[] counted = [.. Enumerable.Range(0, indices.Length).Where(row => indices[row] != ignored)];
        int[] classes = [.. counted.Select(row => indices[row])];
        return indices.Length == outputs.Shape[..^1].Size ? (outputs.Reshape([indices.Length, outputs.Shape[^1]]).Rows(counted), classes)
            : indices.Length == outputs.Shape.Size ? (outputs.Reshape([indices.Length]).Rows(counted), classes)
            : (outputs, targets);
    }
}
