using System.Net;
using System.Net.Http.Headers;
using CnnTools.Engine.Datasets;

namespace CnnTools.Engine.Devices.Runtime;

/// <summary>Downloads an archive of libtorch, hundreds of megabytes: a connection that is cut off is taken up again where it ended, by the same run and by the next one.</summary>
internal static class LibTorchDownload
{
    private const int Tries = 3;

    // A server that sends nothing for so long is given up.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    /// <summary>Downloads into a file. What the file holds already is kept, and only the rest is asked for; whether it is the right file is for the caller to check, by its hash.</summary>
    /// <param name="uri">Where it is.</param>
    /// <param name="target">The file to write; where the download fails or is stopped, what has arrived stays in it.</param>
    /// <param name="handler">The network; null takes the machine's.</param>
    /// <param name="progress">Gets how far it is.</param>
    /// <param name="cancellation">Stops the download within one read.</param>
    /// <param name="pause">How long to wait before a second try, doubled each time; null takes a second.</param>
    /// <exception cref="CnnException"><c>RuntimeInstallFailed</c>.</exception>
    public static void Run(Uri uri, string target, HttpMessageHandler? handler, Action<DatasetProgress>? progress, CancellationToken cancellation, TimeSpan? pause = null)
    {
        using HttpClient client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var file = new FileStream(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Receive(client, uri, file, progress, cancellation);
                return;
            }
            catch (Exception error) when (IsNetworkError(error) && !cancellation.IsCancellationRequested)
            {
                string reason = error is OperationCanceledException ? $"No data came for {Stall.TotalSeconds:N0} seconds." : error.GetBaseException().Message.TrimEnd('.') + ".";
                if (attempt == Tries)
                    throw RuntimeErrors.Failed($"{uri}: {reason} {file.Length:N0} bytes have arrived and are kept: say the same again to go on from there, or give another address, or an archive that you have with -Path.", uri, error);
                cancellation.WaitHandle.WaitOne((pause ?? TimeSpan.FromSeconds(1)) * (1 << (attempt - 1)));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private static void Receive(HttpClient client, Uri uri, FileStream file, Action<DatasetProgress>? progress, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(Stall);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
        using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == file.Length:
                break;
            // All of it is here; the hash tells whether it is the right one.
            case HttpStatusCode.RequestedRangeNotSatisfiable when response.Content.Headers.ContentRange?.Length == file.Length:
                return;
            case HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                // The server cannot go on in the middle, or has another file there by now: from the start.
                file.SetLength(0);
                if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"Expected the rest of the file; the server answers {(int)response.StatusCode} with {response.Content.Headers.ContentRange?.ToString() ?? "no range"}.");
                break;
            default:
                throw RuntimeErrors.Failed($"{uri}: the server answers {(int)response.StatusCode}. Give another address, or an archive that you have with -Path.", uri);
        }

        file.Seek(0, SeekOrigin.End);
        long? total = response.Content.Headers.ContentLength + file.Length;
        using Stream source = response.Content.ReadAsStream(stall.Token);
        byte[] buffer = new byte[1 << 18];
        while (true)
        {
            stall.CancelAfter(Stall);
            int length = source.ReadAsync(buffer, stall.Token).AsTask().GetAwaiter().GetResult();
            if (length == 0) return;
            file.Write(buffer, 0, length);
            progress?.Invoke(new DatasetProgress("Downloading libtorch", Path.GetFileName(uri.LocalPath), file.Length, total));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static bool IsNetworkError(Exception error) => error is HttpRequestException or HttpIOException or OperationCanceledException || error is IOException { InnerException: System.Net.Sockets.SocketException };
}
