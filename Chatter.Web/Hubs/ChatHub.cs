using System.Runtime.CompilerServices;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Logs.Wire;
using Chatter.Core.Rooms;
using Chatter.Web.Endpoints;
using Microsoft.AspNetCore.SignalR;

namespace Chatter.Web.Hubs;

/// <summary>The rooms over SignalR: <c>/hubs/chat</c> (docs/api.md).</summary>
internal sealed class ChatHub(RoomDirectory rooms) : Hub
{
    /// <summary>Rooms one connection watches at once.</summary>
    private const int MostWatches = 8;

    private static readonly object Watches = new();

    /// <summary>Arrays of events and signals, the first one holding <c>connected</c> or <c>reset</c>; as on /stream.</summary>
    public async IAsyncEnumerable<WireArray> Watch(
        string room, long? after, string? epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after < 0)
            throw new HubException("bad_value: after is the number of the last event you have, 0 or more.");
        if (room is null || rooms.Find(room, Reader.Anonymous) is not { } found)
            throw new HubException("unknown_room: there is no such room.");

        using var watch = TakeWatch();
        using var seat = found.Presence.Enter();
        var viewer = new HubViewer(found.Feed);
        using var subscription = found.Feed.Subscribe(viewer.Hear, FeedPace.Swift);
        var greeting = await Greeting.ReadAsync(
            found.Feed, found.Card.Slug, found.Presence.Viewers, after, epoch, cancellationToken).ConfigureAwait(false);
        await foreach (var array in viewer.ReadAsync(greeting, cancellationToken).ConfigureAwait(false))
            yield return array;
    }

    /// <summary>The rooms there are.</summary>
    public IReadOnlyList<RoomSummary> Rooms() => [.. rooms.All(Reader.Anonymous).Select(RoomSummary.Of)];

    private Watched TakeWatch()
    {
        var count = Context.Items.TryGetValue(Watches, out var held) ? (StrongBox<int>)held! : new StrongBox<int>();
        Context.Items[Watches] = count;
        if (Interlocked.Increment(ref count.Value) <= MostWatches)
            return new Watched(count);
        Interlocked.Decrement(ref count.Value);
        throw new HubException($"too_many_requests: a connection watches at most {MostWatches} rooms.");
    }

    private sealed class Watched(StrongBox<int> count) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref count.Value);
    }
}
