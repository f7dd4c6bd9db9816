using System.Collections.Concurrent;
using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Microsoft.Extensions.Localization;

namespace Chatter.Web.Components.Rooms;

/// <summary>The chunks of every room: the live ones shared by all, and pages of the history on request.</summary>
public sealed class RoomChunks(IStringLocalizer<Words> words)
{
    // One a room, and rooms are never closed.
    private readonly ConcurrentDictionary<RoomId, RoomMarkup> open = [];

    public RoomMarkup Of(Room room) => open.GetOrAdd(room.Log.Room, _ => new RoomMarkup(room, words));
}

/// <summary>One room's chunks.</summary>
public sealed class RoomMarkup
{
    /// <summary>Rows of a page of the history.</summary>
    public const int Page = 50;

    private readonly RowReader reader;
    private readonly ChunkWriter writer;
    private readonly LiveChunks live;

    public RoomMarkup(Room room, IStringLocalizer<Words> words)
    {
        reader = new RowReader(room.Log);
        writer = new ChunkWriter(room, words);
        live = new LiveChunks(room.Log, reader, writer);
    }

    public ValueTask<LiveView> ReadLiveAsync(CancellationToken cancellationToken) => live.ReadAsync(cancellationToken);

    /// <summary>The page just before a number; null if nothing is there.</summary>
    public async Task<Chunk?> ReadBeforeAsync(long before, int rows, CancellationToken cancellationToken) =>
        Written(await reader.ReadBeforeAsync(before, rows, cancellationToken));

    /// <summary>The page just after a number and before another; null if nothing is there.</summary>
    public async Task<Chunk?> ReadBetweenAsync(long after, long before, int rows, CancellationToken cancellationToken) =>
        Written(await reader.ReadAfterAsync(after, before - 1, rows, cancellationToken));

    /// <summary>The same messages as they are now.</summary>
    public Task<Chunk?> ReadAgainAsync(Chunk chunk, CancellationToken cancellationToken) =>
        ReadBetweenAsync(chunk.First - 1, chunk.Last + 1, chunk.Rows, cancellationToken);

    private Chunk? Written(IReadOnlyList<Row> rows) => rows.Count == 0 ? null : writer.Write(rows);
}
