using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Web.Components.Rooms;

/// <summary>
/// What a search found, newest first, however much it is: only where each page begins is remembered, and the last few
/// pages; those scrolled back to are read again.
/// </summary>
public sealed class SearchPages(Search search, RoomLog log, SearchQuery query)
{
    private const int Page = 50;
    private const int PagesHeld = 4;

    private readonly List<long?> begins = [null];
    private readonly LinkedList<(int Page, IReadOnlyList<Found> Items)> held = [];

    /// <summary>How many are known of so far; more may follow.</summary>
    public int Known { get; private set; }

    /// <summary>Whether <see cref="Known"/> is all there is.</summary>
    public bool IsWhole { get; private set; }

    public async Task<IReadOnlyList<Found>> ReadAsync(int start, int count, CancellationToken cancellationToken)
    {
        var items = new List<Found>(count);
        for (var page = start / Page; items.Count < count && page < begins.Count; page++)
        {
            var read = await ReadPageAsync(page, cancellationToken);
            items.AddRange(read.Skip(Math.Max(0, start - (page * Page))).Take(count - items.Count));
        }

        return items;
    }

    private async Task<IReadOnlyList<Found>> ReadPageAsync(int page, CancellationToken cancellationToken)
    {
        foreach (var known in held)
        {
            if (known.Page == page)
                return known.Items;
        }

        var read = await search.FindAsync(log, query, begins[page], Page, Reader.Anonymous, cancellationToken);
        Known = Math.Max(Known, (page * Page) + read.Items.Count);
        if (page == begins.Count - 1)
        {
            if (read.Before is null)
                IsWhole = true;
            else
                begins.Add(read.Before);
        }

        held.AddFirst((page, read.Items));
        if (held.Count > PagesHeld)
            held.RemoveLast();
        return read.Items;
    }
}
