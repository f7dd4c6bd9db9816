namespace Chatter.Web.Components.Rooms;

/// <summary>
/// The chunks in one viewer's document: a stretch of the room without holes, at most <see cref="MostRows"/> long. At the
/// head it grows with the room; anywhere else it grows by pages, and lets go at its other end.
/// </summary>
public sealed class ChunkWindow
{
    public const int MostRows = 150;

    private readonly List<Chunk> chunks = [];

    public IReadOnlyList<Chunk> Chunks => chunks;

    public int Rows => chunks.Sum(c => c.Rows);

    /// <summary>The <c>seq</c> of the first message shown; 0 if there is none.</summary>
    public long First => chunks.Count == 0 ? 0 : chunks[0].First;

    public long Last => chunks.Count == 0 ? 0 : chunks[^1].Last;

    public long LastNumber => chunks.Count == 0 ? 0 : chunks[^1].LastNumber;

    /// <summary>Whether the room's first message is shown, or there is none yet.</summary>
    public bool AtStart => chunks.Count == 0 || chunks[0].FirstNumber <= 1;

    /// <summary>Whether the window ends where the room ends and goes with it.</summary>
    public bool AtHead { get; private set; } = true;

    /// <summary>Shows the end of the room.</summary>
    public void ShowNewest(LiveView view, int rows) => Show(view.Newest(rows), atHead: true);

    public void Show(IEnumerable<Chunk> stretch, bool atHead)
    {
        chunks.Clear();
        chunks.AddRange(stretch);
        AtHead = atHead;
    }

    /// <summary>
    /// Goes with the room if the window is at its head. Someone who reads at the bottom (<paramref name="sticks"/>) keeps
    /// the newest rows; someone who reads further up keeps what they have, and the window lets go of the head when it is full.
    /// True if the document changes.
    /// </summary>
    public bool Follow(LiveView view, bool sticks, int keep)
    {
        var changed = Replace(view);
        if (!AtHead)
            return changed;
        var fresh = view.Chunks.SkipWhile(c => c.First <= Last).ToList();
        if (fresh.Count == 0)
            return changed;
        if (fresh[0].FirstNumber != LastNumber + 1 && chunks.Count > 0)
            return Jump(view, sticks, keep) || changed;
        if (!sticks && Rows + fresh.Sum(c => c.Rows) > MostRows)
        {
            AtHead = false;
            return true;
        }

        chunks.AddRange(fresh);
        if (sticks)
            LetGoAbove(keep);
        return true;
    }

    /// <summary>Adds a page of earlier messages; what is too much goes at the other end.</summary>
    public void AddAbove(Chunk page)
    {
        chunks.Insert(0, page);
        var rows = Rows;
        while (chunks.Count > 1 && rows > MostRows)
        {
            rows -= chunks[^1].Rows;
            chunks.RemoveAt(chunks.Count - 1);
            AtHead = false;
        }
    }

    /// <summary>Adds what comes after; what is too much goes above.</summary>
    public void AddBelow(IReadOnlyList<Chunk> next, bool atHead)
    {
        chunks.AddRange(next);
        AtHead = atHead;
        LetGoAbove(MostRows, atMost: true);
    }

    /// <summary>Keeps only the newest rows.</summary>
    public bool LetGoAbove(int keep, bool atMost = false)
    {
        var rows = Rows;
        var gone = 0;
        while (gone < chunks.Count - 1 && (atMost ? rows > keep : rows - chunks[gone].Rows >= keep))
            rows -= chunks[gone++].Rows;
        chunks.RemoveRange(0, gone);
        return gone > 0;
    }

    /// <summary>Puts a chunk in the place of the one with the same messages.</summary>
    public bool Replace(Chunk chunk)
    {
        var at = chunks.FindIndex(c => c.First == chunk.First && c.Last == chunk.Last);
        if (at < 0 || ReferenceEquals(chunks[at], chunk))
            return false;
        chunks[at] = chunk;
        return true;
    }

    private bool Replace(LiveView view)
    {
        var changed = false;
        if (chunks.Count == 0 || view.Chunks.Count == 0 || Last < view.Chunks[0].First)
            return false;
        foreach (var chunk in view.Chunks)
            changed |= Replace(chunk);
        return changed;
    }

    /// <summary>The room has run ahead of what is shared.</summary>
    private bool Jump(LiveView view, bool sticks, int keep)
    {
        if (sticks)
            ShowNewest(view, keep);
        else
            AtHead = false;
        return true;
    }
}
