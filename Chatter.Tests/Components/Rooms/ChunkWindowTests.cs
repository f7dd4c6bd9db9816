using Chatter.Web.Components.Rooms;

namespace Chatter.Tests.Components.Rooms;

public sealed class ChunkWindowTests
{
    [Fact]
    public void At_the_end_the_newest_rows_stay_and_the_oldest_go()
    {
        var window = new ChunkWindow();
        window.ShowNewest(Live(1, 20), 20);

        var changed = window.Follow(Live(1, 23), sticks: true, keep: 20);

        Assert.True(changed);
        Assert.Equal((4, 23), (window.First, window.Last));
        Assert.Equal(20, window.Rows);
    }

    [Fact]
    public void Old_chunks_are_the_same_objects_when_a_new_one_comes()
    {
        var window = new ChunkWindow();
        var view = Live(1, 3);
        window.ShowNewest(view, 20);

        window.Follow(view with { Chunks = [.. view.Chunks, Of(4, 4)], Cursor = 4 }, sticks: true, keep: 20);

        Assert.Same(view.Chunks[0], window.Chunks[0]);
        Assert.Same(view.Chunks[2], window.Chunks[2]);
        Assert.Equal(4, window.Chunks.Count);
    }

    [Fact]
    public void Who_reads_further_up_keeps_what_they_have_until_the_window_is_full()
    {
        var window = new ChunkWindow();
        window.ShowNewest(Live(100, 199), 100);
        window.AddAbove(Of(60, 99));

        window.Follow(Live(105, 209), sticks: false, keep: 20);
        var grew = (window.First, window.Last, window.AtHead);
        window.Follow(Live(110, 230), sticks: false, keep: 20);

        Assert.Equal((60, 209, true), grew);
        Assert.Equal((60, 209, false), (window.First, window.Last, window.AtHead));
    }

    [Fact]
    public void A_page_above_lets_go_below_and_leaves_the_end()
    {
        var window = new ChunkWindow();
        window.ShowNewest(Live(301, 400), 100);

        window.AddAbove(Of(251, 300));
        window.AddAbove(Of(201, 250));

        Assert.Equal((201, 350), (window.First, window.Last));
        Assert.True(window.Rows <= ChunkWindow.MostRows);
        Assert.False(window.AtHead);
    }

    [Fact]
    public void A_page_below_lets_go_above()
    {
        var window = new ChunkWindow();
        window.Show([Of(1, 50), Of(51, 100), Of(101, 150)], atHead: false);

        window.AddBelow([Of(151, 200)], atHead: false);

        Assert.Equal((51, 200), (window.First, window.Last));
        Assert.Equal(150, window.Rows);
    }

    [Fact]
    public void A_room_that_ran_ahead_is_shown_from_its_end_to_those_at_the_end()
    {
        var window = new ChunkWindow();
        window.ShowNewest(Live(1, 20), 20);

        window.Follow(Live(401, 500), sticks: true, keep: 20);

        Assert.Equal((481, 500, true), (window.First, window.Last, window.AtHead));
    }

    [Fact]
    public void A_room_that_ran_ahead_leaves_those_who_missed_it_where_they_were()
    {
        var window = new ChunkWindow();
        window.ShowNewest(Live(1, 20), 20);

        window.Follow(Live(401, 500), sticks: false, keep: 20);

        Assert.Equal((1, 20, false), (window.First, window.Last, window.AtHead));
    }

    [Fact]
    public void A_changed_chunk_takes_the_place_of_the_old_one_and_of_no_other()
    {
        var window = new ChunkWindow();
        var view = Live(1, 5);
        window.ShowNewest(view, 20);
        var rewritten = Of(3, 3) with { Html = "anew" };

        var changed = window.Follow(view with { Chunks = [view.Chunks[0], view.Chunks[1], rewritten, view.Chunks[3], view.Chunks[4]] }, true, 20);

        Assert.True(changed);
        Assert.Same(rewritten, window.Chunks[2]);
        Assert.Same(view.Chunks[3], window.Chunks[3]);
    }

    private static LiveView Live(long first, long last) =>
        new([.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(n => Of(n, n))], last, [], 0);

    private static Chunk Of(long first, long last) => new(first, last, first, last, $"<p>{first}-{last}</p>", []);
}
