using System.Numerics;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>Images to train on and to test with, and their source.</summary>
public sealed record Source<T>(Dataset<T> Train, Dataset<T> Test, string Description)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Side = 28;

    /// <summary>The same, with images <c>[28, 28, 1]</c> in the place of flat rows.</summary>
    public Source<T> AsImages() => this with { Train = Train.AsImages(Side, Side), Test = Test.AsImages(Side, Side) };
}

/// <summary>The place that images come from.</summary>
public static class DataSource
{
    // Long enough for a usual connection, short enough to wait for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The images of an option <c>--data</c>, or the reason why there are none.</summary>
    public static Task<Fin<Source<T>>> Load<T>(string data, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T> => data switch
        {
            "auto" => MnistOrDigits<T>(CacheFolder.Of("mnist"), cancellation),
            "digits" => Task.FromResult<Fin<Source<T>>>(DrawnDigits<T>("digits drawn by the library")),
            _ when string.IsNullOrWhiteSpace(data) =>
                Task.FromResult(Fin<Source<T>>.Fail("--data: expected auto, digits or a folder, got an empty name")),
            var folder => Task.FromResult(FromFolder<T>(folder)),
        };

    private static Fin<Source<T>> FromFolder<T>(string folder)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Mnist.Load<T>(folder).Map(sets => new Source<T>(sets.Train, sets.Test, $"MNIST from {folder}"));

    private static Source<T> DrawnDigits<T>(string description)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (train, test) = Digits.Load<T>(Key.Seed(0));
        return new(train, test, description);
    }

    private static async Task<Fin<Source<T>>> MnistOrDigits<T>(string cache, CancellationToken cancellation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cached = FromFolder<T>(cache);
        if (cached.IsSucc)
            return cached;
        using var client = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var downloaded = await Mnist.Download(client, cache, patience.Token).ConfigureAwait(false);
        return downloaded.Bind(FromFolder<T>).Match<Fin<Source<T>>>(
            Succ: source => source,
            Fail: why => DrawnDigits<T>(
                $"digits drawn by the library, since MNIST could not be downloaded ({why.Message}). "
                + $"To train on MNIST, run again with a network, or put its four files into {cache}, or name their folder: --data DIR"));
    }
}
