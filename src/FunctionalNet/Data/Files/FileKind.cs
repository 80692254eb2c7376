using System.Buffers;
using System.Text.Unicode;

namespace FunctionalNet;

/// <summary>The kinds of files that are mistaken for data, recognized by their first bytes.</summary>
internal static class FileKind
{
    /// <summary>The number of bytes to look at: the signature of a tar archive is at byte 257.</summary>
    public const int Telling = 512;

    private const int Quoted = 30;

    private static readonly (byte[] Start, string Kind)[] Signatures =
    [
        ([0x1f, 0x8b], "gzip data within gzip data"),
        ("BZh"u8.ToArray(), "bzip2 data"),
        ([0xfd, .. "7zXZ"u8, 0], "xz data"),
        ([0x28, 0xb5, 0x2f, 0xfd], "Zstandard data"),
        ([0x1f, 0x9d], "data of compress (.Z)"),
        ("PK\x03\x04"u8.ToArray(), "a zip archive"),
        ("PK\x05\x06"u8.ToArray(), "an empty zip archive"),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive"),
        ("Rar!"u8.ToArray(), "a RAR archive"),
        ([0x89, .. "PNG"u8], "a PNG image"),
        ([0xff, 0xd8, 0xff], "a JPEG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ("II*\0"u8.ToArray(), "a TIFF image"),
        ("MM\0*"u8.ToArray(), "a TIFF image"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ([0x93, .. "NUMPY"u8], "a NumPy array"),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file"),
        ("PAR1"u8.ToArray(), "a Parquet file"),
        ([0x80, 2], "a Python pickle"),
        ([0x80, 3], "a Python pickle"),
        ([0x80, 4], "a Python pickle"),
        ([0x80, 5], "a Python pickle"),
        ([0xff, 0xfe], "text in UTF-16"),
        ([0xfe, 0xff], "text in UTF-16"),
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer, not the file that it stands for"),
    ];

    /// <summary>A note for the end of an error, on a file that begins with these bytes: ": an HTML page"; empty if unknown.</summary>
    public static string Note(ReadOnlySpan<byte> start) => Of(start[..int.Min(start.Length, Telling)]) is { } kind ? $": {kind}" : "";

    private static string? Of(ReadOnlySpan<byte> start)
    {
        foreach (var (signature, kind) in Signatures)
        {
            if (start.StartsWith(signature))
                return kind;
        }

        return start switch
        {
            [0, 0, >= 0x08 and <= 0x0e and var type, > 0 and var rank, ..] =>
                Invariant($"an IDX file of {Values(type)} in {rank} {(rank == 1 ? "dimension" : "dimensions")}"),
            [_, _, _, _, .. var rest] when rest.StartsWith("ftyp"u8) => "an AVIF or HEIC image, or a film",
            _ when start.StartsWith("RIFF"u8) && start.Length >= 12 && start[8..].StartsWith("WEBP"u8) => "a WebP image",
            _ when start.Length > 262 && start[257..].StartsWith("ustar"u8) => "a tar archive",
            _ when Text(start) is { Length: > 0 } text => text,
            _ => null,
        };
    }

    private static string Values(byte type) => type switch
    {
        0x08 => "unsigned bytes",
        0x09 => "signed bytes",
        0x0b => "16-bit integers",
        0x0c => "32-bit integers",
        0x0d => "single-precision numbers",
        0x0e => "double-precision numbers",
        _ => Invariant($"values of type {type}"),
    };

    /// <summary>The kind of text that begins with these bytes, if it is text.</summary>
    private static string? Text(ReadOnlySpan<byte> start)
    {
        // The last letter may have been cut.
        Span<char> letters = new char[start.Length];
        var status = Utf8.ToUtf16(start, letters, out _, out var length, replaceInvalidSequences: false, isFinalBlock: false);
        var text = letters[..length].ToString().TrimStart('\uFEFF').Trim();
        return status == OperationStatus.InvalidData || text.Any(letter => char.IsControl(letter) && !char.IsWhiteSpace(letter)) ? null
            : text.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "an HTML page"
            : text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) ? "an HTML page"
            : text.StartsWith('<') ? "an XML document"
            : text.Length > Quoted ? $"text that begins with \"{text[..Quoted]}\""
            : text.Length > 0 ? $"the text \"{text}\""
            : null;
    }
}
