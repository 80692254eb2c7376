using System.Formats.Tar;
using System.Security.Cryptography;
using LanguageExt.Common;

namespace FunctionalNet.Tests.Data;

/// <summary>CIFAR-10 and CIFAR-100, from files of the same format with a few images.</summary>
public sealed class CifarTests : IDisposable
{
    private static readonly string[] Batches = [.. Enumerable.Range(1, 5).Select(number => Invariant($"data_batch_{number}.bin")), "test_batch.bin"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Planes_become_channels_and_files_come_one_after_the_other()
    {
        WriteTen(folder.Path);
        var (train, test) = Cifar10.Load<double>(folder.Path, normalize: false).ThrowIfFail();
        Assert.Equal(("Dataset: 6 × f64[32,32,3]", "Dataset: 1 × f64[32,32,3]"), ($"{train}", $"{test}"));
        Assert.Equal<int>([0, 9, 1, 2, 3, 4], train.Targets.ClassIndices);
        Assert.Equal<int>([5], test.Targets.ClassIndices);
        Assert.Equal("truck", Cifar10.Classes[train.Targets.ClassIndices[1]]);
        // Each plane of the image goes through other bytes, and image 1 is the second of the first file.
        for (var channel = 0; channel < 3; channel++)
            Assert.Equal(((40 * channel) + (32 * 7) + 5 + 1) % 256, train.Inputs[1, 7, 5, channel]);
        var single = Cifar10.Load<float>(folder.Path, oneHot: true).ThrowIfFail().Train;
        Assert.Equal(45f / 255, single.Inputs[0, 0, 5, 1]);
        Assert.Equal(Tensor.OneHot<float>(train.Targets.ClassIndices, 10), single.Targets.ToTensor());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Files_are_found_beside_each_other_in_their_folder_and_in_the_archive(bool compressed)
    {
        var unpacked = Directory.CreateDirectory(folder.At("cifar-10-batches-bin")).FullName;
        WriteTen(unpacked);
        var expected = Cifar10.Load<float>(unpacked).ThrowIfFail();
        Assert.Equal(expected, Cifar10.Load<float>(folder.Path).ThrowIfFail());
        var archive = WriteArchive("cifar-10-binary.tar.gz", compressed, Batches.Select(name => ($"cifar-10-batches-bin/{name}", File.ReadAllBytes(Path.Combine(unpacked, name)))));
        Directory.Delete(unpacked, recursive: true);
        Assert.Equal(expected, Cifar10.Load<float>(folder.Path).ThrowIfFail());
        Assert.Equal(expected, Cifar10.Load<float>(archive).ThrowIfFail());
    }

    [Fact]
    public void The_hundred_have_two_labels()
    {
        folder.Write("train.bin", [3, 99, .. Planes(0), 19, 0, .. Planes(1)]);
        folder.Write("test.bin", [0, 50, .. Planes(2)]);
        var (fine, coarse) = (Cifar100.Load<float>(folder.Path).ThrowIfFail(), Cifar100.Load<float>(folder.Path, coarse: true).ThrowIfFail());
        Assert.Equal<int>([99, 0], fine.Train.Targets.ClassIndices);
        Assert.Equal<int>([3, 19], coarse.Train.Targets.ClassIndices);
        Assert.Equal((fine.Train.Inputs, fine.Test.Inputs), (coarse.Train.Inputs, coarse.Test.Inputs));
        Assert.Equal([1, 20], Cifar100.Load<float>(folder.Path, coarse: true, oneHot: true).ThrowIfFail().Test.Targets.ToTensor().Shape);
        Assert.Equal((10, 100, 20), (Cifar10.Classes.Distinct().Count(), Cifar100.Classes.Distinct().Count(), Cifar100.Superclasses.Distinct().Count()));
        Assert.Equal(Cifar100.Classes.Order(StringComparer.Ordinal), Cifar100.Classes);
        Assert.Equal(("worm", "food_containers"), (Cifar100.Classes[99], Cifar100.Superclasses[3]));
    }

    [Fact]
    public void What_is_broken_is_an_error_with_its_path()
    {
        Fails($"{folder.Path}: expected data_batch_1.bin, cifar-10-batches-bin or cifar-10-binary.tar.gz, found none of them");
        Fails($"{folder.At("none")}: expected a folder, found nothing", folder.At("none"));
        WriteTen(folder.Path);
        var third = folder.Write("data_batch_3.bin", [2, .. Planes(2)[1..]]);
        Fails($"{third}: expected records of 3073 bytes, found 3072 bytes");
        folder.Write("data_batch_3.bin", [2, .. Planes(2), 10, .. Planes(2)]);
        Fails($"{third}: expected labels from 0 to 9, found 10 in record 1");
        folder.Write("data_batch_3.bin", []);
        Fails($"{third}: expected a file with content, found an empty one, a pipe or a device");
        File.Delete(third);
        Fails($"{third}: expected a file, found nothing");
    }

    [Fact]
    public void A_broken_archive_is_an_error_with_its_path()
    {
        var entries = Batches.Select((name, i) => (name, (byte[])[(byte)i, .. Planes(i)])).ToList();
        var archive = WriteArchive("cifar.tar.gz", true, entries[..^1]);
        Fails($"{archive}: expected a file test_batch.bin in the archive, found none", archive);
        archive = WriteArchive("cifar.tar.gz", true, [.. entries[..^1], ("test_batch.bin", [0, 1])]);
        Fails($"{archive}: test_batch.bin: expected records of 3073 bytes, found 2 bytes", archive);
        archive = WriteArchive("cifar.tar.gz", true, entries);
        Assert.True(Cifar10.Load<float>(archive).IsSucc);
        var whole = File.ReadAllBytes(archive);
        Fails($"{archive}: expected complete gzip data, found it truncated", folder.Write("cifar.tar.gz", whole[..^9]));
        Fails($"{archive}: expected a tar archive, compressed by gzip or not, found something else or a broken one", folder.Write("cifar.tar.gz", whole.Damage(^6)));
        Fails($"{archive}: expected a tar archive, compressed by gzip or not, found something else or a broken one", folder.Write("cifar.tar.gz", [.. Enumerable.Repeat((byte)'x', 4096)]));
    }

    [Fact]
    public async Task The_archive_is_downloaded_and_read_as_it_is()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        using var client = new HttpClient(mirrors);
        Assert.True((await Cifar10.Download(client, folder.Path)).IsFail);
        Assert.True((await Cifar100.Download(client, folder.Path)).IsFail);
        Assert.Equal(["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"], mirrors.Requests);
        Assert.Empty(folder.Entries);
        var archive = WriteArchive("cifar-10-binary.tar.gz", true, Batches.Select((name, i) => (name, (byte[])[(byte)i, .. Planes(i)])));
        var stored = File.ReadAllBytes(archive);
        var published = Cifar10.Files with { Archive = new(["cifar-10-binary.tar.gz"], stored.Length, Convert.ToHexStringLower(SHA256.HashData(stored))) { IsAsStored = true } };
        Assert.Equal(folder.Path, await published.Download(client, folder.Path, default));
        Assert.Equal(2, mirrors.Requests.Count());
    }

    // Byte i of a plane is i plus 40 for each plane before it, plus the shift.
    private static byte[] Planes(int shift) => [.. Enumerable.Range(0, 3072).Select(i => (byte)((40 * (i / 1024)) + (i % 1024) + shift))];

    private static void WriteTen(string place)
    {
        File.WriteAllBytes(Path.Combine(place, Batches[0]), [0, .. Planes(0), 9, .. Planes(1)]);
        for (var i = 1; i < Batches.Length; i++)
            File.WriteAllBytes(Path.Combine(place, Batches[i]), [(byte)i, .. Planes(i)]);
    }

    private string WriteArchive(string name, bool compressed, IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "cifar-10-batches-bin"));
            foreach (var (entry, content) in entries)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) });
        }

        return folder.Write(name, compressed ? bytes.ToArray().Gzip() : bytes.ToArray());
    }

    private void Fails(string message, string? path = null) => Assert.Equal(message, ((Error)Cifar10.Load<float>(path ?? folder.Path)).Message);
}
