using System.Net;
using System.Net.Http.Headers;
using CnnTools.Core.Datasets.BuiltIn;
using CnnTools.Core.Progress;

namespace CnnTools.Core.Datasets.Download;

/// <summary>
/// Downloads a published file: mirrors in order, each resumed where it was cut off, size and SHA-256 checked while the bytes arrive. Only a file with the
/// published hash gets
/// its final name. Runs on the calling thread, so that progress is reported there.
/// </summary>
internal sealed class FileDownloader(HttpMessageHandler? handler, Action<DatasetProgress>? progress, DownloadSettings settings)
{
    // Bytes between two reports of progress.
    private const long ReportInterval = 256 << 10;

    /// <summary>Downloads one file.</summary>
    /// <param name="dataset">The dataset's name, for progress and errors.</param>
    /// <param name="file">What the file must be.</param>
    /// <param name="mirrors">Addresses of folders, in the order they are tried.</param>
    /// <param name="target">The final path; its folder exists.</param>
    /// <param name="cancellationToken">Stops within one read; what has arrived stays for the next run.</param>
    /// <exception cref="CnnException"><c>DatasetDownloadFailed</c>, or <c>DatasetChecksumMismatch</c> where every mirror gave another file; lists every
    /// failure.</exception>
    public void Download(string dataset, PublishedFile file, IReadOnlyList<Uri> mirrors, string target, CancellationToken cancellationToken)
    {
        try
        {
            TryMirrors(dataset, file, mirrors, target, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.DownloadFailed($"{dataset}: {target} could not be written: {e.Message}", target, e);
        }
    }

    private void TryMirrors(string dataset, PublishedFile file, IReadOnlyList<Uri> mirrors, string target, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        using var part = PartialFile.Open(target, file.Bytes);
        var failures = new List<MirrorFailure>();
        foreach (var mirror in mirrors)
        {
            var address = new Uri(mirror, file.Name);
            for (int attempt = 1; attempt <= settings.TriesPerMirror; attempt++)
            {
                bool resumed = part.Length > 0;
                try
                {
                    if (part.Length < file.Bytes) Receive(client, dataset, file, address, part, cancellationToken);
                    Verify(file, part, resumed);
                    part.Finish();
                    return;
                }
                catch (MirrorFailure failure)
                {
                    failures.Add(failure);
                    if (!failure.MayRetry || attempt == settings.TriesPerMirror) break;
                }
                catch (Exception e) when (IsNetworkError(e) && !cancellationToken.IsCancellationRequested)
                {
                    string reason = e is OperationCanceledException ? $"no data for {settings.StallTimeout.TotalSeconds:N0} s" : Innermost(e);
                    failures.Add(new MirrorFailure($"{address}: {reason} after {part.Length:N0} of {file.Bytes:N0} bytes", mayRetry: true));
                }
                if (attempt < settings.TriesPerMirror) Pause(settings.RetryPause * (1 << (attempt - 1)), cancellationToken);
            }
        }
        throw Failed(dataset, file, target, failures);
    }

    private HttpClient CreateClient()
    {
        // SocketsHttpHandler follows redirects, but never from https to http. Whole-request timeouts make no sense for large files: stalls are timed instead.
        var client = new HttpClient(handler ?? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(20), AutomaticDecompression = DecompressionMethods.None }, disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("CnnTools", typeof(FileDownloader).Assembly.GetName().Version?.ToString(3)));
        return client;
    }

    /// <summary>Asks for the missing bytes and takes them in.</summary>
    private void Receive(HttpClient client, string dataset, PublishedFile file, Uri address, PartialFile part, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            // The same address must still hold the same version. Between mirrors tags do not compare; there the final hash decides.
            if (part.Source is { EntityTag: { } tag } source && source.Address == address.AbsoluteUri) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(settings.StallTimeout);
        progress?.Invoke(new DatasetProgress($"Downloading {dataset}", file.Name, part.Length, file.Bytes));
        using var response = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).GetAwaiter().GetResult();
        CheckResponse(response, file, address, part);
        part.SetSource(new PartialFile.Origin(address.AbsoluteUri, response.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null));

