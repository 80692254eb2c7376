using System.Runtime.InteropServices;

namespace FunctionalNet.Tests.Numerics;

/// <summary>Memory that ends at a guard page: reading or writing beyond it ends the process.</summary>
internal sealed partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadAndWrite = 3;
    private const int Private = 2;

    private static readonly int Anonymous = OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    private readonly nint start;
    private readonly nint body;
    private readonly nint used;

    private GuardedMemory(nint used)
    {
        nint page = Environment.SystemPageSize;
        (this.used, body) = (used, (used + page - 1) / page * page);
        start = Map(0, body + page, ReadAndWrite, Private | Anonymous, -1, 0);
        Assert.Equal(0, Protect(start + body, page, NoAccess));
    }

    /// <summary>Whether the system has the calls that this class uses.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    public static unsafe GuardedMemory Of<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        var memory = new GuardedMemory(numbers.Length * sizeof(T));
        numbers.CopyTo(memory.Span<T>());
        return memory;
    }

    public unsafe Span<T> Span<T>()
        where T : unmanaged => new((void*)(start + body - used), (int)used / sizeof(T));

    public void Dispose() => Assert.Equal(0, Unmap(start, body + Environment.SystemPageSize));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
