using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Hashing;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// Archives of arrays in NumPy's format, <c>.npz</c>: a zip archive with an <c>.npy</c> file for each, stored or deflated. An archive that is
/// broken, or an array whose checksum differs, is refused, with an error of one line that names the file. Nothing is unpacked to the disk.
/// </summary>
/// <remarks>An array of more than 2 GB can be written, for NumPy, but not read: <see cref="Safetensors"/> has no such limit.</remarks>
/// <example>
/// <code>
/// var bytes = Npz.Encode(NamedTensors&lt;double&gt;.Create(("x", Tensor.Ones&lt;double&gt;([2, 3]))));
/// Console.WriteLine(Npz.Decode&lt;double&gt;(bytes)); // Succ(x  f64[2,3])
/// </code>
/// </example>
public static class Npz
{
    private const string Ending = ".npy";

    // No deflated byte stands for more.
    private const int MostExpansion = 1032;

    /// <summary>The arrays of a file, by name, in its order.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <param name="only">The names of the arrays to read; all if null.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<NamedTensors<T>> Read<T>(string path, bool convert = false, Func<string, bool>? only = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MappedFile.Found(Require.NotNull(path)).Bind(_ => Outside.Try(() =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return Decode<T>(file, convert, only);
        })).About(path);

    /// <summary>Writes or replaces a file in an existing folder, whole or not at all. Returns its path, or the reason for a failure.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="tensors">The arrays, which are written in their order. Metadata has no place in the format, and is left out.</param>
    /// <param name="compress">Whether they are deflated: smaller, and slower to write and to read.</param>
    public static Fin<string> Write<T>(string path, NamedTensors<T> tensors, bool compress = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        return WholeFile.WriteWith(path, file => Write(file, tensors, compress));
    }

    /// <summary>The arrays of a file's bytes.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<NamedTensors<T>> Decode<T>(ReadOnlySpan<byte> bytes, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var file = new MemoryStream(bytes.ToArray(), writable: false);
        return Outside.Try(() => Decode<T>(file, convert, only: null)).InOneLine();
    }

    /// <summary>The bytes of a file with these arrays.</summary>
    public static byte[] Encode<T>(NamedTensors<T> tensors, bool compress = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensors);
        using var file = new MemoryStream();
        Write(file, tensors, compress);
        return file.ToArray();
    }

    private static Fin<NamedTensors<T>> Decode<T>(Stream file, bool convert, Func<string, bool>? only)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var (arrays, names) = (ImmutableArray.CreateBuilder<(string, Tensor<T>)>(), new System.Collections.Generic.HashSet<string>());
            // Entries may name the same bytes, of which each would be unpacked.
            if (archive.Entries.Sum(entry => (decimal)entry.CompressedLength) > file.Length)
                return Error.New("expected a zip archive of arrays, found it broken: entries overlap");
            foreach (var entry in archive.Entries)
            {
                if (!entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
                    return Error.New($"expected arrays (names that end with {Ending}), found {entry.FullName}");
                var name = entry.FullName[..^Ending.Length];
                if (!names.Add(name))
                    return Error.New($"expected names that differ, found {name} twice");
                if (only is not null && !only(name))
                    continue;
                var array = Array<T>(entry, convert).About(name);
                if (array.IsFail)
                    return (Error)array;
                arrays.Add((name, array.ThrowIfFail()));
            }

            return NamedTensors<T>.Create(arrays.ToArray());
        }
        catch (InvalidDataException broken)
        {
            return Error.New($"expected a zip archive of arrays, found it broken: {broken.Message}");
        }
    }

    private static Fin<Tensor<T>> Array<T>(ZipArchiveEntry entry, bool convert)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (entry.IsEncrypted)
            return Error.New("expected an array, found it encrypted");
        // The length that an entry claims must be one that the bytes of the file can have: it is allocated before they are read.
        var most = long.Min(MostExpansion * entry.CompressedLength, System.Array.MaxLength);
        if (entry.Length > most)
            return Error.New(Invariant($"expected at most {most} bytes, found the length {entry.Length}"));
        var bytes = GC.AllocateUninitializedArray<byte>((int)entry.Length);
        using var content = entry.Open();
        var found = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return from _ in found == bytes.Length && content.ReadByte() < 0
                   ? FinSucc(unit)
                   : Error.New(Invariant($"expected {bytes.Length} bytes, found {(found < bytes.Length ? Invariant($"{found}") : "more")}"))
               from __ in Crc32.HashToUInt32(bytes) == entry.Crc32
                   ? FinSucc(unit)
                   : Error.New(Invariant($"expected the checksum {entry.Crc32:x8}, found {Crc32.HashToUInt32(bytes):x8}"))
               from array in Npy.Decode<T>(bytes, convert)
               select array;
    }

    private static void Write<T>(Stream file, NamedTensors<T> tensors, bool compress)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, value) in tensors)
        {
            var entry = archive.CreateEntry(name + Ending, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = FirstDay;
            using var content = entry.Open();
            Npy.Write(content, value);
        }
    }

#pragma warning disable RS0030 // A constant: otherwise an archive would have the time at which it was written, and other bytes each time.
    private static readonly DateTimeOffset FirstDay = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
#pragma warning restore RS0030
}
