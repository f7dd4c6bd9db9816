namespace Chatter.Web.Components.Rooms;

/// <summary>The newest chunks of a room at one moment; the same object for everybody.</summary>
/// <param name="Chunks">Oldest first, joined without holes.</param>
/// <param name="Cursor">The number of the last event that is in here.</param>
/// <param name="Changes">The last changes to older messages: the event that brought each, and the message it is about.</param>
/// <param name="ChangesFrom">Changes brought by events after this number are all in <paramref name="Changes"/>.</param>
public sealed record LiveView(IReadOnlyList<Chunk> Chunks, long Cursor, IReadOnlyList<(long By, long Message)> Changes, long ChangesFrom)
{
    public static readonly LiveView Nothing = new([], 0, [], 0);

    /// <summary>The newest chunks that hold at least this many rows.</summary>
    public IEnumerable<Chunk> Newest(int rows)
    {
        var from = Chunks.Count;
        for (var held = 0; from > 0 && held < rows; held += Chunks[from].Rows)
            from--;
        return Chunks.Skip(from);
    }
}
