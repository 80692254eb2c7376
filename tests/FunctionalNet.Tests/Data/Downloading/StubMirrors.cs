using System.Collections.Concurrent;
using System.Net;

namespace FunctionalNet.Tests.Data;

/// <summary>Answers requests without a network, ignores cancellation, and records the requests.</summary>
internal sealed class StubMirrors(Func<Uri, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> requests = new();

    public IEnumerable<string> Requests => requests;

    public static Task<HttpResponseMessage> NotFound => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));

    /// <summary>An answer that never comes.</summary>
    public static Task<HttpResponseMessage> Silence => new TaskCompletionSource<HttpResponseMessage>().Task;

    public static Task<HttpResponseMessage> Bytes(byte[] body) => Body(new MemoryStream(body));

    public static Task<HttpResponseMessage> Body(Stream body) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        requests.Enqueue($"{request.RequestUri}");
        return answer(request.RequestUri!);
    }
}
