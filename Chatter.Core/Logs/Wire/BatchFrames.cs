using Chatter.Core.Domain;
using Chatter.Core.Logs.Framing;

namespace Chatter.Core.Logs.Wire;

/// <summary>Some bytes ready to be sent, and the number a reader stands at once it has them; 0 if they move nobody.</summary>
public readonly record struct Piece(byte[] Bytes, long Last);

/// <summary>Makes the WebSocket frames and the JSON array of a batch, once for all who ask.</summary>
public static class BatchFrames
{
    /// <summary>Bytes of a piece at most, so that what waits for a slow reader stays small.</summary>
    private const int PieceSize = 32 * 1024;

    /// <summary>The batch as one frame for each event and signal, in pieces.</summary>
    public static Piece[] Singly(this RoomBatch batch) => batch.GetOrAdd(b => new SingleFrames(Cut(b, arrays: false))).Pieces;

    /// <summary>The batch as frames that hold arrays where several events go together, in pieces.</summary>
    public static Piece[] InArrays(this RoomBatch batch) => batch.GetOrAdd(b => new ArrayFrames(Cut(b, arrays: true))).Pieces;

    /// <summary>The batch, signals included, as one JSON array.</summary>
    public static byte[] AsArray(this RoomBatch batch) => batch.GetOrAdd(b => new ArrayText(JsonArray.Of(b.Wire, b.Signals))).Json;

    /// <summary>
    /// Fills a buffer with frames of events from an index on, as many as fit.
    /// </summary>
    /// <returns>Bytes written and the index of the first event left out; nothing is written if not even one fits.</returns>
    public static (int Bytes, int Next) Fill(Span<byte> buffer, IReadOnlyList<WireEvent> events, int from, bool arrays) =>
        arrays ? FillWithArray(buffer, events, from) : FillSingly(buffer, events, from);

    /// <summary>Bytes a frame of this event alone takes.</summary>
    public static int SizeOf(WireEvent e) => WebSocketFrame.Size(e.Json.Length);

    /// <summary>The frame of a signal.</summary>
    public static byte[] FrameOf(RoomSignal signal) => WebSocketFrame.Text(EventJson.Encode(signal, EventJson.Write));

    private static (int Bytes, int Next) FillSingly(Span<byte> buffer, IReadOnlyList<WireEvent> events, int from)
    {
        var used = 0;
        for (; from < events.Count; from++)
        {
            var json = events[from].Json.Span;
            if (used + WebSocketFrame.Size(json.Length) > buffer.Length)
                break;
            used += WebSocketFrame.Write(buffer[used..], WebSocketOpcode.Text, json);
        }

        return (used, from);
    }

    private static (int Bytes, int Next) FillWithArray(Span<byte> buffer, IReadOnlyList<WireEvent> events, int from)
    {
        var (size, next) = (1, from);
        while (next < events.Count && WebSocketFrame.Size(size + events[next].Json.Length + 1) <= buffer.Length)
            size += events[next++].Json.Length + 1;
        if (next - from <= 1)
            return FillWithOne(buffer, events[from], from);

        var used = WebSocketFrame.WriteHeader(buffer, WebSocketOpcode.Text, size);
        for (var i = from; i < next; i++)
        {
            buffer[used++] = (byte)(i == from ? '[' : ',');
            events[i].Json.Span.CopyTo(buffer[used..]);
            used += events[i].Json.Length;
        }

        buffer[used++] = (byte)']';
        return (used, next);
    }

    private static (int Bytes, int Next) FillWithOne(Span<byte> buffer, WireEvent e, int from) =>
        SizeOf(e) > buffer.Length ? (0, from) : (WebSocketFrame.Write(buffer, WebSocketOpcode.Text, e.Json.Span), from + 1);

    private static Piece[] Cut(RoomBatch batch, bool arrays)
    {
        var pieces = new List<Piece>();
        var buffer = new byte[PieceSize];
        for (var next = 0; next < batch.Wire.Count;)
        {
            if (SizeOf(batch.Wire[next]) > buffer.Length)
                buffer = new byte[SizeOf(batch.Wire[next])];
            (var used, next) = Fill(buffer, batch.Wire, next, arrays);
            pieces.Add(new Piece(buffer[..used], batch.Wire[next - 1].Seq));
        }

        if (batch.Signals.Count > 0)
        {
            byte[] frames = [.. batch.Signals.SelectMany(FrameOf)];
            if (pieces.Count > 0 && pieces[^1].Bytes.Length + frames.Length <= PieceSize)
                pieces[^1] = pieces[^1] with { Bytes = [.. pieces[^1].Bytes, .. frames] };
            else
                pieces.Add(new Piece(frames, batch.Last));
        }

        return [.. pieces];
    }

    private sealed record SingleFrames(Piece[] Pieces);

    private sealed record ArrayFrames(Piece[] Pieces);

    private sealed record ArrayText(byte[] Json);
}
