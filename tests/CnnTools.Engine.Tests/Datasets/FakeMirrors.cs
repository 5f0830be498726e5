using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>Web servers in memory: what an address answers is a function of the request. An address without an answer gives 404.</summary>
internal sealed class FakeMirrors : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _answers = [];

    /// <summary>Every request, in order: address, first byte asked for, If-Range.</summary>
    public ConcurrentQueue<(string Address, long? From, string? IfRange)> Requests { get; } = [];

    public FakeMirrors Answer(Uri mirror, string file, Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        _answers[new Uri(mirror, file).AbsoluteUri] = answer;
        return this;
    }

    /// <summary>A well-behaved server, with ranges and an entity tag.</summary>
    public FakeMirrors Serve(Uri mirror, string file, byte[] content, string tag = "\"v1\"") => Answer(mirror, file, request => Ranged(request, content, tag));

    public static HttpResponseMessage Ranged(HttpRequestMessage request, byte[] content, string tag)
    {
        long from = request.Headers.Range?.Ranges.Single().From ?? 0;
        bool partial = from > 0 && (request.Headers.IfRange is not { EntityTag: { } wanted } || wanted.Tag == tag);
        var response = new HttpResponseMessage(partial ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = new ByteArrayContent(partial ? content[(int)from..] : content) };
        if (partial) response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, content.Length - 1, content.Length);
        response.Headers.ETag = new EntityTagHeaderValue(tag);
        return response;
    }

    /// <summary>A body that breaks off after some bytes, as when a connection is lost, or runs an action there.</summary>
    public static HttpResponseMessage Breaking(byte[] content, int after, string tag = "\"v1\"", Action? then = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream(content, after, then)) };
        response.Content.Headers.ContentLength = content.Length;
        response.Headers.ETag = new EntityTagHeaderValue(tag);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string address = request.RequestUri!.AbsoluteUri;
        Requests.Enqueue((address, request.Headers.Range?.Ranges.Single().From, request.Headers.IfRange?.EntityTag?.Tag));
        var response = _answers.TryGetValue(address, out var answer) ? answer(request) : new HttpResponseMessage(HttpStatusCode.NotFound);
        response.RequestMessage ??= request;
        return Task.FromResult(response);
    }

    private sealed class BreakingStream(byte[] content, int after, Action? then) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position < after) return base.Read(buffer, offset, Math.Min(count, after - (int)Position));
            if (then is null) throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection was closed");
            then();
            return base.Read(buffer, offset, count);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] bytes = new byte[buffer.Length];
            int read = Read(bytes, 0, bytes.Length);
            bytes.AsMemory(0, read).CopyTo(buffer);
            return ValueTask.FromResult(read);
        }
    }
}
