using System.Buffers.Binary;
using System.IO.Compression;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Archives of arrays of NumPy, read and written.</summary>
public sealed class NpzTests : IDisposable
{
    private static readonly NamedTensors<float> Two = NamedTensors<float>.Create(
        ("layer/W", Key.Seed(0).Normal<float>([20, 30])), ("b", Tensor.Vector(1f, float.NaN)));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Stored_and_deflated_arrays_of_NumPy_are_read()
    {
        var stored = Npz.Read<float>(FilesOfPython.At("stored.npz")).ThrowIfFail();
        Assert.Equal(["ramp", "vector"], stored.Names);
        Assert.Equal(FilesOfPython.Ramp.Cast<float>(), stored["ramp"]);
        var deflated = Npz.Read<double>(FilesOfPython.At("deflated.npz"), convert: true).ThrowIfFail();
        Assert.Equal((FilesOfPython.Ramp, Tensor.Zeros<double>([100, 100])), (deflated["ramp"], deflated["zeros"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Arrays_are_written_and_read_back(bool compress)
    {
        Assert.Equal(folder.At("two.npz"), Npz.Write(folder.At("two.npz"), Two, compress));
        Assert.Equal(Two, Npz.Read<float>(folder.At("two.npz")));
        Assert.Equal(File.ReadAllBytes(folder.At("two.npz")), Npz.Encode(Two, compress));
        Assert.Equal(Two.Where(name => name == "b"), Npz.Read<float>(folder.At("two.npz"), only: name => name == "b"));
        Assert.Equal(NamedTensors<float>.Empty, Npz.Decode<float>(Npz.Encode(NamedTensors<float>.Empty, compress)));
    }

    [Fact]
    public void A_changed_byte_of_an_array_is_found()
    {
        var bytes = Npz.Encode(Two);
        bytes[500] ^= 1;
        Assert.Matches("^layer/W: expected the checksum [0-9a-f]{8}, found [0-9a-f]{8}$", Message(Npz.Decode<float>(bytes)));
    }

    [Fact]
    public void Every_beginning_of_an_archive_is_refused()
    {
        var whole = Npz.Encode(NamedTensors<float>.Create(("x", Tensor.Vector(1f, 2))), compress: true);
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.True(Npz.Decode<float>(whole.AsSpan(0, length)).IsFail));
    }

    [Fact]
    public void What_is_no_archive_of_arrays_is_refused()
    {
        Assert.Equal("expected arrays (names that end with .npy), found ../evil.txt", Message(Npz.Decode<float>(Archive(("../evil.txt", [1])))));
        Assert.Equal("x: expected a NumPy array, found something else", Message(Npz.Decode<float>(Archive(("x.npy", [1])))));
        Assert.Equal("expected names that differ, found x twice", Message(Npz.Decode<float>(Archive(("x.npy", Npy.Encode(Tensor.Scalar(1f))), ("x.npy", Npy.Encode(Tensor.Scalar(2f)))))));
        Assert.StartsWith("expected a zip archive of arrays, found it broken: ", Message(Npz.Decode<float>([1, 2, 3])), StringComparison.Ordinal);
        Assert.Equal($"{folder.At("none")}: expected a file, found nothing", Message(Npz.Read<float>(folder.At("none"))));
    }

    [Fact]
    public void An_encrypted_array_is_refused()
    {
        var bytes = Archive(("x.npy", Npy.Encode(Tensor.Scalar(1f))));
        // The lowest bit of the flags, in the header of the entry and in the directory.
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        Assert.Equal("x: expected an array, found it encrypted", Message(Npz.Decode<float>(bytes)));
    }

    // Each of the entries would be unpacked, to a thousand times its length.
    [Fact]
    public void Entries_of_the_same_bytes_are_refused()
    {
        var bytes = Npz.Encode(NamedTensors<float>.Create(("x", Tensor.Zeros<float>([1000])), ("y", Tensor.Zeros<float>([1000]))));
        var second = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        bytes.AsSpan(second + 42, sizeof(int)).Clear();
        Assert.Equal("expected a zip archive of arrays, found it broken: entries overlap", Message(Npz.Decode<float>(Without(bytes, second))));

        // The archive without the bytes of its second entry.
        static byte[] Without(byte[] bytes, int second)
        {
            var first = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
            var start = bytes.AsSpan(1).IndexOf("PK\u0003\u0004"u8) + 1;
            var end = bytes.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(end + 16), start);
            Assert.True(start < first && first < second);
            return [.. bytes[..start], .. bytes[first..]];
        }
    }

    // A name that leads out of a folder is a name like any other: nothing is unpacked.
    [Fact]
    public void A_name_is_only_a_name() =>
        Assert.Equal(["../../etc/passwd"], Npz.Decode<float>(Archive(("../../etc/passwd.npy", Npy.Encode(Tensor.Scalar(1f))))).ThrowIfFail().Names);

    private static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static string Message<A>(LanguageExt.Fin<A> result) => result.Match(value => $"{value}", error => error.Message);
}
