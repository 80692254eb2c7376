using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>Copies rows from anywhere in a large array into a contiguous one, as drawing a batch does.</summary>
internal static unsafe class Gather
{
    private const int CacheLine = 64;

    // The number of bytes from which a second thread is worth waking.
    private const long WorthThreads = 128 << 10;

    /// <summary>
    /// Fills <c>to [indices, rowLength]</c> with the rows of <c>from [rows, rowLength]</c> at these indices. The caller has checked
    /// them, and no one can change them: they are not checked again.
    /// </summary>
    public static void Rows<T>(ReadOnlySpan<T> from, int rowLength, ReadOnlySpan<int> indices, Span<T> to)
        where T : unmanaged
    {
        var rowBytes = (nint)rowLength * sizeof(T);
        fixed (T* source = from, target = to)
        fixed (int* rows = indices)
        {
            var job = new Job((byte*)source, (byte*)target, rowBytes, rows);
            if (rowBytes * indices.Length < WorthThreads || Workers.Count == 1)
                Copy(job, 0, indices.Length);
            else
                Workers.Run(indices.Length, 1, (first, count) => Copy(job, first, count));
        }
    }

    /// <summary>
    /// Row by row, a cache line at a time. The processor cannot predict which row is next, so each line of it is prefetched.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(Job job, nint first, nint count)
    {
        for (var row = first; row < first + count; row++)
        {
            byte* from = job.From(row), to = job.To(row);
            var next = job.From(nint.Min(row + 1, first + count - 1));
            nint at = 0;
            for (; at + CacheLine <= job.RowBytes; at += CacheLine)
            {
                if (Sse.IsSupported)
                    Sse.Prefetch0(next + at);
                Unsafe.CopyBlockUnaligned(to + at, from + at, CacheLine);
            }

            Unsafe.CopyBlockUnaligned(to + at, from + at, (uint)(job.RowBytes - at));
        }
    }

    private readonly struct Job(byte* source, byte* target, nint rowBytes, int* rows)
    {
        public nint RowBytes => rowBytes;

        public byte* From(nint row) => source + (rows[row] * rowBytes);

        public byte* To(nint row) => target + (row * rowBytes);
    }
}
