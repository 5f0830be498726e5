using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CnnTools.Engine.Tests.Devices;

/// <summary>A package source (protocol 3) over a folder, which cuts connections off and publishes hashes as a test wants it.</summary>
public sealed class FakeFeed : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly string _root;

    public FakeFeed(string folder)
    {
        _folder = folder;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            _root = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(_root);
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public string Index => _root + "v3/index.json";

    /// <summary>An answer with a package ends after so many bytes.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    /// <summary>How many answers are cut off.</summary>
    public int Cuts { get; set; } = int.MaxValue;

    /// <summary>After an answer that was cut off, every one fails.</summary>
    public bool FailAfterCut { get; set; }

    public bool HasRanges { get; set; } = true;

    /// <summary>The hash that the catalog publishes; null for none.</summary>
    public string? Hash { get; set; }

    /// <summary>Where each request for a package began; null for a whole file.</summary>
    public List<long?> Ranges { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception error) when (error is HttpListenerException or IOException or InvalidOperationException)
            {
                context.Response.Abort();
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath;
        if (path == "/v3/index.json")
        {
            Json(context, $$"""{"version":"3.0.0","resources":[{"@id":"{{_root}}flat/","@type":"PackageBaseAddress/3.0.0"},{"@id":"{{_root}}registration/","@type":"RegistrationsBaseUrl/3.6.0"}]}""");
        }
        else if (path.StartsWith("/flat/", StringComparison.Ordinal) && path.EndsWith("/index.json", StringComparison.Ordinal))
        {
            Json(context, """{"versions":["2.10.0"]}""");
        }
        else if (path.EndsWith(".nupkg", StringComparison.Ordinal))
        {
            Package(context, Path.Combine(_folder, Path.GetFileName(path)));
        }
        else if (Hash is not null && path.StartsWith("/registration/", StringComparison.Ordinal))
        {
            Json(context, $$"""{"catalogEntry":"{{_root}}catalog/entry.json"}""");
        }
        else if (Hash is not null && path == "/catalog/entry.json")
        {
            Json(context, $$"""{"packageHash":"{{Hash}}","packageHashAlgorithm":"SHA512"}""");
        }
        else
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
        }
    }

    private void Package(HttpListenerContext context, string file)
    {
        byte[] whole = File.ReadAllBytes(file);
        if (context.Request.HttpMethod == "HEAD")
        {
            context.Response.ContentLength64 = whole.Length;
            context.Response.Close();
            return;
        }

        long? start = context.Request.Headers["Range"] is { } range ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null;
        if (FailAfterCut && Cuts <= 0)
        {
            context.Response.StatusCode = 503;
            context.Response.Close();
            return;
        }

        Ranges.Add(start);
        if (!HasRanges) start = null;
        if (start is { } from)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers["Content-Range"] = $"bytes {from}-{whole.Length - 1}/{whole.Length}";
        }

        byte[] rest = whole[(int)(start ?? 0)..];
        context.Response.ContentLength64 = rest.Length;
        if (rest.Length > CutAfter && Cuts-- > 0)
        {
            context.Response.OutputStream.Write(rest, 0, CutAfter);
            context.Response.OutputStream.Flush();
            Thread.Sleep(100);
            context.Response.Abort();
            return;
        }

        context.Response.OutputStream.Write(rest);
        context.Response.Close();
    }

    private static void Json(HttpListenerContext context, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = "application/json";
        context.Response.OutputStream.Write(bytes);
        context.Response.Close();
    }
}
