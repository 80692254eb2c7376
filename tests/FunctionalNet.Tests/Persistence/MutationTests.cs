using System.Globalization;
using System.IO.Compression;
using FunctionalNet.Resumption;
using LanguageExt;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>
/// Readers of files under seeded mutations of files that are right: the outcome is a value or an error of one line that names the file,
/// and no more memory is allocated than the length of the file justifies.
/// </summary>
public sealed class MutationTests : IDisposable
{
    // What a reader allocates whatever the file is: buffers of streams and archives, messages, the code that is run for the first time.
    private const long BaseMemory = 4 << 20;

    // A byte of a deflated file stands for up to 1032, each of which may become a number of eight bytes, with a copy in another order.
    private const long MemoryPerByte = 1032 * 8 * 3;

    private readonly TemporaryFolder folder = new();

    // 100 000 by MUTATIONS=100000 dotnet test --filter MutationTests.
    private static int Mutations => int.Parse(Environment.GetEnvironmentVariable("MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Safetensors_files() => Survives(
        path => Unit(Safetensors.Read<float>(path, convert: true)),
        File.ReadAllBytes(FilesOfPython.At("types.safetensors")), File.ReadAllBytes(FilesOfPython.At("mlp.safetensors")),
        Safetensors.Encode(NamedTensors<double>.Create(("a", Tensor.Vector(1.0, 2)), ("b", Tensor.Zeros<double>([0, 3])))));

    [Fact]
    public void States_of_runs()
    {
        var run = ResumedRuns<float>.By(Optimizers.Lookahead(Optimizers.Adam(0.01)));
        Survives(
            path => Unit(SavedState<float>.Load(path)),
            new SavedState<float>(run.ElementAt(3), RunDescription.Of(run)).Encode(), new SavedState<float>(run.Initial, RunDescription.Of(run)).Encode());
    }

    // What the checksum guards: only a file that was made on purpose has a document that does not fit its tensors.
    [Fact]
    public void Documents_of_states()
    {
        var run = ResumedRuns<float>.By(Optimizers.Lookahead(Optimizers.Adam(0.01)));
        Survives(path => Unit(MappedFile.Read<SavedState<float>>(path, StateFile.DecodeUnchecked<float>)), new SavedState<float>(run.ElementAt(3), RunDescription.Of(run)).Encode());
    }

    [Fact]
    public void Npy_files() => Survives(
        path => Unit(Npy.Read<double>(path, convert: true)),
        [.. Directory.GetFiles(FilesOfPython.At(""), "*.npy").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]);

    [Fact]
    public void Npz_files() => Survives(
        path => Unit(Npz.Read<double>(path, convert: true)),
        File.ReadAllBytes(FilesOfPython.At("stored.npz")), File.ReadAllBytes(FilesOfPython.At("deflated.npz")));

    [Fact]
    public void Idx_files() => Survives(
        path => Unit(Idx.Read<float>(path)),
        [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], [0, 0, 0x0e, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

    [Fact]
    public void Gzip_files() => Survives(
        path => Unit(Idx.Read<float>(path)),
        Gzip([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]), [.. Gzip([0, 0, 8, 1, 0, 0, 0, 3]), .. Gzip([1, 2, 3])]);

    private void Survives(Func<string, Fin<Unit>> read, params byte[][] seeds)
    {
        var path = folder.At("file");
        foreach (var seed in seeds)
        {
            File.WriteAllBytes(path, seed);
            _ = read(path);
        }

        var failures = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var mutated = Mutation.Of(Key.Seed(i), seeds);
            File.WriteAllBytes(path, mutated);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = read(path);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                allocated <= BaseMemory + (MemoryPerByte * mutated.Length),
                Invariant($"mutation {i}: {allocated} bytes were allocated for a file of {mutated.Length}: {Convert.ToHexString(mutated)}"));
            result.IfFail(error =>
            {
                failures++;
                Assert.True(
                    error.Message.StartsWith($"{path}: ", StringComparison.Ordinal) && error.Message.IndexOfAny(['\n', '\r']) < 0,
                    $"mutation {i}: expected one line that names the file, got \"{error.Message}\" for {Convert.ToHexString(mutated)}");
            });
        }

        Assert.InRange(failures, Mutations / 2, Mutations);
    }

    private static Fin<Unit> Unit<A>(Fin<A> result) => result.Map(_ => LanguageExt.Unit.Default);

    private static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(content);
        return bytes.ToArray();
    }
}
