using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Chatter.Tests.Streaming;

/// <summary>A viewer as any program would write one: the framework's own WebSocket and a list of what came.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly MemoryStream frame = new();
    private readonly byte[] buffer = new byte[16 * 1024];

    public List<JsonElement> Frames { get; } = [];

    /// <summary>The numbers that came, in order: of the history and of ordinary frames.</summary>
    public List<long> Seqs { get; } = [];

    public ClientWebSocket Socket => socket;

    public WebSocketCloseStatus? CloseStatus => socket.CloseStatus;

    public JsonElement Connected => Frames.First(f => Type(f) == "connected");

    public static async Task<StreamClient> OpenAsync(Uri server, string query = "", string slug = "philosophy")
    {
        var client = new StreamClient();
        using var limit = Limit();
        await client.socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = $"/stream/{slug}", Query = query }.Uri, limit.Token);
        return client;
    }

    public static string? Type(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.GetProperty("type").GetString() : null;

    /// <summary>The next frame, or null once the server has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var limit = Limit();
        frame.SetLength(0);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(socket.CloseStatus!.Value, "", limit.Token);
                return null;
            }

            frame.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                break;
        }

        var value = JsonDocument.Parse(frame.ToArray()).RootElement;
        Frames.Add(value);
        Note(value);
        return value;
    }

    /// <summary>The next frame of a type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (await NextAsync() is { } value)
        {
            if (Type(value) == type)
                return value;
        }

        throw new InvalidOperationException($"The server closed with {CloseStatus} and sent no {type}.");
    }

    /// <summary>Reads until this number has come, or the server closes.</summary>
    public async Task ReadToAsync(long seq)
    {
        while ((Seqs.Count == 0 || Seqs[^1] < seq) && await NextAsync() is not null)
        {
        }
    }

    public async Task ReadToEndAsync()
    {
        while (await NextAsync() is not null)
        {
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type)
    {
        using var limit = Limit();
        await socket.SendAsync(bytes, type, endOfMessage: true, limit.Token);
    }

    public async Task CloseAsync()
    {
        using var limit = Limit();
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Note(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Note(item);
        }
        else if (Type(value) == "connected")
        {
            Seqs.AddRange(value.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64()));
        }
        else if (Type(value) != "reset" && value.TryGetProperty("seq", out var seq))
        {
            Seqs.Add(seq.GetInt64());
        }
    }

    private static CancellationTokenSource Limit() => new(TimeSpan.FromSeconds(30), TimeProvider.System);
}
