using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Zeros in the place of random numbers, and the others divided by the share that is kept. Number i is dropped where part i % 4 of the random
/// word i / 4, 16 bits of it, is below 2¹⁶ times the rate. Where it is equal to the whole part of that, once in 65536 times, a word of its own decides, so the probability is the rate exactly.
/// The same key drops the same numbers, at any vector width and on any number of threads.
/// </summary>
internal readonly struct Dropping<T>((ulong, ulong) key, double rate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Words of the key's own stream, and a purpose that Key has no other use for.
    private const ulong Drawing = 0;
    private const ulong Deciding = 3;

    // The numbers that are drawn for at once: 2 KB of words.
    private const int Chunk = 1024;

    private readonly ushort whole = (ushort)(rate * 65536);

    private readonly T scale = T.CreateChecked(1 / (1 - rate));

    /// <summary>A part that is below this is dropped.</summary>
    private ushort Limit => ushort.Max(whole, 1);

    public void Run(ReadOnlySpan<T> x, Span<T> result)
    {
        if (Elementwise.IsWorthThreads<T>(x.Length))
            RunByParts(x, result);
        else
            RunPart(x, 0, result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void RunByParts(ReadOnlySpan<T> x, Span<T> result)
    {
        fixed (T* pinned = x, pinnedResult = result[..x.Length])
        {
            var (dropping, from, to) = (this, (nint)pinned, (nint)pinnedResult);
            Workers.Run(x.Length, Chunk, (start, count) =>
                dropping.RunPart(new((T*)from + start, (int)count), start, new((T*)to + start, (int)count)));
        }
    }

    private void RunPart(ReadOnlySpan<T> x, long start, Span<T> result)
    {
        Span<ulong> words = stackalloc ulong[Chunk / 4];
        for (var at = 0; at < x.Length; at += Chunk)
        {
            var count = int.Min(Chunk, x.Length - at);
            var drawn = words[..((count + 3) / 4)];
            RandomNumbers.FillFrom<RandomWord, ulong>(key, Drawing, (ulong)(start + at) / 8, drawn);
            var parts = MemoryMarshal.Cast<ulong, ushort>(drawn)[..count];
            DecideTies(parts, start + at);
            Keep(x.Slice(at, count), parts, result.Slice(at, count));
        }
    }

    /// <summary>A part that is neither clearly above nor below becomes one that is.</summary>
    private void DecideTies(Span<ushort> parts, long start)
    {
        var rest = (rate * 65536) - whole;
        for (var at = parts.IndexOf(whole); at >= 0;)
        {
            var (word, _) = Threefry.Scramble(key, ((ulong)(start + at), Deciding));
            parts[at] = UniformDouble.Of(word) < rest ? (ushort)0 : Limit;
            var next = parts[(at + 1)..].IndexOf(whole);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(ReadOnlySpan<T> x, ReadOnlySpan<ushort> parts, Span<T> result)
    {
        var limit = Limit;
        ref var part = ref MemoryMarshal.GetReference(parts);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        for (; i + (nuint)Vector<ushort>.Count <= length; i += (nuint)Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref part, i), out var low, out var high);
            Keep(low, ref from, ref to, i);
            Keep(high, ref from, ref to, i + (nuint)Vector<uint>.Count);
        }

        for (; i < length; i++)
            Unsafe.Add(ref to, i) = Unsafe.Add(ref part, i) < limit ? T.Zero : Unsafe.Add(ref from, i) * scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(Vector<uint> parts, ref T from, ref T to, nuint at)
    {
        if (typeof(T) == typeof(float))
        {
            var isKept = Vector.GreaterThanOrEqual(parts.As<uint, int>(), new Vector<int>(Limit));
            ((Vector.LoadUnsafe(ref from, at) * scale).As<T, int>() & isKept).As<int, T>().StoreUnsafe(ref to, at);
            return;
        }

        Vector.Widen(parts, out var low, out var high);
        var (limits, next) = (new Vector<long>(Limit), at + (nuint)Vector<T>.Count);
        ((Vector.LoadUnsafe(ref from, at) * scale).As<T, long>() & Vector.GreaterThanOrEqual(low.As<ulong, long>(), limits)).As<long, T>().StoreUnsafe(ref to, at);
        ((Vector.LoadUnsafe(ref from, next) * scale).As<T, long>() & Vector.GreaterThanOrEqual(high.As<ulong, long>(), limits)).As<long, T>().StoreUnsafe(ref to, next);
    }
}
