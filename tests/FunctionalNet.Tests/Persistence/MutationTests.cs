using System.Globalization;
using System.IO.Compression;
using FunctionalNet.Fuzz;
using FunctionalNet.Resumption;
using FunctionalNet.Tests.ImageFolders;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Readers of files under seeded mutations of files that are right, as <see cref="ReaderOfFiles.Check"/> judges them.</summary>
public sealed class MutationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    // 100 000 by MUTATIONS=100000 dotnet test --filter MutationTests.
    private static int Mutations => int.Parse(Environment.GetEnvironmentVariable("MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Safetensors_files() => Survives(
        "safetensors", File.ReadAllBytes(FilesOfPython.At("types.safetensors")), File.ReadAllBytes(FilesOfPython.At("mlp.safetensors")),
        Safetensors.Encode(NamedTensors<double>.Create(("a", Tensor.Vector(1.0, 2)), ("b", Tensor.Zeros<double>([0, 3])))));

    [Fact]
    public void Files_of_parameters()
    {
        var saved = folder.At("parameters.safetensors");
        _ = Affine(2, 3).Initialize(Key.Seed(0)).Save(saved).ThrowIfFail();
        Survives("parameters", File.ReadAllBytes(saved), File.ReadAllBytes(FilesOfPython.At("stored.npz")));
    }

    [Fact]
    public void States_of_runs() => Survives("state", States(3, 0));

    // What the checksum guards.
    [Fact]
    public void Documents_of_states() => Survives("document", States(3));

    [Fact]
    public void Npy_files() => Survives(
        "npy", [.. Directory.GetFiles(FilesOfPython.At(""), "*.npy").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]);

    [Fact]
    public void Npz_files() => Survives("npz", File.ReadAllBytes(FilesOfPython.At("stored.npz")), File.ReadAllBytes(FilesOfPython.At("deflated.npz")));

    [Fact]
    public void Files_of_rows() => Survives(
        "rows", File.ReadAllBytes(FilesOfPython.At("f4-big.npy")), File.ReadAllBytes(FilesOfPython.At("u1.npy")), [0, 0, 0x0b, 2, 0, 0, 0, 3, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6],
        Safetensors.Encode(NamedTensors<double>.Create(("a", Tensor.Vector(1.0, 2)))));

    [Fact]
    public void Idx_files() => Survives(
        "idx", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], [0, 0, 0x0e, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

    [Fact]
    public void Gzip_files() => Survives(
        "idx", Gzip([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]), [.. Gzip([0, 0, 8, 1, 0, 0, 0, 3]), .. Gzip([1, 2, 3])]);

    [Fact]
    public void Files_of_cifar() => Survives("cifar", InCorpus("cifar", "plain.tar"), InCorpus("cifar", "compressed.tar.gz"));

    [Fact]
    public void Tar_archives() => Survives("tar", InCorpus("tar", "ustar"), InCorpus("tar", "gnu"), InCorpus("tar", "pax"), InCorpus("tar", "compressed"));

    [Fact]
    public void Image_files() => Survives("image", OfPillow("420.jpg", "progressive.jpg", "restarts.jpg", "cmyk.jpg", "rgb.bmp", "nibbles.bmp", "565.bmp", "rgba.bmp"));

    // What the checksums guard.
    [Fact]
    public void Chunks_of_png_files() => Survives("png", OfPillow("rgb-8.png", "palette-2-transparent.png", "rgb-16.png", "grey-1-interlaced.png"));

    private static byte[][] OfPillow(params string[] names) => [.. names.Select(FilesOfPillow.Content)];

    private static byte[] InCorpus(string reader, string name) => File.ReadAllBytes(Repository.At("tests", "FunctionalNet.Fuzz", "corpus", reader, name));

    private void Survives(string name, params byte[][] seeds)
    {
        var (reader, path, refused) = (ReaderOfFiles.Of(name), folder.At("file"), 0);
        // The code is run for the first time.
        foreach (var seed in seeds)
            _ = reader.Check(path, seed);

        for (var i = 0; i < Mutations; i++)
        {
            var mutated = Mutation.Of(Key.Seed(i), seeds);
            var isRead = reader.Check(path, mutated)
                .IfFail(broken => throw new InvalidOperationException($"mutation {i}: {broken.Message}, for {Convert.ToHexString(mutated)}"));
            refused += isRead ? 0 : 1;
        }

        Assert.InRange(refused, Mutations / 2, Mutations);
    }

    private static byte[][] States(params int[] steps)
    {
        var run = ResumedRuns<float>.By(Optimizers.Lookahead(Optimizers.Adam(0.01)));
        return [.. steps.Select(step => new SavedState<float>(run.ElementAt(step), RunDescription.Of(run)).Encode())];
    }

    private static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(content);
        return bytes.ToArray();
    }
}
