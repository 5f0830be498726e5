using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CnnTools.Engine.Tests.Datasets;

/// <summary>A web server of one file on the loopback interface that understands ranges: for what a message handler in memory cannot show.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;

    private LoopbackServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>The Range header of every request; empty where there was none.</summary>
    public ConcurrentQueue<string> Ranges { get; } = [];

    public static LoopbackServer Start(byte[] content) => new(content);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                string range = "";
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                    if (line.StartsWith("Range:", StringComparison.OrdinalIgnoreCase)) range = line[6..].Trim();
                Ranges.Enqueue(range);
                int from = range.Length == 0 ? 0 : int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
                string head = from == 0 ? "HTTP/1.1 200 OK\r\n" : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{_content.Length - 1}/{_content.Length}\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}Content-Length: {_content.Length - from}\r\nConnection: close\r\n\r\n"));
                await stream.WriteAsync(_content.AsMemory(from));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // Disposed: the test is over.
        }
    }
}
