using System.Net;
using System.Net.Http.Headers;
using NuGet.Common;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace CnnTools.Core.Hardware.Runtime;

/// <summary>Downloads a package of hundreds of megabytes over NuGet's connection. A download that was cut off continues where it ended, in the same run and in
/// the next.</summary>
/// <param name="http">The connection, with the source's credentials and proxy.</param>
/// <param name="cache">Limits the number of connections.</param>
/// <param name="log">Receives what NuGet logs.</param>
internal sealed class PackageDownload(HttpSource http, SourceCacheContext cache, ILogger log)
{
    private const int Tries = 3;

    /// <summary>How long to wait before the second try; twice as long before the third.</summary>
    internal static TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Downloads.</summary>
    /// <param name="address">Address of the package.</param>
    /// <param name="target">The file. What it holds is kept and continued; whether it is right is for the caller to check.</param>
    /// <param name="progress">Receives the bytes so far and all bytes.</param>
    /// <param name="cancellation">Stops the download.</param>
    /// <exception cref="CnnException"><c>RuntimeInstallFailed</c>.</exception>
    public async Task RunAsync(Uri address, string target, Action<long, long?> progress, CancellationToken cancellation)
    {
        using var file = new FileStream(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        for (int attempt = 1; ; attempt++)
        {
            long start = file.Length;
            try
            {
                var request = new HttpSourceRequest(() =>
                {
                    var message = new HttpRequestMessage(HttpMethod.Get, address);
                    if (start > 0) message.Headers.Range = new RangeHeaderValue(start, null);
                    return message;
                }) { MaxTries = 1 }; // the tries are counted here, where what has arrived counts
                await http.ProcessResponseAsync(request, response => ReceiveAsync(response, address, file, progress, cancellation), cache, log, cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TimeoutException or OperationCanceledException or FatalProtocolException && !cancellation.IsCancellationRequested)
            {
                // As long as something arrives, it is worth going on.
                if (file.Length > start) attempt = 1;
                if (attempt == Tries)
                    throw RuntimeErrors.Failed($"{address}: {error.GetBaseException().Message} {file.Length:N0} bytes have arrived and are kept. Run the command again to continue, or name another source.", address, error);
                await Task.Delay(Pause * attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> ReceiveAsync(HttpResponseMessage response, Uri address, FileStream file, Action<long, long?> progress, CancellationToken cancellation)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when range?.From == file.Length:
                break;
            // All of it is here.
            case HttpStatusCode.RequestedRangeNotSatisfiable when range?.Length == file.Length:
                return true;
            case HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                // The server cannot continue, or has another file by now.
                file.SetLength(0);
                if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"Expected the rest of the file; the server answered {(int)response.StatusCode} with {range?.ToString() ?? "no range"}.");
                break;
            case >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests:
                throw new HttpRequestException($"The server answered {(int)response.StatusCode}.");
            default:
                throw RuntimeErrors.Failed($"{address}: the server answered {(int)response.StatusCode}. Check the credentials in NuGet.Config, or name another source.", address);
        }

        file.Seek(0, SeekOrigin.End);
        long? total = response.Content.Headers.ContentLength + file.Length;
        using Stream source = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 18];
        for (int length; (length = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            file.Write(buffer, 0, length);
            progress(file.Length, total);
        }

        file.Flush(flushToDisk: true);
        if (total is { } expected && file.Length != expected) throw new HttpRequestException($"The connection ended after {file.Length:N0} of {expected:N0} bytes.");
        return true;
    }
}
