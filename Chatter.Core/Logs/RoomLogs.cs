using System.Collections.Concurrent;
using Chatter.Core.Domain;
using Chatter.Core.Storage;

namespace Chatter.Core.Logs;

/// <summary>The logs of all rooms, each opened once; a room's number is given at its first opening and kept for ever.</summary>
public sealed class RoomLogs(StoreOpening opening, StoreWriter writer, StoreReader store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, RoomLog> open = [];

    /// <summary>Opens the log of the room with this key, giving it a number if it has none yet.</summary>
    public async Task<RoomLog> OpenAsync(string key, string slug, CancellationToken cancellationToken)
    {
        var id = await writer.WriteAsync(
            db =>
            {
                var row = db.Rooms.SingleOrDefault(r => r.Key == key);
                if (row is null)
                    db.Rooms.Add(row = new RoomRow { Key = key, Slug = slug });
                row.Slug = slug;
                db.SaveChanges();
                return row.Id;
            },
            cancellationToken).ConfigureAwait(false);

        if (open.TryGetValue(id, out var known))
            return known;
        var log = new RoomLog(new RoomId(id), opening.Epoch, writer, store, clock);
        await log.OpenAsync(cancellationToken).ConfigureAwait(false);
        return open.GetOrAdd(id, log);
    }
}
