using System.Collections.Immutable;

namespace FunctionalNet.Numerics;

/// <summary>Which element of the input each place along an axis takes.</summary>
/// <param name="Input">The length of the input.</param>
/// <param name="Runs">The places, in order, as runs of neighbours.</param>
internal sealed record PickedAxis(int Input, ImmutableArray<PickedRun> Runs)
{
    /// <summary>The source of what takes nothing, and is 0.</summary>
    public const int Nothing = -1;

    /// <summary>An axis of length 1, as images of fewer axes have it.</summary>
    public static PickedAxis Single { get; } = Of(1, [0]);

    /// <summary>The number of places.</summary>
    public int Output => Runs.IsEmpty ? 0 : Runs[^1].Target + Runs[^1].Count;

    /// <summary>An axis of which each place takes this element, or <see cref="Nothing"/>.</summary>
    public static PickedAxis Of(int input, ReadOnlySpan<int> sources)
    {
        var runs = ImmutableArray.CreateBuilder<PickedRun>();
        for (var (target, count) = (0, 1); target < sources.Length; target += count, count = 1)
        {
            var step = sources[target] == Nothing ? 0 : 1;
            while (target + count < sources.Length && sources[target + count] == sources[target] + (step * count))
                count++;
            runs.Add(new(target, sources[target], count));
        }

        return new(input, runs.ToImmutable());
    }

    /// <summary>The source of each place.</summary>
    public int[] Sources() =>
        [.. Runs.SelectMany(run => Enumerable.Range(0, run.Count).Select(i => run.IsNothing ? Nothing : run.Source + i))];
}

/// <summary>Neighbours that take neighbours, or nothing.</summary>
/// <param name="Target">The first place.</param>
/// <param name="Source">What it takes.</param>
/// <param name="Count">The number of places.</param>
internal readonly record struct PickedRun(int Target, int Source, int Count)
{
    /// <summary>Whether these places are 0.</summary>
    public bool IsNothing => Source == PickedAxis.Nothing;
}
