using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CnnTools.Engine.Tests.Browser;

/// <summary>A connection to Chromium's DevTools protocol: commands with their answers, and events as they come.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly ClientWebSocket _socket;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _reading;
    private int _last;

    private DevTools(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Is told every event: session, method, parameters.</summary>
    public event Action<string, string, JsonNode>? Happened;

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        var socket = new ClientWebSocket();
        using var limit = new CancellationTokenSource(s_limit);
        await socket.ConnectAsync(address, limit.Token);
        return new DevTools(socket);
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <param name="session">The page; null for the browser.</param>
    /// <param name="method">The command.</param>
    /// <param name="parameters">Its parameters.</param>
    public async Task<JsonNode> SendAsync(string? session, string method, object? parameters = null)
    {
        int id = Interlocked.Increment(ref _last);
        var answer = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(parameters ?? new { }) };
        if (session is not null) command["sessionId"] = session;
        await _sending.WaitAsync(_closing.Token);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(s_limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _reading;
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException)
        {
            // That is what was asked for.
        }

        _socket.Dispose();
        _closing.Dispose();
        _sending.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        while (true)
        {
            message.SetLength(0);
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close) return;
            JsonNode node = JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
            if (node["id"] is { } id)
            {
                if (!_waiting.TryRemove(id.GetValue<int>(), out TaskCompletionSource<JsonNode>? answer)) continue;
                if (node["error"] is { } error) answer.SetException(new InvalidOperationException(error.ToJsonString()));
                else answer.SetResult(node["result"]!);
            }
            else Happened?.Invoke(node["sessionId"]?.GetValue<string>() ?? "", node["method"]!.GetValue<string>(), node["params"]!);
        }
    }
}
