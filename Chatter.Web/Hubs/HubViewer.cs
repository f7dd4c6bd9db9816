using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Chatter.Core.Logs;
using Chatter.Core.Logs.Wire;

namespace Chatter.Web.Hubs;

/// <summary>One reader of a room over the hub: it is asked for the next array only when the client has taken the last one.</summary>
internal sealed class HubViewer
{
    /// <summary>Events in an array for a reader who is behind: small enough that a slow one holds little.</summary>
    private const int CatchUp = 100;

    private readonly RoomFeed feed;
    private readonly Channel<RoomBatch> latest;
    private long cursor;
    private bool signalsMissed;

    public HubViewer(RoomFeed feed)
    {
        this.feed = feed;

        // What is dropped is read again from the cursor on; of signals the latest are sent then.
        latest = Channel.CreateBounded<RoomBatch>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest },
            dropped => signalsMissed |= dropped.Signals.Count > 0);
    }

    /// <summary>Takes a batch on the room's pump.</summary>
    public void Hear(RoomBatch batch) => latest.Writer.TryWrite(batch);

    /// <summary>The arrays the client gets, the greeting first. Subscribe <see cref="Hear"/> before.</summary>
    public async IAsyncEnumerable<WireArray> ReadAsync(Greeting greeting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return First(greeting);
        cursor = greeting.Cursor;
        while (true)
        {
            while (cursor < feed.Told)
            {
                var limit = (int)Math.Min(feed.Told - cursor, CatchUp);
                var events = await feed.ReadAsync(cursor, limit, cancellationToken).ConfigureAwait(false);
                cursor = events[^1].Seq;
                yield return new WireArray(JsonArray.Of(events, []));
            }

            var batch = await latest.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (batch.Wire.Count > 0 && batch.First == cursor + 1)
            {
                cursor = batch.Last;
                yield return new WireArray(batch.AsArray());
            }
            else if (batch.Signals.Count > 0)
            {
                yield return new WireArray(JsonArray.Of([], batch.Signals));
            }

            if (signalsMissed)
            {
                signalsMissed = false;
                yield return new WireArray(JsonArray.Of([], [.. Signals()]));
            }
        }
    }

    private IEnumerable<Core.Domain.RoomSignal> Signals()
    {
        if (feed.LatestPhase is { } phase)
            yield return phase;
        if (feed.LatestStats is { } stats)
            yield return stats;
    }

    private static WireArray First(Greeting greeting)
    {
        var (before, events, after) = greeting.ConnectedJson();
        byte[] connected = [.. before, .. JsonArray.Of(events, []).AsSpan()[1..^1], .. after];
        return new WireArray(greeting.Reset is null ? JsonArray.Of(connected) : JsonArray.Of(greeting.ResetJson(), connected));
    }
}
