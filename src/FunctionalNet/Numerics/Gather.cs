using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>Copies rows from anywhere in a large array behind each other: what drawing a batch is.</summary>
internal static unsafe class Gather
{
    private const int CacheLine = 64;

    // Bytes from which on a second thread is worth waking.
    private const long WorthThreads = 128 << 10;

    /// <summary>
    /// Fills <c>to [indices, rowLength]</c> with the rows of <c>from [rows, rowLength]</c> at these indices, which are known to
    /// be within it.
    /// </summary>
    public static void Rows<T>(ReadOnlySpan<T> from, int rowLength, ReadOnlySpan<int> indices, Span<T> to)
        where T : unmanaged
    {
        fixed (T* source = from, target = to)
        fixed (int* first = indices)
        {
            var whole = new Part((byte*)source, (byte*)target, (nint)rowLength * sizeof(T), first, indices.Length);
            if (whole.RowBytes * indices.Length < WorthThreads || Workers.Count == 1)
                Copy(whole);
            else
                Workers.Run(whole.Split(2 * Workers.Count), Copy);
        }
    }

    /// <summary>
    /// Row by row, a cache line at a time. Which row is next, the processor cannot guess: it is told, a line ahead for each line.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(Part part)
    {
        var to = part.To;
        for (var row = 0; row < part.Count; row++, to += part.RowBytes)
        {
            var from = part.Row(row);
            var next = part.Row(int.Min(row + 1, part.Count - 1));
            nint at = 0;
            for (; at + CacheLine <= part.RowBytes; at += CacheLine)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch0(next + at);
                Unsafe.CopyBlockUnaligned(to + at, from + at, CacheLine);
            }

            Unsafe.CopyBlockUnaligned(to + at, from + at, (uint)(part.RowBytes - at));
        }
    }

    /// <summary>Some of the rows.</summary>
    private readonly struct Part(byte* from, byte* to, nint rowBytes, int* indices, int count)
    {
        public byte* To { get; } = to;

        public nint RowBytes { get; } = rowBytes;

        public int Count { get; } = count;

        public byte* Row(int row) => from + (indices[row] * RowBytes);

        public Part[] Split(int parts)
        {
            var split = new Part[int.Min(parts, Count)];
            for (var part = 0; part < split.Length; part++)
            {
                var (start, end) = ((int)((long)Count * part / split.Length), (int)((long)Count * (part + 1) / split.Length));
                split[part] = new(from, To + (start * RowBytes), RowBytes, indices + start, end - start);
            }

            return split;
        }
    }
}
