using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>A request whose answer becomes a new file. The size of the answer and the wait for it are limited.</summary>
internal static class HttpDownload
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes the body of an answer to a new file, which a failure may leave incomplete. The failure does not name the address.
    /// The client's time-out applies to the headers, and to each piece of the body.
    /// </summary>
    public static async Task<Fin<Unit>> Save(
        HttpClient client, Uri address, string path, long largest, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            patience.CancelAfter(client.Timeout);
            // The wait ends with the token too, since a handler may ignore it.
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .WaitAsync(patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return Error.New(Invariant($"status {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd());
            if (response.Content.Headers.ContentLength is { } announced && announced > largest)
                return Error.New(Invariant($"expected at most {largest} bytes, found {announced} announced"));
            using var body = await response.Content.ReadAsStreamAsync(patience.Token)
                .WaitAsync(patience.Token).ConfigureAwait(false);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            return await Copy(body, file, largest, () => patience.CancelAfter(client.Timeout), patience.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Error.New(cancellation.IsCancellationRequested ? "cancelled" : "timed out");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return Error.New(failure.Message);
        }
    }

    private static async Task<Fin<Unit>> Copy(
        Stream body, FileStream file, long largest, Action renewPatience, CancellationToken patience)
    {
        // Not from a pool, since an abandoned read may still write to it.
        var buffer = new byte[BufferSize];
        for (var length = 0L; ;)
        {
            renewPatience();
            var read = await body.ReadAsync(buffer, patience).AsTask().WaitAsync(patience).ConfigureAwait(false);
            if (read == 0)
                return unit;
            length += read;
            if (length > largest)
                return Error.New(Invariant($"expected at most {largest} bytes, found more"));
            await file.WriteAsync(buffer.AsMemory(0, read), patience).ConfigureAwait(false);
        }
    }
}
