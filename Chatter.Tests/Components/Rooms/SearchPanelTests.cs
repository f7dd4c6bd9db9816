using Bunit;
using Chatter.Core.Archive;
using Chatter.Tests.Fakes;
using Chatter.Web.Components.Rooms;

namespace Chatter.Tests.Components.Rooms;

public sealed class SearchPanelTests
{
    [Fact]
    public async Task What_is_found_is_marked_newest_first()
    {
        await using var screen = new RoomScreen();
        await screen.Chatter.SayAsync("An owl at noon.");
        await screen.Chatter.SayAsync("Nothing here.");
        await screen.Chatter.SayAsync("Two <b>owls</b> at night.");
        var panel = Render(screen);

        await panel.InvokeAsync(() => panel.Instance.Find("owl"));

        panel.WaitForAssertion(() => Assert.Equal(["owls", "owl"], panel.FindAll("mark").Select(m => m.TextContent)));
        Assert.Equal("2 messages", panel.Find(".search-count").TextContent);
        Assert.Contains("Two <b>owls</b> at night.", panel.FindAll(".hit-text")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("/rooms/philosophy?m=3", panel.FindAll(".hit")[0].GetAttribute("href"));
    }

    [Fact]
    public async Task When_nothing_is_found_it_says_what_was_looked_for()
    {
        await using var screen = new RoomScreen();
        var panel = Render(screen);

        await panel.InvokeAsync(() => panel.Instance.Find("zebra <i>"));

        Assert.Equal("Nobody has said “zebra <i>” here.", panel.Find(".search-count").TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\" * ( ) ^ :")]
    [InlineData("AND OR NOT NEAR(")]
    public async Task No_question_breaks_it(string typed)
    {
        await using var screen = new RoomScreen();
        await screen.Chatter.SayAsync("Something.");
        var panel = Render(screen);

        await panel.InvokeAsync(() => panel.Instance.Find(typed));

        Assert.DoesNotContain("not answering", panel.Find(".search-count").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_much_is_found_all_of_it_can_be_read_and_little_is_held()
    {
        await using var room = await ARoom.OpenAsync();
        await room.SayManyAsync(230);
        using var search = new Search(room.Store.Reader);
        var pages = new SearchPages(search, room.Room.Log, SearchQuery.Read("line"));

        var seen = new List<long>();
        while (!pages.IsWhole || seen.Count < pages.Known)
            seen.AddRange((await pages.ReadAsync(seen.Count, 30, CancellationToken.None)).Select(f => f.Message.Seq));
        var again = await pages.ReadAsync(100, 5, CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 230).Select(n => (long)n).Reverse(), seen);
        Assert.Equal([130, 129, 128, 127, 126], again.Select(f => f.Message.Seq));
    }

    private static IRenderedComponent<SearchPanel> Render(RoomScreen screen) =>
        screen.Page.Render<SearchPanel>(p => p.Add(s => s.Room, screen.Room));
}
