using System.Buffers;
using Chatter.Core.Logs;
using Chatter.Core.Logs.Framing;
using Chatter.Core.Logs.Wire;

namespace Chatter.Web.Streaming;

/// <summary>
/// One socket that watches a room: a cursor and at most one pending write. The room hands it each batch and never waits
/// for it; whatever it could not take then it reads later, from its cursor on.
/// </summary>
/// <param name="arrays">Whether events that go together may share a frame.</param>
/// <param name="broken">Told, once or more, that nothing can be written; cuts the connection.</param>
internal sealed class StreamViewer(SocketOutput output, RoomFeed feed, bool arrays, Action<Exception?> broken, TimeProvider clock)
{
    /// <summary>Bytes copied together for one write to a reader who is behind.</summary>
    private const int ChunkSize = 16 * 1024;

    /// <summary>Events read at once for a reader whose socket makes us wait: what it cannot take is let go and read again.</summary>
    private const int SmallPage = 64;

    private static readonly byte[] Ping = WebSocketFrame.Ping();

    private static readonly byte[] Comma = ","u8.ToArray();

    private WriteTurn turn;
    private long cursor;
    private bool signalsMissed;
    private byte[]? answer;
    private long asked = clock.GetTimestamp();
    private bool silent;
    private int page = RoomFeed.Page;

    /// <summary>Where it stands in the list of its wheel.</summary>
    public int Place { get; set; }

    public SocketOutput Output => output;

    /// <summary>The clock's stamp when it was last asked for a sign of life, or came.</summary>
    public long Asked => Volatile.Read(ref asked);

    /// <summary>Whether it was asked for a sign of life and has given none since.</summary>
    public bool IsSilent => Volatile.Read(ref silent);

    /// <summary>Sends what a reader is told first. Called once, before <see cref="Hear"/> may be.</summary>
    public async ValueTask GreetAsync(Greeting greeting)
    {
        if (greeting.Reset is not null)
            await output.WriteAsync(WebSocketFrame.Text(greeting.ResetJson())).ConfigureAwait(false);
        var (before, events, after) = greeting.ConnectedJson();
        var length = before.Length + after.Length + events.Sum(e => e.Json.Length + 1) - Math.Min(events.Count, 1);
        var header = new byte[WebSocketFrame.HeaderSize(length)];
        WebSocketFrame.WriteHeader(header, WebSocketOpcode.Text, length);
        await output.WriteAsync(
            [header, before, .. events.SelectMany((e, i) => i == 0 ? [e.Json] : new[] { Comma, e.Json }), after], ChunkSize).ConfigureAwait(false);
        cursor = greeting.Cursor;
    }

    /// <summary>Takes the turn before anybody else can know of this viewer; <see cref="Begin"/> gives it back.</summary>
    public void Reserve() => turn.TryTake();

    /// <summary>Goes on from the greeting with what was said meanwhile, and from then on with what <see cref="Hear"/> brings.</summary>
    public void Begin() => Queue();

    /// <summary>Takes a batch on the room's pump; returns at once, whatever the socket does.</summary>
    public void Hear(RoomBatch batch)
    {
        if (batch.Signals.Count > 0)
            Volatile.Write(ref signalsMissed, true);
        if (!turn.TryTake())
            return;
        if (output.IsClosing || Volatile.Read(ref answer) is not null || (batch.Wire.Count > 0 && batch.First != cursor + 1))
            Queue();
        else
            Send(batch);
    }

    /// <summary>Sends a frame that answers the client; one that is overtaken by the next is not sent.</summary>
    public void Answer(byte[] frame)
    {
        Volatile.Write(ref answer, frame);
        if (turn.TryTake())
            Queue();
    }

    /// <summary>Asks for a sign of life, unless the socket is busy: then its pending write is watched instead.</summary>
    public void AskForLife()
    {
        if (!turn.TryTake())
            return;
        Volatile.Write(ref silent, true);
        Volatile.Write(ref asked, clock.GetTimestamp());
        Interlocked.CompareExchange(ref answer, Ping, null);
        Queue();
    }

