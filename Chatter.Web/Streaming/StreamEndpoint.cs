using System.Buffers;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Logs.Framing;
using Chatter.Core.Logs.Wire;
using Chatter.Core.Rooms;
using Chatter.Web.Endpoints;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Chatter.Web.Streaming;

/// <summary>A room as a WebSocket, for anyone: <c>GET /stream/{slug}</c> (docs/api.md).</summary>
internal sealed partial class StreamEndpoint(RoomDirectory rooms, StreamWheel wheel, TimeProvider clock, ILogger<StreamEndpoint> log)
{
    /// <summary>How long a reader that was refused has to read why.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    public async Task HandleAsync(HttpContext http, string slug)
    {
        if (await UpgradeAsync(http).ConfigureAwait(false) is not { } stream)
            return;
        try
        {
            if (rooms.Find(slug, Reader.Anonymous) is not { } room)
                await RefuseAsync(stream, "unknown_room", null, $"There is no room {slug}.", http.RequestAborted).ConfigureAwait(false);
            else if (StreamQuery.Read(http.Request.Query, out var wrong) is not { } query)
                await RefuseAsync(stream, "bad_value", wrong.Field, wrong.Reason, http.RequestAborted).ConfigureAwait(false);
            else
                await ShowAsync(stream, room, query, http).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsParting(fault))
        {
            // The reader has gone, in whatever manner.
        }
    }

    private async Task ShowAsync(Stream stream, Room room, StreamQuery query, HttpContext http)
    {
        var viewer = new StreamViewer(new SocketOutput(stream, clock), room.Feed, query.Arrays, fault => Cut(http, fault), clock);
        viewer.Reserve();
        wheel.Add(viewer);
        using var seat = room.Presence.Enter();
        using var subscription = room.Feed.Subscribe(viewer.Hear, FeedPace.Swift);
        using var client = new ClientFrames(viewer, clock);
        try
        {
            await viewer.GreetAsync(await GreetingAsync(room, query, http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
            viewer.Begin();
            await client.ListenAsync(stream, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            wheel.Remove(viewer);
        }
    }

    private static ValueTask<Greeting> GreetingAsync(Room room, StreamQuery query, CancellationToken cancellationToken) =>
        Greeting.ReadAsync(room.Feed, room.Card.Slug, room.Presence.Viewers, query.After, query.Epoch, cancellationToken);

    /// <summary>Tells the reader what is wrong and closes, leaving it a moment to read that.</summary>
    private async Task RefuseAsync(Stream stream, string code, string? field, string message, CancellationToken aborted)
    {
        var error = EventJson.Encode((code, field, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteString("code"u8, error.code);
            if (error.field is not null)
                json.WriteString("field"u8, error.field);
            json.WriteString("message"u8, error.message);
            json.WriteEndObject();
        });
        await stream.WriteAsync((byte[])[.. WebSocketFrame.Text(error), .. WebSocketFrame.Close(CloseCodes.BadRequest, code)], aborted).ConfigureAwait(false);

        using var late = new CancellationTokenSource(Linger, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        using var reader = new WebSocketReader();
        var portion = ArrayPool<byte>.Shared.Rent(1024);
        try
        {
            while (!reader.IsClosed && await stream.ReadAsync(portion, either.Token).ConfigureAwait(false) is var count and > 0)
                Skip(reader, portion.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(portion);
        }
    }

    private static void Skip(WebSocketReader reader, ReadOnlySpan<byte> bytes)
    {
        while (reader.TryRead(ref bytes, out _))
        {
        }
    }

    /// <summary>Turns the request into a socket, or answers why not and gives null.</summary>
    private static async Task<Stream?> UpgradeAsync(HttpContext http)
    {
        // The server's own patience with slow readers ends differently; ours tells them why.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        // Over HTTP/2 a socket is a CONNECT, and has no key.
        if (http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } connect)
            return await connect.AcceptAsync().ConfigureAwait(false);

        var headers = http.Request.Headers;
        var handshake = WebSocketHandshake.Check(
            http.Request.Method, headers.Connection, headers.Upgrade, headers.SecWebSocketVersion, headers.SecWebSocketKey);
        if (handshake.Outcome != HandshakeOutcome.Accepted || http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
        {
            if (handshake.Outcome == HandshakeOutcome.OtherVersion)
                http.Response.Headers.SecWebSocketVersion = WebSocketHandshake.Version;
            var status = handshake.Outcome == HandshakeOutcome.OtherVersion ? StatusCodes.Status426UpgradeRequired : StatusCodes.Status400BadRequest;
            await Problems.Of(
                status, "upgrade_required", "This address is a WebSocket: open it as ws:// or wss://, in version 13. docs/api.md describes what it says.")
                .ExecuteAsync(http).ConfigureAwait(false);
            return null;
        }

        http.Response.Headers.Connection = "Upgrade";
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.SecWebSocketAccept = handshake.Accept;
        return await upgrade.UpgradeAsync().ConfigureAwait(false);
    }

    private void Cut(HttpContext http, Exception? fault)
    {
        if (fault is not null && !IsParting(fault))
            LogBroken(log, fault);
        http.Abort();
    }

    private static bool IsParting(Exception fault) =>
        fault is IOException or OperationCanceledException or ObjectDisposedException or Microsoft.AspNetCore.Connections.ConnectionAbortedException;

    [LoggerMessage(LogLevel.Warning, "A stream could not be written and was cut; its reader can come back for the rest.")]
    private static partial void LogBroken(ILogger log, Exception fault);
}
