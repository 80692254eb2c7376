using System.IO.Compression;

namespace FunctionalNet.Tests.ImageFolders;

/// <summary>The image files in <c>Files/images.npz.gz</c>, which <c>make.py</c> made, and what Pillow reads from them.</summary>
internal static class FilesOfPillow
{
    private static readonly NamedTensors<float> Arrays = Npz.Decode<float>(Unpacked("images.npz.gz"), convert: true).ThrowIfFail();

    /// <summary>The names of the files that Pillow reads.</summary>
    public static IEnumerable<string> Names => Arrays.Select(array => array.Name).Where(name => name.EndsWith(" rgb", StringComparison.Ordinal)).Select(name => name[..^4]);

    /// <summary>The content of a file.</summary>
    public static byte[] Content(string name) => [.. Arrays[name].Data.Select(number => (byte)number)];

    /// <summary>The pixels of a file, from 0 to 255: <c>[height, width, 3]</c>.</summary>
    public static Tensor<float> Colours(string name) => Arrays[$"{name} rgb"];

    /// <summary>The pixels of a file in grey, from 0 to 255: <c>[height, width, 1]</c>; of the files that have them.</summary>
    public static Tensor<float> Greys(string name) => Arrays[$"{name} grey"];

    /// <summary>The grey of <c>filters.png</c> at another size.</summary>
    public static Tensor<float> Resized(int height, int width) => Arrays[Invariant($"filters.png {height}x{width}")];

    private static byte[] Unpacked(string name)
    {
        using var packed = new GZipStream(File.OpenRead(Repository.At("tests", "FunctionalNet.Tests", "ImageFolders", "Files", name)), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