        using var body = response.Content.ReadAsStreamAsync(stall.Token).GetAwaiter().GetResult();
        byte[] buffer = new byte[1 << 16];
        long nextReport = 0;
        while (true)
        {
            stall.CancelAfter(settings.StallTimeout);
            int read = body.ReadAsync(buffer, stall.Token).AsTask().GetAwaiter().GetResult();
            if (read == 0) break;
            if (part.Length + read > file.Bytes)
            {
                part.Restart();
                throw new MirrorFailure($"{address}: expected {file.Bytes:N0} bytes; the server sends more", mayRetry: false);
            }
            part.Append(buffer.AsSpan(0, read));
            if (part.Length >= nextReport || part.Length == file.Bytes)
            {
                progress?.Invoke(new DatasetProgress($"Downloading {dataset}", file.Name, part.Length, file.Bytes));
                nextReport = part.Length + ReportInterval;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        if (part.Length < file.Bytes)
            throw new MirrorFailure($"{address}: expected {file.Bytes:N0} bytes; the connection ended after {part.Length:N0}", mayRetry: true);
    }

    private static void CheckResponse(HttpResponseMessage response, PublishedFile file, Uri address, PartialFile part)
    {
        if (address.Scheme == Uri.UriSchemeHttps && response.RequestMessage?.RequestUri is { } final && final.Scheme != Uri.UriSchemeHttps)
            throw new MirrorFailure($"{address}: expected https to the end; the server redirects to {final}", mayRetry: false);
        long start = part.Length;
        long? length = response.Content.Headers.ContentLength;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when start > 0:
                var range = response.Content.Headers.ContentRange;
                if (range?.From != start || range.Length is { } total && total != file.Bytes)
                {
                    part.Restart();
                    throw new MirrorFailure($"{address}: expected bytes {start} to {file.Bytes - 1} of {file.Bytes}; the server gives {range?.ToString() ?? "no range"}", mayRetry: true);
                }
                break;
            case HttpStatusCode.OK:
                if (length is { } whole && whole != file.Bytes)
                    throw new MirrorFailure($"{address}: expected {file.Bytes:N0} bytes; the server offers {whole:N0}", mayRetry: false);
                part.Restart(); // Ranges ignored, or the file changed since: from the start.
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when start > 0:
                part.Restart();
                throw new MirrorFailure($"{address}: the server refuses to go on after {start:N0} bytes", mayRetry: true);
            default:
                bool passing = (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
                throw new MirrorFailure($"{address}: the server answers {(int)response.StatusCode} {response.ReasonPhrase}", passing);
        }
    }

    /// <summary>Compares the hash. A wrong file is dropped; whether a fresh try makes sense depends on whether its beginning may have come from
    /// elsewhere.</summary>
    private static void Verify(PublishedFile file, PartialFile part, bool resumed)
    {
        string found = part.CurrentHash();
        if (found == file.Sha256) return;
        string address = part.Source?.Address ?? file.Name;
        part.Restart();
        throw new MirrorFailure($"{address}: expected SHA-256 {file.Sha256}; found {found}", mayRetry: resumed) { IsChecksum = true };
    }

    private static CnnException Failed(string dataset, PublishedFile file, string target, List<MirrorFailure> failures)
    {
        string list = string.Concat(failures.CountBy(failure => failure.Message).Select(failure => $"\n  {failure.Key}{(failure.Value > 1 ? $" ({failure.Value} times)" : "")}"));
        return failures.Count > 0 && failures.All(failure => failure.IsChecksum)
            ? DatasetErrors.ChecksumMismatch($"{dataset}: {file.Name} was downloaded, but is not the published file.{list}\nPut the right file at {target}.", target)
            : DatasetErrors.DownloadFailed($"{dataset}: {file.Name} could not be downloaded.{list}\nTry again (what has arrived is kept), or put the file at {target}.", target);
    }

    private static bool IsNetworkError(Exception e) => e is HttpRequestException or OperationCanceledException or System.Net.Sockets.SocketException or HttpIOException or EndOfStreamException
        || e is IOException { InnerException: System.Net.Sockets.SocketException };

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner) e = inner;
        return e.Message;
    }

    private static void Pause(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne(time);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Why one try at one mirror failed.</summary>
    private sealed class MirrorFailure(string message, bool mayRetry) : Exception(message)
    {
        /// <summary>Whether the same mirror may do better at another try.</summary>
        public bool MayRetry { get; } = mayRetry;

        /// <summary>Whether the file arrived whole, but is another one.</summary>
        public bool IsChecksum { get; init; }
    }
}
