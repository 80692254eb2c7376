using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// The flush of a folder to the disk, without which a file that was moved there may be gone after a loss of power. .NET opens no
/// folders, so it is the C library's. On Windows a move is in the journal of the file system, and nothing is to be done.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    // "Invalid argument": a file system that has nothing to flush for a folder.
    private const int NotSupported = 22;

    /// <summary>Flushes the entries of a folder.</summary>
    /// <exception cref="IOException">It cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        // A folder that may be written to but not read cannot be opened: the move itself has succeeded.
        if (handle < 0)
            return;
        var error = Synchronize(handle) < 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Close(handle);
        if (error is not (0 or NotSupported))
            throw new IOException($"the folder was not flushed to the disk: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
