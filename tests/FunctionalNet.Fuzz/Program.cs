using FunctionalNet.Fuzz;
using SharpFuzz;

// What afl-fuzz runs: see run.sh.
//
//     READER FILE          reads files that it gets by standard input, each written to FILE, and ends by an exception at what must not be
//     READER FILE INPUTS   prints what comes of each file of a folder, without afl-fuzz and with a library that is not instrumented
switch (args)
{
    case [var reader, var file]:
        Fuzzer.OutOfProcess.Run(input =>
        {
            using var content = new MemoryStream();
            input.CopyTo(content);
            Check(reader, file, content.ToArray());
        });
        return 0;
    case [var reader, var file, var inputs]:
        foreach (var input in Directory.GetFiles(inputs).Order(StringComparer.Ordinal))
            Console.WriteLine($"{Path.GetFileName(input)}: {Outcome(reader, file, File.ReadAllBytes(input))}");
        return 0;
    default:
        Console.Error.WriteLine("expected READER FILE or READER FILE INPUTS");
        return 2;
}

static string Outcome(string reader, string file, byte[] content)
{
    try
    {
        return ReaderOfFiles.Of(reader).Check(file, content).Match(isRead => isRead ? "read" : "refused", error => $"FINDING {error.Message}");
    }
    catch (Exception failure)
    {
        return $"FINDING {failure}".ReplaceLineEndings(" ");
    }
}

static void Check(string reader, string file, byte[] content) => _ = ReaderOfFiles.Of(reader).Check(file, content).ThrowIfFail();
