using System.Buffers.Binary;
using System.IO.Hashing;

namespace FunctionalNet.Fuzz;

/// <summary>The sums of the chunks of a PNG file.</summary>
internal static class PngSums
{
    private const int LengthOfSignature = 8;

    // The length of a chunk and its type stand before its content, and the sum after it.
    private const int Before = 8;
    private const int After = 4;

    /// <summary>Writes the sums of all whole chunks into a file, and returns its path.</summary>
    public static string Mended(string path)
    {
        var file = File.ReadAllBytes(path);
        for (var at = LengthOfSignature; file.Length - at >= Before + After;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - Before - After)
                break;
            var end = at + Before + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.HashToUInt32(file.AsSpan(at + 4, (int)length + 4)));
            at = end + After;
        }

        File.WriteAllBytes(path, file);
        return path;
    }
}
