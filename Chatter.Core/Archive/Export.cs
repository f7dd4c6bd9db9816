using System.Runtime.CompilerServices;
using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Core.Archive;

/// <summary>Hands out a room's whole log, from its first event to the one that was last when it was asked for.</summary>
public static class Export
{
    /// <summary>Events read at once: little memory, and no reading so long that the store's journal grows meanwhile.</summary>
    private const int Page = 500;

    /// <summary>Every number once, in order, as the reader may see it.</summary>
    public static async IAsyncEnumerable<RoomEvent> ReadAsync(
        RoomLog room, Reader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, end) = (0L, room.Head);
        while (at < end)
        {
            var events = await room.ReadAfterAsync(at, (int)Math.Min(Page, end - at), reader, cancellationToken).ConfigureAwait(false);
            if (events.Count == 0)
                yield break;
            foreach (var e in events)
                yield return e;
            at = events[^1].Seq;
        }
    }
}
