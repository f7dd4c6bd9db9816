using System.Net.WebSockets;
using System.Text;
using Chatter.Core.Logs.Framing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Chatter.Tests.Logs.Framing;

public sealed class WebSocketHandshakeTests
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    [Fact]
    public void The_standards_own_example_is_accepted()
    {
        var handshake = WebSocketHandshake.Check("GET", "Upgrade", "websocket", "13", Key);

        Assert.Equal(new WebSocketHandshake(HandshakeOutcome.Accepted, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), handshake);
        Assert.Equal(101, handshake.StatusCode);
    }

    [Theory]
    [InlineData("GET", "keep-alive, UPGRADE", "foo, WebSocket", "13", Key, 101)]
    [InlineData("POST", "Upgrade", "websocket", "13", Key, 400)]
    [InlineData("GET", null, null, null, null, 400)]
    [InlineData("GET", "close", "websocket", "13", Key, 400)]
    [InlineData("GET", "Upgrade", "h2c", "13", Key, 400)]
    [InlineData("GET", "Upgrades", "websockets", "13", Key, 400)]
    [InlineData("GET", "Upgrade", "websocket", "8", Key, 426)]
    [InlineData("GET", "Upgrade", "websocket", null, Key, 426)]
    [InlineData("GET", "Upgrade", "websocket", "13", null, 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "", 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "dGhlIHNhbXBsZSBub25jZ", 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "dGhlIHNhbXBsZSBub25jZTEyMw==", 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "dGhlIHNhbXBsZSBub25jZTEy", 400)]
    [InlineData("GET", "Upgrade", "websocket", "13", "not base64 of 16 bytes!!", 400)]
    public void Only_a_whole_handshake_is_accepted(string method, string? connection, string? upgrade, string? version, string? key, int status)
    {
        var handshake = WebSocketHandshake.Check(method, connection, upgrade, version, key);

        Assert.Equal(status, handshake.StatusCode);
        Assert.Equal(status == 101, handshake.Accept.Length > 0);
    }

    [Fact]
    public async Task A_standard_client_talks_to_an_upgraded_request_over_real_HTTP()
    {
        await using var app = await StartEchoAsync();
        using var client = new ClientWebSocket();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        var answer = new byte[100];

        await client.ConnectAsync(new Uri(app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal)), stop.Token);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, stop.Token);
        var received = await client.ReceiveAsync(answer.AsMemory(), stop.Token);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", stop.Token);

        Assert.Equal("hello", Encoding.UTF8.GetString(answer, 0, received.Count));
        Assert.Equal(WebSocketState.Closed, client.State);
    }

    private static async Task<WebApplication> StartEchoAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(EchoAsync);
        await app.StartAsync();
        return app;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var handshake = WebSocketHandshake.Check(
            context.Request.Method, headers.Connection, headers.Upgrade, headers.SecWebSocketVersion, headers.SecWebSocketKey);
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = handshake.Accept;
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        using var reader = new WebSocketReader();
        var portion = new byte[512];
        while (!reader.IsClosed && await stream.ReadAsync(portion, context.RequestAborted) is > 0 and var count)
        {
            foreach (var answer in Answers(reader, portion.AsSpan(0, count)))
                await stream.WriteAsync(answer, context.RequestAborted);
        }
    }

    private static List<byte[]> Answers(WebSocketReader reader, ReadOnlySpan<byte> rest)
    {
        var answers = new List<byte[]>();
        while (reader.TryRead(ref rest, out var frame))
            answers.Add(frame.Answer() ?? WebSocketFrame.Text(frame.Payload));
        return answers;
    }
}
