using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// The sum over ranks along a binary tree, by halving: at each step a rank exchanges half of what it still has with a partner, twice as far away as the one
/// before, and keeps the sum of the other half; then the halves are exchanged back. Each rank sends and receives 2(p − 1)/p of the numbers, in 2 log₂ p messages.
/// </summary>
/// <remarks>Rabenseifner, "Optimization of collective reduction operations", 2004. The order of its sums is that of the tree, and two numbers have one sum whoever adds them.</remarks>
internal readonly struct TreeExchange<T>(MpiLibrary mpi, nint communicator, int rank, int size)
    where T : unmanaged, System.Numerics.INumber<T>
{
    // Below this, the time of a message is not that of its numbers: all are exchanged at each step, in half as many messages.
    private const int FewNumbers = 2048;

    /// <summary>Puts the sum over all ranks into a result of the same length. Own numbers are read only.</summary>
    public Fin<Unit> Sum(ReadOnlySpan<T> own, Span<T> result)
    {
        // Used again by the next sum: fresh memory costs more than the numbers on their way.
        var others = ArrayPool<T>.Shared.Rent(int.Min(MpiLibrary.MostNumbers, own.Length));
        var outcome = Fin<Unit>.Succ(Prelude.unit);
        for (long at = 0; at < own.Length && outcome.IsSucc; at += MpiLibrary.MostNumbers)
        {
            var (start, length) = ((int)at, (int)long.Min(MpiLibrary.MostNumbers, own.Length - at));
            outcome = length <= FewNumbers || size == 1
                ? SumOfFew(own.Slice(start, length), result.Slice(start, length), others.AsSpan(0, length))
                : SumByHalving(own.Slice(start, length), result.Slice(start, length), others);
        }

        ArrayPool<T>.Shared.Return(others);
        return outcome;
    }

    private Fin<Unit> SumOfFew(ReadOnlySpan<T> own, Span<T> result, Span<T> others)
    {
        own.CopyTo(result);
        for (var distance = 1; distance < size; distance *= 2)
        {
            var outcome = Exchange(result, others, rank ^ distance);
            if (outcome.IsFail)
                return outcome;
            TensorPrimitives.Add(result, others, result);
        }

        return Prelude.unit;
    }

    private Fin<Unit> SumByHalving(ReadOnlySpan<T> own, Span<T> result, Span<T> others)
    {
        var (start, end) = (0, own.Length);
        Span<(int Start, int End)> before = stackalloc (int, int)[int.Log2(size)];
        for (var (step, distance) = (0, 1); distance < size; step++, distance *= 2)
        {
            before[step] = (start, end);
            var mine = step == 0 ? own : result;
            var middle = start + ((end - start) / 2);
            var (kept, sent) = (rank & distance) == 0 ? (start..middle, middle..end) : (middle..end, start..middle);
            var received = others[..(kept.End.Value - kept.Start.Value)];
            var outcome = Exchange(mine[sent], received, rank ^ distance);
            if (outcome.IsFail)
                return outcome;
            TensorPrimitives.Add(mine[kept], received, result[kept]);
            (start, end) = (kept.Start.Value, kept.End.Value);
        }

        for (var (step, distance) = (before.Length - 1, size / 2); distance > 0; step--, distance /= 2)
        {
            var (first, last) = before[step];
            var theirs = start == first ? end..last : first..start;
            var outcome = Exchange(result[start..end], result[theirs], rank ^ distance);
            if (outcome.IsFail)
                return outcome;
            (start, end) = (first, last);
        }

        return Prelude.unit;
    }

    private Fin<Unit> Exchange(ReadOnlySpan<T> sent, Span<T> received, int partner) =>
        mpi.Exchange(MemoryMarshal.AsBytes(sent), MemoryMarshal.AsBytes(received), partner, communicator);
}
