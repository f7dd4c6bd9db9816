using Chatter.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Logs;

/// <summary>How far a reader that must survive a restart has come in one room's log.</summary>
/// <param name="reader">The reader's name, such as <c>speech</c>.</param>
public sealed class LogCursor(string reader, RoomLog log, StoreWriter writer, StoreReader store)
{
    private long seq;
    private long kept;

    /// <summary>The number of the last event dealt with.</summary>
    public long Seq => Interlocked.Read(ref seq);

    /// <summary>How many events would be read again after a crash now.</summary>
    public long Unkept => Seq - Interlocked.Read(ref kept);

    /// <summary>Takes up where the last run stopped; a new reader, or one of another history, begins at the head.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var head = log.Head;
        await using (var db = store.CreateDbContext())
        {
            var row = await db.Cursors.FirstOrDefaultAsync(
                c => c.Reader == reader && c.RoomId == log.Room.Value, cancellationToken).ConfigureAwait(false);
            if (row is not null && row.Epoch == log.Epoch && row.Seq <= head)
            {
                seq = kept = row.Seq;
                return;
            }
        }

        (seq, kept) = (head, -1);
        await KeepAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes in memory that an event has been dealt with.</summary>
    public void MoveTo(long dealtWith) => Interlocked.Exchange(ref seq, dealtWith);

    /// <summary>Records how far the reader has come, if that is news.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was recorded; the events since are read again after a restart.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var now = Seq;
        if (now == Interlocked.Read(ref kept))
            return;
        await writer.WriteAsync(
            db =>
            {
                var row = db.Cursors.Find(reader, log.Room.Value);
                if (row is null)
                    db.Cursors.Add(row = new CursorRow { Reader = reader, RoomId = log.Room.Value, Epoch = log.Epoch });
                row.Epoch = log.Epoch;
                row.Seq = now;
                db.SaveChanges();
            },
            cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref kept, now);
    }
}