    /// <summary>Notes that the client has shown a sign of life.</summary>
    public void Heard() => Volatile.Write(ref silent, false);

    public void Close(ushort code, string reason) => Close(WebSocketFrame.Close(code, reason));

    /// <summary>Says farewell, after which nothing is sent; the first one counts. The client should answer by closing too.</summary>
    public void Close(byte[] frame)
    {
        if (!output.Close(frame))
            return;
        if (turn.TryTake())
            Queue();
        else if (output.PendingSince != 0)
            _ = SayFarewellAsync();
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => broken(null);

    private void Send(RoomBatch batch)
    {
        Volatile.Write(ref signalsMissed, false);
        try
        {
            foreach (var piece in arrays ? batch.InArrays() : batch.Singly())
            {
                var written = output.TryWrite(piece.Bytes, out var pending);
                cursor = Math.Max(cursor, piece.Last);
                if (written)
                    continue;

                // The signals come with the last piece, which may not be this one.
                Volatile.Write(ref signalsMissed, batch.Signals.Count > 0);
                _ = DrainAsync(pending);
                return;
            }
        }
        catch (Exception fault)
        {
            broken(fault);
            return;
        }

        if (!turn.TryGiveBack())
            Queue();
    }

    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(static viewer => _ = viewer.DrainAsync(default), this, preferLocal: false);

    /// <summary>Waits for the write under way, writes all that is due, and gives the turn back. Called by whoever has it.</summary>
    private async Task DrainAsync(ValueTask pending)
    {
        try
        {
            await output.WaitAsync(pending).ConfigureAwait(false);
            do
            {
                while (!output.IsClosing && await WriteMoreAsync().ConfigureAwait(false))
                {
                }

                if (output.IsClosing)
                {
                    // The turn is kept: nobody writes after this.
                    await output.SayFarewellAsync().ConfigureAwait(false);
                    return;
                }
            }
            while (!turn.TryGiveBack());
        }
        catch (Exception fault)
        {
            broken(fault);
        }
    }

    /// <summary>Writes the next thing due. False if nothing is.</summary>
    private async ValueTask<bool> WriteMoreAsync()
    {
        if (Interlocked.Exchange(ref answer, null) is { } frame)
        {
            await output.WriteAsync(frame).ConfigureAwait(false);
            return true;
        }

        var behind = feed.Told - cursor;
        if (behind > 0)
        {
            var events = await feed.ReadAsync(cursor, (int)Math.Min(behind, page), CancellationToken.None).ConfigureAwait(false);
            await WriteEventsAsync(events).ConfigureAwait(false);
            return true;
        }

        if (!Volatile.Read(ref signalsMissed))
            return false;
        Volatile.Write(ref signalsMissed, false);
        if (feed.LatestPhase is { } phase)
            await output.WriteAsync(BatchFrames.FrameOf(phase)).ConfigureAwait(false);
        if (feed.LatestStats is { } stats)
            await output.WriteAsync(BatchFrames.FrameOf(stats)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Writes events until the socket makes us wait; what is left then is read again rather than held.</summary>
    private async ValueTask WriteEventsAsync(IReadOnlyList<WireEvent> events)
    {
        for (var next = 0; next < events.Count && !output.IsClosing;)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(ChunkSize, BatchFrames.SizeOf(events[next])));
            try
            {
                (var used, next) = BatchFrames.Fill(buffer, events, next, arrays);
                cursor = events[next - 1].Seq;
                var atOnce = await output.WriteAsync(buffer.AsMemory(0, used)).ConfigureAwait(false);
                page = atOnce ? RoomFeed.Page : SmallPage;
                if (!atOnce)
                    return;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task SayFarewellAsync()
    {
        try
        {
            await output.SayFarewellAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            broken(fault);
        }
    }
}
