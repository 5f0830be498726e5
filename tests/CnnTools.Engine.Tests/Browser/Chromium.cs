using System.Diagnostics;

namespace CnnTools.Engine.Tests.Browser;

/// <summary>A headless Chromium of this machine (Debian's package <c>chromium</c>), driven through its DevTools protocol: no package of another registry is
/// needed, and what a page asks for is seen.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _profile;

    private Chromium(Process process, string profile, DevTools devTools) => (_process, _profile, DevTools) = (process, profile, devTools);

    /// <summary>Why there is no browser; null where there is one.</summary>
    public static string? Missing { get; } = Find() is null ? "needs Chromium on the PATH (Debian's package chromium, or CHROMIUM=path); found none." : null;

    /// <summary>The connection to the browser.</summary>
    public DevTools DevTools { get; }

    /// <summary>Starts a browser with a profile of its own.</summary>
    public static async Task<Chromium> StartAsync()
    {
        string profile = Directory.CreateTempSubdirectory("cnntools-chromium-").FullName;
        // No sandbox: continuous integration runs as root, where Chromium refuses to start with one. The pages are our own.
        var start = new ProcessStartInfo(Find()!, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["TMPDIR"] = profile; // What it leaves when it is killed goes with the profile.
        var process = Process.Start(start)!;
        try
        {
            string address = await AddressAsync(process).WaitAsync(s_limit);
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            return new Chromium(process, profile, await DevTools.ConnectAsync(new Uri(address)));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DevTools.DisposeAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process may still be writing; the folder is in the machine's temporary one.
        }
    }

    private static async Task<string> AddressAsync(Process process)
    {
        const string heading = "DevTools listening on ";
        var lines = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(heading, StringComparison.Ordinal)) return line[heading.Length..].Trim();
        }

        throw new InvalidOperationException($"Chromium ended before it listened: {string.Join(' ', lines)}");
    }

    private static string? Find() => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named && File.Exists(named) ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(static folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
