using System.Buffers.Binary;
using System.IO.Compression;

namespace FunctionalNet.Tests.Data;

/// <summary>The bytes of IDX files.</summary>
internal static class IdxBytes
{
    public static byte[] Words(params uint[] words) => [.. words.SelectMany(word =>
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, word);
        return bytes;
    })];

    public static byte[] Images(uint count, uint rows, uint columns, params byte[] pixels) =>
        [.. Words(0x00000803, count, rows, columns), .. pixels];

    public static byte[] Labels(params byte[] labels) => [.. Words(0x00000801, (uint)labels.Length), .. labels];

    /// <summary>Images of 28 × 28, each of a single shade.</summary>
    public static byte[] Digits(params byte[] shades) =>
        Images((uint)shades.Length, 28, 28, [.. shades.SelectMany(shade => Enumerable.Repeat(shade, 28 * 28))]);

    /// <summary>Writes the four files of MNIST into a folder: 200 images to train on and 20 to test with, of a shade that says their class.</summary>
    public static void WriteMnist(string folder)
    {
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 10))];
        byte[] shades = [.. labels.Select(label => (byte)(25 * label))];
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "train-images-idx3-ubyte"), Digits(shades));
        File.WriteAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"), Labels(labels));
        File.WriteAllBytes(Path.Combine(folder, "t10k-images-idx3-ubyte"), Digits(shades[..20]));
        File.WriteAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte"), Labels(labels[..20]));
    }

    public static byte[] Gzip(this byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }

    /// <summary>The bytes with one of them inverted.</summary>
    public static byte[] Damage(this byte[] bytes, Index at)
    {
        var damaged = bytes.ToArray();
        damaged[at] ^= 0xff;
        return damaged;
    }
}
