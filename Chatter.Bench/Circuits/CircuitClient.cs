using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chatter.Bench.Circuits;

/// <summary>
/// A browser tab without the browser: fetches a page, opens the circuit it asks for, acknowledges every batch and answers
/// every call of the page's script with something harmless. It draws nothing, so what is measured is the server.
/// </summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    private readonly HubConnection connection;
    private long batches;
    private long bytes;
    private int objects;

    private CircuitClient(HubConnection connection) => this.connection = connection;

    /// <summary>Render batches received so far.</summary>
    public long Batches => Interlocked.Read(ref batches);

    /// <summary>Bytes of render batches received so far.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Why the server closed the circuit, if it did.</summary>
    public string? Closed { get; private set; }

    /// <summary>Calls of the page's script by name, for finding out what a page asks of a browser.</summary>
    public Action<string>? OnScriptCall { get; set; }

    /// <summary>Raised with each batch's bytes.</summary>
    public Action<ReadOnlyMemory<byte>>? OnBatch { get; set; }

    public static async Task<CircuitClient> OpenAsync(HttpClient http, Uri page, CancellationToken cancellationToken)
    {
        var html = await http.GetStringAsync(page, cancellationToken);
        var socket = new UriBuilder(page) { Scheme = page.Scheme == "https" ? "wss" : "ws", Path = "/_blazor", Query = "", Fragment = "" }.Uri;
        var client = new CircuitClient(Connect(socket));
        client.Listen();
        await client.connection.StartAsync(cancellationToken);

        var state = ComponentState().Match(html).Groups[1].Value;
        var circuit = await client.connection.InvokeAsync<string?>(
            "StartCircuit", new Uri(page, "/").ToString(), page.ToString(), "[]", state, cancellationToken);
        if (circuit is null)
            throw new InvalidOperationException($"The server refused a circuit for {page}.");
        var operations = Markers().Matches(html)
            .Select((m, i) => JsonSerializer.Deserialize<JsonElement>(m.Groups[1].Value))
            .Where(marker => marker.TryGetProperty("descriptor", out _))
            .Select((marker, i) => new { type = "add", ssrComponentId = i + 1, marker })
            .ToList();
        await client.connection.SendAsync(
            "UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations }), state, cancellationToken);
        return client;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static HubConnection Connect(Uri socket)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new SocketFactory(socket));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(socket));
        builder.Services.RemoveAll<IHubProtocol>();
        builder.Services.AddSingleton(BlazorPack());
        var connection = builder.Build();
        connection.ServerTimeout = TimeSpan.FromMinutes(2);
        return connection;
    }

    /// <summary>The framework's own protocol of circuits; it is not public, and writing it again would measure something else.</summary>
    private static IHubProtocol BlazorPack()
    {
        var type = typeof(Microsoft.AspNetCore.Components.Server.CircuitOptions).Assembly
            .GetType("Microsoft.AspNetCore.Components.Server.BlazorPack.BlazorPackHubProtocol", throwOnError: true)!;
        return (IHubProtocol)Activator.CreateInstance(type)!;
    }

    private void Listen()
    {
        connection.On<long, byte[]>("JS.RenderBatch", async (id, batch) =>
        {
            Interlocked.Increment(ref batches);
            Interlocked.Add(ref bytes, batch.Length);
            OnBatch?.Invoke(batch);
            await connection.SendAsync("OnRenderCompleted", id, null);
        });
        connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (id, name, args, kind, target, callType) => AnswerAsync(id, name, kind));
        connection.On<long, string, string, int, long>("JS.BeginInvokeJS", (id, name, args, kind, target) => AnswerAsync(id, name, kind));
        connection.On<int, string>("JS.AttachComponent", (_, _) => { });
        connection.On<string>("JS.Error", error => Closed = error);
        connection.On<string>("JS.EndInvokeDotNet", _ => { });
        connection.On<string>("JS.EndUpdateRootComponents", _ => { });
        connection.Closed += fault =>
        {
            Closed ??= fault?.Message ?? "closed";
            return Task.CompletedTask;
        };
    }

    /// <param name="kind">0 a value, 1 an object reference, 2 a stream, 3 nothing.</param>
    private async Task AnswerAsync(long id, string name, int kind)
    {
        OnScriptCall?.Invoke(name);
        if (id == 0)
            return;
        var result = kind == 1 ? $"{{\"__jsObjectId\":{Interlocked.Increment(ref objects)}}}" : "null";
        await connection.SendAsync("EndInvokeJSFromDotNet", id, true, $"[{id},true,{result}]");
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex ComponentState();

    private sealed class SocketFactory(Uri address) : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(address, cancellationToken);
            var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
            return new DefaultConnectionContext(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString())
            {
                Transport = new StreamPipe(PipeReader.Create(stream), PipeWriter.Create(stream)),
            };
        }
    }

    private sealed class StreamPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
