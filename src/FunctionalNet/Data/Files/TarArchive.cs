using System.Collections.Immutable;
using System.Formats.Tar;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Files in a tar archive, which may be compressed by gzip.</summary>
internal static class TarArchive
{
    private const int PieceSize = 64 << 10;

    /// <summary>
    /// The content of those files that have one of these names, in whatever folder of the archive. It is read to its end, so that its checksum
    /// is checked if it is compressed. A failure does not name the archive.
    /// </summary>
    public static Fin<ImmutableDictionary<string, byte[]>> Read(string archive, ImmutableArray<string> names) =>
        UncompressedFile.Read<ImmutableDictionary<string, byte[]>>(archive, bytes =>
        {
            var contents = ImmutableDictionary.CreateBuilder<string, byte[]>();
            try
            {
                using var reader = new TarReader(bytes, leaveOpen: true);
                while (reader.GetNextEntry() is { } entry)
                {
                    if (entry.DataStream is { } content && names.Contains(NameOf(entry)))
                        contents[NameOf(entry)] = ReadAll(content);
                }

                Copy(bytes, Stream.Null);
                return contents.ToImmutable();
            }
            catch (Exception broken) when (broken is InvalidDataException or FormatException or ArgumentException or OverflowException)
            {
                return Error.New("expected a tar archive, compressed by gzip or not, found something else or a broken one");
            }
        });

    /// <summary>All bytes up to the end of a stream, in memory that they justify.</summary>
    public static byte[] ReadAll(Stream bytes)
    {
        using var content = new MemoryStream();
        Copy(bytes, content);
        return content.ToArray();
    }

    // By Read until the end and no further, which GzipMembers counts on: Stream.CopyTo asks for more.
    private static void Copy(Stream from, Stream to)
    {
        var piece = new byte[PieceSize];
        while (from.Read(piece) is > 0 and var length)
            to.Write(piece, 0, length);
    }

    private static string NameOf(TarEntry entry) => entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
}
