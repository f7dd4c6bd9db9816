using System.Buffers;
using System.Text.Json;
using Chatter.Core.Logs.Framing;

namespace Chatter.Web.Streaming;

/// <summary>What a stream's client says: hardly anything, so nothing is held for it until its first bytes come.</summary>
internal sealed class ClientFrames(StreamViewer viewer, TimeProvider clock) : IDisposable
{
    private const int PortionSize = 4096;

    private static readonly byte[] Pong = WebSocketFrame.Text("""{"type":"pong"}"""u8);

    private static readonly byte[] BadFrame = WebSocketFrame.Text(
        """{"type":"error","code":"bad_frame","message":"A frame is a JSON object with a \"type\"; the only type known here is \"ping\"."}"""u8);

    private WebSocketReader? reader;
    private RateBudget? budget;

    /// <summary>Listens until the client has gone or has closed; then the farewell is written, if it could be.</summary>
    public async Task ListenAsync(Stream stream, CancellationToken aborted)
    {
        while (true)
        {
            // Waits without a buffer: thousands of silent clients hold none.
            await stream.ReadAsync(Memory<byte>.Empty, aborted).ConfigureAwait(false);
            var portion = ArrayPool<byte>.Shared.Rent(PortionSize);
            try
            {
                var count = await stream.ReadAsync(portion, aborted).ConfigureAwait(false);
                if (count == 0)
                    return;
                if (Take(portion.AsSpan(0, count)))
                    continue;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(portion);
            }

            await viewer.Output.Ended.WaitAsync(aborted).ConfigureAwait(false);
            return;
        }
    }

    public void Dispose() => reader?.Dispose();

    /// <summary>Takes bytes in. False when the client has closed.</summary>
    private bool Take(ReadOnlySpan<byte> rest)
    {
        reader ??= new WebSocketReader();
        while (reader.TryRead(ref rest, out var frame))
        {
            viewer.Heard();
            if (frame.Kind == ClientFrameKind.Close)
            {
                viewer.Close(frame.Answer()!);
                return false;
            }

            if (!viewer.Output.IsClosing)
                Handle(frame);
        }

        return true;
    }

    private void Handle(ClientFrame frame)
    {
        budget ??= RateBudget.OfClient(clock);
        if (frame.Kind == ClientFrameKind.Refused)
            viewer.Close(frame.Answer()!);
        else if (!budget.TrySpend())
            viewer.Close(CloseCodes.TooManyRequests, "More than 20 frames in 10 s.");
        else if (frame.Kind == ClientFrameKind.Binary)
            viewer.Close(CloseCodes.UnsupportedData, "Frames are text.");
        else if (frame.Kind == ClientFrameKind.Ping)
            viewer.Answer(frame.Answer()!);
        else if (frame.Kind == ClientFrameKind.Text)
            viewer.Answer(IsPing(frame.Payload) ? Pong : BadFrame);
    }

    private static bool IsPing(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String && type.ValueEquals("ping"u8)
                && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
