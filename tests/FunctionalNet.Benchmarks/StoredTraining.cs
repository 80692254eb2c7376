using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Environments;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// One pass over a file that is larger than the memory that it takes: rows a second beside the same batches from memory, and the peak of the
/// process's memory.
/// </summary>
internal static class StoredTraining
{
    private const int Pixels = 784;
    private const int RowsOfAPart = 10_000;
    private const int RowsInMemory = 50_000;
    private const int BatchSize = 100;

    private static readonly Layer<float> Network = Affine(Pixels, 50, Initializers.HeNormal) >> Relu >> Affine(50, 10);

    /// <summary>Prints what was measured, and returns the exit code.</summary>
    /// <param name="gigabytes">The size of the file, in units of 10⁹ bytes.</param>
    public static int Print(double gigabytes)
    {
        Console.WriteLine(HostEnvironmentInfo.GetInformation());
        var folder = Directory.CreateTempSubdirectory("FunctionalNet.Benchmarks");
        try
        {
            var digits = Digits.Generate<float>(Key.Seed(0), RowsOfAPart);
            var parts = int.Max((int)(gigabytes * 1e9 / sizeof(float) / Pixels / RowsOfAPart), RowsInMemory / RowsOfAPart);
            var path = Path.Combine(folder.FullName, "images.npy");
            var seconds = CallTime.SecondsOf(() => Npy.WriteRows(path, Enumerable.Repeat(digits.Inputs, parts)).ThrowIfFail());
            Console.WriteLine(Text($"written: {new FileInfo(path).Length / 1e9:F2} GB in {seconds:F1} s, peak of memory {Peak}"));

            int[] labels = [.. Enumerable.Repeat(digits.Targets.ClassIndices, parts).SelectMany(part => part)];
            var stored = new StoredDataset<float>(StoredRows.Open<float>(path).ThrowIfFail(), labels);
            Forget(path);
            Train("disk, then the system's cache", stored.Count, Batches.ShuffledEpochs(stored, BatchSize, Key.Seed(1)));
            Train("the system's cache", stored.Count, Batches.ShuffledEpochs(stored, BatchSize, Key.Seed(1)));
            Evaluate("the system's cache", stored.Count, parameters => Network.Accuracy(parameters, stored));
            var memory = stored[..RowsInMemory].ToDataset();
            Train("memory", memory.Count, Batches.ShuffledEpochs(memory, BatchSize, Key.Seed(1)));
            Evaluate("memory", memory.Count, parameters => Network.Accuracy(parameters, memory));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Train(string source, int rows, Batches<Batch<float>> batches)
    {
        var run = FunctionalNet.Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(2));
        var seconds = CallTime.SecondsOf(() => _ = run.ElementAt(batches.PerEpoch));
        var alone = CallTime.SecondsOf(() => _ = batches.Take(batches.PerEpoch).Count());
        Console.WriteLine(Text($"{source}: {rows} rows in batches of {BatchSize}, {rows / seconds:F0} rows/s trained on, {rows / alone:F0} rows/s drawn only, peak of memory {Peak}"));
    }

    private static void Evaluate(string source, int rows, Func<Parameters<float>, double> accuracy)
    {
        var parameters = Network.Initialize(Key.Seed(2));
        Console.WriteLine(Text($"{source}: {rows / CallTime.SecondsOf(() => _ = accuracy(parameters)):F0} rows/s evaluated, peak of memory {Peak}"));
    }

    /// <summary>Has the system drop the pages of a file that it keeps in memory, where it has the command for that.</summary>
    private static void Forget(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var process = Process.Start(new ProcessStartInfo("dd", [$"if={path}", "iflag=nocache", "count=0", "status=none"]))!;
        process.WaitForExit();
    }

    /// <summary>The largest resident memory of the process since it began, as Linux counts it.</summary>
    private static string Peak => File.Exists("/proc/self/status")
        ? File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))["VmHWM:".Length..].Trim()
        : "unknown";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
