using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Web.Components.Rooms;

/// <summary>
/// The newest messages of one room as chunks, written once for all circuits. It follows the log when asked: what came
/// since the last time becomes one chunk, and the chunks whose messages changed are written again.
/// </summary>
public sealed class LiveChunks(RoomLog log, RowReader reader, ChunkWriter writer) : IDisposable
{
    /// <summary>Rows held; older ones are read from the log by whoever scrolls there.</summary>
    public const int MostRows = 100;

    /// <summary>Events read at once; a room that is further ahead is read afresh from its end.</summary>
    private const int Page = 500;

    private const int MostChanges = 64;

    private readonly SemaphoreSlim gate = new(1);
    private readonly List<(Chunk Chunk, List<Row> Rows)> held = [];
    private readonly Queue<(long By, long Message)> changes = [];
    private LiveView? view;
    private long changesFrom;

    /// <summary>The room's end as it is now.</summary>
    public async ValueTask<LiveView> ReadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref view) is { } known && known.Cursor >= log.Head)
            return known;
        await gate.WaitAsync(cancellationToken);
        try
        {
            var current = view;
            if (current is null || log.Head - current.Cursor > Page)
                current = await OpenAsync(cancellationToken);
            while (current.Cursor < log.Head)
                current = await AdvanceAsync(current.Cursor, cancellationToken);
            Volatile.Write(ref view, current);
            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>Reads the end of the log, a chunk a message, so that any number of rows can be shown of it.</summary>
    private async Task<LiveView> OpenAsync(CancellationToken cancellationToken)
    {
        var head = log.Head;
        var rows = await reader.ReadBeforeAsync(head + 1, MostRows, cancellationToken);
        held.Clear();
        changes.Clear();
        changesFrom = head;
        foreach (var row in rows)
            held.Add((writer.Write([row]), [row]));
        return View(head);
    }

    private async Task<LiveView> AdvanceAsync(long cursor, CancellationToken cancellationToken)
    {
        var events = await log.ReadAfterAsync(cursor, Page, Reader.Anonymous, cancellationToken);
        var fresh = new List<Row>();
        foreach (var e in events)
        {
            if (e.Number is not null)
                fresh.Add(await RowAsync(e, fresh, cancellationToken));
            else if (e.Body is AudioReady or Retracted)
                Change(e, fresh);
        }

        if (fresh.Count > 0)
            held.Add((writer.Write(fresh), fresh));
        Trim();
        return View(events.Count == 0 ? cursor : events[^1].Seq);
    }

    private async Task<Row> RowAsync(RoomEvent e, List<Row> fresh, CancellationToken cancellationToken)
    {
        var above = fresh.Count > 0 ? fresh[^1].Event : held.Count > 0 ? held[^1].Rows[^1].Event : null;
        var quote = e.Message?.ReplyTo is null
            ? null
            : await reader.QuoteAsync(e, above, [.. held.SelectMany(h => h.Rows), .. fresh], cancellationToken);
        return new Row(e, Row.Follows(e, above), quote, null);
    }

    /// <summary>Takes a change to an older message into the rows, and writes the chunks anew in which it shows.</summary>
    private void Change(RoomEvent e, List<Row> fresh)
    {
        var of = e.Body.Of!.Value;
        Apply(e.Body, fresh);
        for (var i = 0; i < held.Count; i++)
        {
            var (chunk, rows) = held[i];
            if (!chunk.Concerns(of) && !rows.Exists(r => r.Answers?.Seq == of))
                continue;
            Apply(e.Body, rows);
            held[i] = (writer.Write(rows), rows);
        }

        changes.Enqueue((e.Seq, of));
        if (changes.Count > MostChanges)
            changesFrom = changes.Dequeue().By;
    }

    private static void Apply(EventBody change, List<Row> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            rows[i] = change switch
            {
                AudioReady clip when row.Event.Seq == clip.Message && row.Event.Message is not null => row with { Clip = clip },
                Retracted gone when row.Event.Seq == gone.Message =>
                    row with { Event = row.Event with { Body = new ErasedMessage() }, Clip = null },
                Retracted gone when row.Answers?.Seq == gone.Message => row with { Answers = new Quote(gone.Message, null) },
                _ => row,
            };
        }
    }

    private void Trim()
    {
        var rows = held.Sum(h => h.Chunk.Rows);
        var gone = 0;
        while (gone < held.Count - 1 && rows - held[gone].Chunk.Rows >= MostRows)
            rows -= held[gone++].Chunk.Rows;
        held.RemoveRange(0, gone);
    }

    private LiveView View(long cursor) => new([.. held.Select(h => h.Chunk)], cursor, [.. changes], changesFrom);
}
