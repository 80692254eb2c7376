using System.Collections.Immutable;

namespace FunctionalNet.Numerics;

/// <summary>What the outputs of pooling take along one axis of images.</summary>
/// <param name="Input">The length of the input.</param>
/// <param name="Step">The distance of two elements of a part.</param>
/// <param name="Parts">The elements that each output takes.</param>
internal sealed record PooledAxis(int Input, int Step, ImmutableArray<PooledPart> Parts)
{
    /// <summary>The parts as runs of like ones.</summary>
    public ImmutableArray<PooledRun> Runs { get; } = RunsOf(Parts);

    /// <summary>The number of elements in the largest part.</summary>
    public int Most { get; } = Parts.Max(part => part.Count);

    /// <summary>Whether each element is in one part.</summary>
    public bool IsTiled => Step == 1 && Parts.Aggregate(0, (end, part) => part.First == end ? end + part.Count : Input + 1) == Input;

    /// <summary>An axis of length 1, as images of fewer axes have it.</summary>
    public static PooledAxis Single { get; } = new(1, 1, [new(0, 1, 1)]);

    /// <summary>The part of each window that is within the input; of its length, the padding is counted or not.</summary>
    public static PooledAxis Of(WindowAxis axis, bool countPadding = false)
    {
        return new(axis.Input, axis.Dilation, [.. Enumerable.Range(0, axis.Output).Select(PartOf)]);

        PooledPart PartOf(int output)
        {
            var ((first, end), (firstPadded, endPadded)) = (axis.Within(output), axis.WithinPadded(output));
            return new(axis.Start(output) + (first * axis.Dilation), end - first, countPadding ? endPadded - firstPadded : end - first);
        }
    }

    /// <summary>So many parts as equal as can be: part i from ⌊i in/out⌋ to before ⌈(i + 1) in/out⌉.</summary>
    public static PooledAxis Adaptive(int input, int outputs)
    {
        return new(input, 1, [.. Enumerable.Range(0, outputs).Select(output => Between(Floor(output), Floor(output + 1, outputs - 1)))]);

        int Floor(int output, int carry = 0) => (int)((((long)output * input) + carry) / outputs);

        static PooledPart Between(int first, int end) => new(first, end - first, end - first);
    }

    private static ImmutableArray<PooledRun> RunsOf(ImmutableArray<PooledPart> parts)
    {
        var runs = ImmutableArray.CreateBuilder<PooledRun>();
        for (var (output, count) = (0, 1); output < parts.Length; output += count, count = 1)
        {
            var part = parts[output];
            var stride = output + 1 < parts.Length ? parts[output + 1].First - part.First : 0;
            while (output + count < parts.Length && parts[output + count] == part with { First = part.First + (count * stride) })
                count++;
            runs.Add(new(part, count, stride));
        }

        return runs.ToImmutable();
    }
}

/// <summary>The elements that an output takes along an axis.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">Their number.</param>
/// <param name="Length">The number that a mean divides by.</param>
internal readonly record struct PooledPart(int First, int Count, int Length);

/// <summary>Neighbouring outputs that take like parts.</summary>
/// <param name="Part">What the first of them takes.</param>
/// <param name="Count">The number of outputs.</param>
/// <param name="Stride">The distance of their parts.</param>
internal readonly record struct PooledRun(PooledPart Part, int Count, int Stride);
