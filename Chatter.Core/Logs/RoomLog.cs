using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Logs;

/// <summary>
/// Everything that happened in a room, in order and numbered without holes. The last events are in memory; the rest is in
/// the store. A notice says only that the log has grown: readers keep a cursor and read on from there.
/// </summary>
public sealed class RoomLog(RoomId room, string epoch, StoreWriter writer, StoreReader store, TimeProvider clock, int tailLength = 100)
{
    /// <summary>How many events are let go at once when the tail is full, so that trimming is rare.</summary>
    private const int TrimBatch = 50;

    private readonly Lock gate = new();
    private readonly List<RoomEvent> tail = [];
    private Action[] listeners = [];
    private long head;
    private long messages;

    public RoomId Room => room;

    /// <summary>The name of the store's history; positions of another epoch mean nothing here.</summary>
    public string Epoch => epoch;

    /// <summary>The number of the last event; 0 for an empty room.</summary>
    public long Head => Interlocked.Read(ref head);

    /// <summary>How many messages the room has, erased ones included.</summary>
    public long MessageCount => Interlocked.Read(ref messages);

    /// <summary>How many events are held in memory.</summary>
    public int TailCount
    {
        get
        {
            lock (gate)
                return tail.Count;
        }
    }

    /// <summary>Reads the head and the tail from the store; called once, before anyone else reads or writes.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await db.Events.Where(e => e.RoomId == room.Value)
            .OrderByDescending(e => e.Seq).Take(tailLength).ToListAsync(cancellationToken).ConfigureAwait(false);
        rows.Reverse();
        tail.AddRange(rows.Select(EventCodec.Decode));
        head = tail.Count == 0 ? 0 : tail[^1].Seq;
        messages = await db.Events.Where(e => e.RoomId == room.Value && e.Number != null)
            .MaxAsync(e => e.Number, cancellationToken).ConfigureAwait(false) ?? 0;
    }

    /// <summary>
    /// Adds an event; when this returns it is on disk, numbered, and readers have been told. With a client id the author
    /// used before, nothing is added and the event of then is returned.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was recorded and nothing shown.</exception>
    public async Task<RoomEvent> AppendAsync(EventBody body, string? clientId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var e = new NewEvent(room, EventIds.Next(clock), now, body, clientId);
        var appended = await writer.AppendAsync(e, Committed, cancellationToken).ConfigureAwait(false);
        return appended.Event ?? await ReadExistingAsync(appended.Seq, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The events after a number, oldest first, at most <paramref name="limit"/>; from memory when it reaches back far
    /// enough, else from the store. What the reader may not see comes as <see cref="Hidden"/>, so numbers have no holes.
    /// </summary>
    public async ValueTask<IReadOnlyList<RoomEvent>> ReadAfterAsync(
        long after, int limit, Reader reader, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        after = Math.Max(after, 0);
        if (TryReadTail(after, limit, reader) is { } recent)
            return recent;

        await using var db = store.CreateDbContext();
        var rows = await db.Events.Where(e => e.RoomId == room.Value && e.Seq > after)
            .OrderBy(e => e.Seq).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => reader.View(EventCodec.Decode(row)));
    }

    /// <summary>The messages just before a number (null: the newest), oldest first, at most <paramref name="limit"/>; erased ones included.</summary>
    public async ValueTask<IReadOnlyList<RoomEvent>> ReadMessagesBeforeAsync(
        long? before, int limit, Reader reader, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (TryReadTailMessages(before, limit, reader) is { } recent)
            return recent;

        await using var db = store.CreateDbContext();
        var bound = before ?? long.MaxValue;
        var number = await db.Events.Where(e => e.RoomId == room.Value && e.Seq < bound && e.Number != null)
            .OrderByDescending(e => e.Seq).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        number.Reverse();
        return number.ConvertAll(row => reader.View(EventCodec.Decode(row)));
    }

    /// <summary>The messages just after a number, oldest first, at most <paramref name="limit"/>; erased ones included.</summary>
    public async ValueTask<IReadOnlyList<RoomEvent>> ReadMessagesAfterAsync(
        long after, int limit, Reader reader, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        await using var db = store.CreateDbContext();
        var rows = await db.Events.Where(e => e.RoomId == room.Value && e.Seq > after && e.Number != null)
            .OrderBy(e => e.Seq).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => reader.View(EventCodec.Decode(row)));
    }

    /// <summary>The last event of a type, or null; for what holds until the next one of its kind (topic, settings).</summary>
    public async Task<RoomEvent?> LastOfAsync(string type, CancellationToken cancellationToken)
    {
        var last = await LastOfAsync(type, 1, cancellationToken).ConfigureAwait(false);
        return last.Count == 0 ? null : last[0];
    }

    /// <summary>The last events of a type, newest first; not for messages and clips, which are read by their number.</summary>
    public async Task<IReadOnlyList<RoomEvent>> LastOfAsync(string type, int limit, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await db.Events.Where(e => e.RoomId == room.Value && e.Type == type && e.Type != "message" && e.Type != "audio")
            .OrderByDescending(e => e.Seq).Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(EventCodec.Decode);
    }

    /// <summary>The clips announced for the messages of a range of numbers, by message.</summary>
    public async Task<IReadOnlyDictionary<long, AudioReady>> ReadAudioAsync(
        long first, long last, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var rows = await db.Events
            .Where(e => e.RoomId == room.Value && e.OfSeq != null && e.OfSeq >= first && e.OfSeq <= last && e.Type == "audio")
            .OrderBy(e => e.OfSeq).Take(500).ToListAsync(cancellationToken).ConfigureAwait(false);
        var clips = new Dictionary<long, AudioReady>();
        foreach (var row in rows)
        {
            if (EventCodec.Decode(row).Body is AudioReady clip)
                clips[clip.Message] = clip;
        }

        return clips;
    }

    /// <summary>A speaker's last lines that are still in memory, oldest first.</summary>
    /// <param name="author">See <see cref="Author.Key"/>.</param>
    public IReadOnlyList<string> LastLinesOf(string author, int most)
    {
        var lines = new List<string>(most);
        lock (gate)
        {
            for (var i = tail.Count - 1; i >= 0 && lines.Count < most; i--)
            {
                if (tail[i].Message is { } message && message.Author.Key == author)
                    lines.Add(message.Text);
            }
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>
    /// Asks to be told that the log has grown. The notice carries nothing, comes on the writer's thread outside all locks
    /// and must return at once. Subscribe first, then read: what comes in between is then told twice rather than never.
    /// </summary>
    public IDisposable Subscribe(Action grown)
    {
        lock (gate)
            listeners = [.. listeners, grown];
        return new Subscription(this, grown);
    }

    private async Task<RoomEvent> ReadExistingAsync(long seq, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        var row = await db.Events.SingleAsync(e => e.RoomId == room.Value && e.Seq == seq, cancellationToken).ConfigureAwait(false);
        var existing = EventCodec.Decode(row);

        // A commit whose flush failed may have reached the disk all the same: then nobody here has heard of it yet.
        if (seq > Head)
            Committed(existing);
        return existing;
    }

    private void Committed(RoomEvent e)
    {
        Action[] told;
        lock (gate)
        {
            if (e.Seq <= head)
                return;
            if (e.Body is Retracted retracted)
                EraseInTail(retracted.Message);

            // The tail has no holes: what was recorded without being told of is read from the store.
            if (e.Seq > head + 1)
                tail.Clear();
            tail.Add(e);
            if (tail.Count > tailLength)
                tail.RemoveRange(0, TrimBatch);
            Interlocked.Exchange(ref head, e.Seq);
            if (e.Number is { } number)
                Interlocked.Exchange(ref messages, number);
            told = listeners;
        }

        Tell(told);
    }

    /// <summary>Every listener is told, whatever the others do; what they threw is for the writer to report.</summary>
    private static void Tell(Action[] listeners)
    {
        List<Exception>? faults = null;
        foreach (var listener in listeners)
        {
            try
            {
                listener();
            }
            catch (Exception fault)
            {
                (faults ??= []).Add(fault);
            }
        }

        if (faults is not null)
            throw new AggregateException("Told that a room has grown, a reader failed.", faults);
    }

    private void EraseInTail(long seq)
    {
        var at = tail.FindIndex(x => x.Seq == seq);
        if (at >= 0 && tail[at].Body is Message)
            tail[at] = tail[at] with { Body = new ErasedMessage() };
    }

    private List<RoomEvent>? TryReadTail(long after, int limit, Reader reader)
    {
        lock (gate)
        {
            if (after >= head)
                return [];
            if (tail.Count == 0 || tail[0].Seq > after + 1)
                return null;
            var from = (int)(after + 1 - tail[0].Seq);
            var count = Math.Min(limit, tail.Count - from);
            var events = new List<RoomEvent>(count);
            for (var i = from; i < from + count; i++)
                events.Add(reader.View(tail[i]));
            return events;
        }
    }

    private List<RoomEvent>? TryReadTailMessages(long? before, int limit, Reader reader)
    {
        lock (gate)
        {
            var found = new List<RoomEvent>(limit);
            for (var i = tail.Count - 1; i >= 0 && found.Count < limit; i--)
            {
                if (tail[i].Number is not null && (before is null || tail[i].Seq < before))
                    found.Add(reader.View(tail[i]));
            }

            // Memory answers only if it holds enough, or the whole log.
            if (found.Count < limit && (tail.Count == 0 ? head > 0 : tail[0].Seq > 1))
                return null;
            found.Reverse();
            return found;
        }
    }

    private void Unsubscribe(Action grown)
    {
        lock (gate)
        {
            var at = Array.IndexOf(listeners, grown);
            if (at >= 0)
                listeners = [.. listeners[..at], .. listeners[(at + 1)..]];
        }
    }

    private sealed class Subscription(RoomLog log, Action grown) : IDisposable
    {
        private Action? told = grown;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref told, null) is { } listener)
                log.Unsubscribe(listener);
        }
    }
}
