using System.Collections.Immutable;
using LanguageExt;

namespace FunctionalNet.Fuzz;

/// <summary>
/// A reader of files and what must hold of it whatever the file is: the outcome is a value or an error of one line that names the file,
/// without control characters, and no more memory is allocated than the length of the file justifies.
/// </summary>
/// <param name="Name">Its name, and that of the folder with its corpus.</param>
/// <param name="Read">The reader.</param>
public sealed record ReaderOfFiles(string Name, Func<string, Fin<Unit>> Read)
{
    // What a reader allocates whatever the file is: buffers of streams and archives, messages, the code that is run for the first time.
    private const long BaseMemory = 4 << 20;

    // A byte of a deflated file stands for up to so many.
    private const long MostExpansion = 1032;

    // A number of eight bytes, with a copy in another order.
    private const long MemoryPerNumber = 8 * 3;

    /// <summary>How many numbers a byte of the file may stand for.</summary>
    public long MostNumbersPerByte { get; init; } = MostExpansion;

    /// <summary>All readers that there are.</summary>
    public static ImmutableArray<ReaderOfFiles> All { get; } =
    [
        new("safetensors", path => Outcome(Safetensors.Read<float>(path, convert: true))),
        new("parameters", path => Outcome(Parameters.Load<float>(path, convert: true))),
        new("state", path => Outcome(SavedState<float>.Load(path))),
        // What the checksum guards: only a file that was made on purpose has a document that does not fit its tensors.
        new("document", path => Outcome(MappedFile.Read<SavedState<float>>(path, StateFile.DecodeUnchecked<float>).Map(WrittenAgain))),
        new("npy", path => Outcome(Npy.Read<double>(path, convert: true))),
        new("npz", path => Outcome(Npz.Read<double>(path, convert: true))),
        new("idx", path => Outcome(Idx.Read<float>(path))),
        new("rows", path => Outcome(StoredRows.Open<float>(path, convert: true).Map(FirstAndLast))),
        new("cifar", path => Outcome(Cifar100.Load<float>(path))),
        // A deflated byte may be of eight pixels, each of which becomes three bytes and three numbers.
        new("image", path => Outcome(Images.Read<float>(path))) { MostNumbersPerByte = MostExpansion * 8 * 3 },
        // What the checksums guard: only a file that was made on purpose has chunks that are broken otherwise.
        new("png", path => Outcome(Images.Read<float>(PngSums.Mended(path)))) { MostNumbersPerByte = MostExpansion * 8 * 3 },
        new("tar", path => Outcome(TarArchive.Read(path, ["train.bin", "test.bin"]).About(path))),
    ];

    /// <summary>The reader of a name.</summary>
    public static ReaderOfFiles Of(string name) => All.Single(reader => reader.Name == name);

    /// <summary>Writes a file, and reads it. The error says what does not hold; the value whether the file was read.</summary>
    public Fin<bool> Check(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Read(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > BaseMemory + (MostNumbersPerByte * MemoryPerNumber * content.Length)
            ? Fin<bool>.Fail(Invariant($"{allocated} bytes were allocated for a file of {content.Length}"))
            : result.Match(
                Succ: _ => true,
                Fail: error => error.Message.StartsWith($"{path}: ", StringComparison.Ordinal) && !error.Message.Any(char.IsControl)
                    ? false
                    : Fin<bool>.Fail($"expected one line that names the file, got \"{error.Message}\""));
    }

    // A state that was read is whole: it can be shown, and written.
    private static byte[] WrittenAgain(SavedState<float> saved)
    {
        _ = $"{saved}";
        return saved.Encode();
    }

    // What was opened can be read.
    private static Tensor<float> FirstAndLast(StoredRows<float> rows) => rows.Count == 0 ? rows.ToTensor() : rows.Rows(0, rows.Count - 1);

    private static Fin<Unit> Outcome<A>(Fin<A> result) => result.Map(_ => Unit.Default);
}
