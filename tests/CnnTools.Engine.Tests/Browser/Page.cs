using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CnnTools.Engine.Tests.Browser;

/// <summary>A page in the browser: what it asked for, what it complained of, and what it shows.</summary>
internal sealed class Page
{
    private readonly DevTools _browser;
    private readonly string _session;
    private TaskCompletionSource _loaded = new();

    private Page(DevTools browser, string session)
    {
        (_browser, _session) = (browser, session);
        browser.Happened += OnEvent;
    }

    /// <summary>Every address the page asked for, its own first; images inside it are left out.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Errors and warnings of the console, exceptions, and refusals by the page's policy.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Opens an empty page of a phone's, a tablet's or a desk's size.</summary>
    public static async Task<Page> CreateAsync(Chromium browser, int width, int height, bool dark = false, bool script = true)
    {
        string target = (await browser.DevTools.SendAsync(null, "Target.createTarget", new { url = "about:blank" }))["targetId"]!.GetValue<string>();
        string session = (await browser.DevTools.SendAsync(null, "Target.attachToTarget", new { targetId = target, flatten = true }))["sessionId"]!.GetValue<string>();
        var page = new Page(browser.DevTools, session);
        foreach (string domain in (string[])["Page", "Runtime", "Network", "Log", "Performance"]) await page.SendAsync(domain + ".enable");
        await page.SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
        await page.SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" }, new { name = "prefers-reduced-motion", value = "reduce" } } });
        if (!script) await page.SendAsync("Emulation.setScriptExecutionDisabled", new { value = true });
        return page;
    }

    /// <summary>Closes the page.</summary>
    public async Task CloseAsync()
    {
        _browser.Happened -= OnEvent;
        await SendAsync("Page.close");
    }

    /// <summary>Opens a file and waits until it has loaded.</summary>
    public async Task OpenAsync(string path)
    {
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        await _loaded.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await EvaluateAsync<bool>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))", script: false);
    }

    /// <summary>The next time the page has loaded.</summary>
    public Task NextLoad() => (_loaded = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Processor time of the page's main thread since the page was created, in seconds: unlike time on the clock, the same on a busy
    /// machine.</summary>
    public async Task<double> MainThreadSecondsAsync()
    {
        JsonArray metrics = (await SendAsync("Performance.getMetrics"))["metrics"]!.AsArray();
        return metrics.Single(static metric => metric!["name"]!.GetValue<string>() == "ThreadTime")!["value"]!.GetValue<double>();
    }

    /// <summary>Evaluates an expression; a promise is waited for.</summary>
    public Task<T> EvaluateAsync<T>(string expression) => EvaluateAsync<T>(expression, script: true);

    /// <summary>Clicks in the middle of an element.</summary>
    public async Task ClickAsync(string selector)
    {
        JsonNode at = JsonNode.Parse(await EvaluateAsync<string>($"(() => {{ const e = document.querySelector({Quote(selector)}); e.scrollIntoView({{ block: 'center' }}); const r = e.getBoundingClientRect(); return JSON.stringify([r.x + r.width / 2, r.y + r.height / 2]); }})()"))!;
        foreach (string type in (string[])["mousePressed", "mouseReleased"])
            await SendAsync("Input.dispatchMouseEvent", new { type, x = at[0]!.GetValue<double>(), y = at[1]!.GetValue<double>(), button = "left", clickCount = 1 });
    }

    /// <summary>Presses a key where the focus is.</summary>
    public async Task PressAsync(string key, int code, string? text = null)
    {
        await SendAsync("Input.dispatchKeyEvent", new { type = text is null ? "rawKeyDown" : "keyDown", key, code = key, windowsVirtualKeyCode = code, text = text ?? "" });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code });
    }

    /// <summary>Takes an image of the whole page, however long.</summary>
    public async Task ScreenshotAsync(string path)
    {
        JsonNode shot = await SendAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true });
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(shot["data"]!.GetValue<string>()));
    }

    /// <summary>What a screen reader is told: role and name of every node that is not passed over.</summary>
    public async Task<IReadOnlyList<(string Role, string Name)>> AccessibleAsync()
    {
        JsonArray nodes = (await SendAsync("Accessibility.getFullAXTree"))["nodes"]!.AsArray();
        return [.. nodes.Where(static node => node!["ignored"]?.GetValue<bool>() != true).Select(static node => (node!["role"]?["value"]?.GetValue<string>() ?? "", node["name"]?["value"]?.GetValue<string>() ?? ""))];
    }

    private static string Quote(string text) => JsonValue.Create(text).ToJsonString();

    private async Task<T> EvaluateAsync<T>(string expression, bool script)
    {
        JsonNode answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = script, returnByValue = true });
        if (answer["exceptionDetails"] is { } failed) throw new InvalidOperationException(failed.ToJsonString());
        return script ? answer["result"]!["value"]!.GetValue<T>() : default!;
    }

    private Task<JsonNode> SendAsync(string method, object? parameters = null) => _browser.SendAsync(_session, method, parameters);

    private void OnEvent(string session, string method, JsonNode parameters)
    {
        if (session != _session) return;
        switch (method)
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                string url = parameters["request"]!["url"]!.GetValue<string>();
                if (!url.StartsWith("data:", StringComparison.Ordinal)) Requests.Enqueue(url);
                break;
            case "Runtime.exceptionThrown":
                Complaints.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when parameters["type"]!.GetValue<string>() is "error" or "warning" or "assert":
                Complaints.Enqueue(parameters["args"]!.ToJsonString());
                break;
            case "Log.entryAdded" when parameters["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                Complaints.Enqueue(parameters["entry"]!.ToJsonString());
                break;
        }
    }
}
