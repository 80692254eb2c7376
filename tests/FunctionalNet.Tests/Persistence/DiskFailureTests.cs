using FunctionalNet.Resumption;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>A disk that is full, or fails: one line, and what was there is still there.</summary>
public sealed class DiskFailureTests : IDisposable
{
    private static readonly TrainingRun<Batch<float>, float> Run = ResumedRuns<float>.By(Optimizers.Adam(0.01));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SmallDiskFact]
    public void On_a_full_disk_training_ends_or_goes_on_as_asked_and_the_states_before_are_whole()
    {
        Assert.True(SmallDiskFactAttribute.Mount(folder.Path));
        try
        {
            var errors = new List<string>();
            var last = Run.Take(101).SavedTo(folder.Path, Run, every: 1, keep: 1000, goOnAfter: error => { errors.Add(error.Message); return true; }).Last();
            Assert.Equal(100, last.Step);
            Assert.NotEmpty(errors);
            Assert.All(errors, error => Assert.Matches(@"^\S+/step-\d{12}\.safetensors: .*space.*$", error));
            WholeUpTo(Run.SavedIn(folder.Path).ThrowIfFail());

            var ended = Run.SavedTo(folder.Path, every: 1, keep: 1000, goOnAfter: _ => false).Last();
            Assert.True(ended.Step < 100, $"expected training to end when the disk is full, got {ended}");
            Assert.Contains("space", Assert.Throws<IOException>(() => Run.SavedTo(folder.Path, every: 1, keep: 1000).Last()).Message, StringComparison.Ordinal);
            WholeUpTo(Run.SavedIn(folder.Path).ThrowIfFail());
        }
        finally
        {
            Assert.True(SmallDiskFactAttribute.Unmount(folder.Path));
        }

        void WholeUpTo(SavedStates<float> saved)
        {
            Assert.Empty(saved.PassedOver);
            Assert.Equal(Run.Take(saved.States.Length), saved.States);
            Assert.All(folder.Entries, name => Assert.StartsWith("step-", name, StringComparison.Ordinal));
        }
    }

    // The writes of each kind of file, on a stream that fails at byte n, for every n.
    public static TheoryData<string> Kinds => ["net.safetensors", "net.npz", "x.npy", "state.safetensors"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_disk_that_fails_at_any_byte_leaves_what_was_there(string name)
    {
        var path = folder.Write(name, [1, 2, 3]);
        var tensors = NamedTensors<float>.Create(("x", Tensor.Vector(1f, 2)), ("y", Tensor.Scalar(3f)));
        byte[] content = name switch
        {
            "net.safetensors" => Safetensors.Encode(tensors),
            "net.npz" => Npz.Encode(tensors),
            "x.npy" => Npy.Encode(tensors["x"]),
            _ => new SavedState<float>(Run.Initial, RunDescription.Of(Run)).Encode(),
        };
        for (var most = 0; most < content.Length; most++)
        {
            var written = WholeFile.WriteWith(path, file => new FailingStream(file, most).Write(content));
            Assert.Equal($"{path}: the disk is full", written.Match(value => value, error => error.Message));
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
            Assert.Equal([name], folder.Entries);
        }

        Assert.Equal(path, WholeFile.WriteWith(path, file => new FailingStream(file, content.Length).Write(content)));
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [UnixFact]
    public void A_folder_that_does_not_exist_or_is_none_is_named()
    {
        var parameters = Affine(2, 2).Initialize(Key.Seed(0));
        var missing = folder.At("none/net.safetensors");
        Assert.StartsWith($"{missing}: ", parameters.Save(missing).Match(_ => "", error => error.Message), StringComparison.Ordinal);
        var within = Path.Combine(folder.Write("file", [1]), "net.safetensors");
        Assert.StartsWith($"{within}: ", parameters.Save(within).Match(_ => "", error => error.Message), StringComparison.Ordinal);
        Assert.Equal(["file"], folder.Entries);
    }

    /// <summary>Writes so many bytes, and then fails as a full disk does.</summary>
    private sealed class FailingStream(Stream stream, int most) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            stream.Write(buffer[..int.Min(most, buffer.Length)]);
            if (buffer.Length > most)
                throw new IOException("the disk is full");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
