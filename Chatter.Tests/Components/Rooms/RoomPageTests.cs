using Bunit;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;
using Chatter.Web.Components;
using Chatter.Web.Components.Rooms;
using Microsoft.AspNetCore.Components;

namespace Chatter.Tests.Components.Rooms;

public sealed class RoomPageTests
{
    [Fact]
    public async Task A_line_that_is_said_appears_and_who_was_writing_no_longer_is()
    {
        await using var screen = new RoomScreen();
        var page = Render(screen);

        screen.Room.Feed.Signal(new Typing(Lines.By("ada", "").Author, TimeSpan.FromSeconds(9)));
        page.WaitForAssertion(() => Assert.Equal("Ada", page.Find(".status-typing .by").TextContent), TimeSpan.FromSeconds(10));
        await screen.Chatter.SayAsync("Here it is.");

        page.WaitForAssertion(() => Assert.Equal("Here it is.", page.Find(".said").TextContent), TimeSpan.FromSeconds(10));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".status-typing")), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_viewer_is_a_visible_tab_whose_browser_is_connected()
    {
        await using var screen = new RoomScreen();
        var page = Render(screen);
        var drawn = screen.Room.Presence.Viewers;

        await page.InvokeAsync(() => page.Instance.SetVisible(true));
        var visible = screen.Room.Presence.Viewers;
        await screen.Pulse.OnConnectionDownAsync(null!, CancellationToken.None);
        page.WaitForState(() => screen.Room.Presence.Viewers == 0, TimeSpan.FromSeconds(10));
        await screen.Pulse.OnConnectionUpAsync(null!, CancellationToken.None);
        page.WaitForState(() => screen.Room.Presence.Viewers == 1, TimeSpan.FromSeconds(10));
        await page.InvokeAsync(() => page.Instance.SetVisible(false));

        Assert.Equal((0, 1, 0), (drawn, visible, screen.Room.Presence.Viewers));
    }

    [Fact]
    public async Task Nothing_is_drawn_for_a_browser_that_is_away_and_all_of_it_when_it_is_back()
    {
        await using var screen = new RoomScreen();
        var page = Render(screen);
        await screen.Pulse.OnConnectionDownAsync(null!, CancellationToken.None);
        await Eventually.Is(() => screen.Pulse.IsDown, "the browser is away");
        var drawn = page.FindComponent<LiveTail>().RenderCount;

        await screen.SayManyAsync(3);
        var away = page.FindComponent<LiveTail>().RenderCount;
        await screen.Pulse.OnConnectionUpAsync(null!, CancellationToken.None);

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".msg").Count), TimeSpan.FromSeconds(10));
        Assert.Equal(drawn, away);
    }

    [Fact]
    public async Task A_page_that_is_left_hears_no_more()
    {
        await using var screen = new RoomScreen();
        var before = screen.Room.Feed.Listeners;
        var page = Render(screen);
        var during = screen.Room.Feed.Listeners;
        await page.InvokeAsync(() => page.Instance.SetVisible(true));

        await screen.Page.DisposeComponentsAsync();

        Assert.Equal((0, 1, 0), (before, during, screen.Room.Feed.Listeners));
        Assert.Equal(0, screen.Room.Presence.Viewers);
    }

    [Fact]
    public async Task An_unknown_room_is_said_to_be_unknown()
    {
        await using var screen = new RoomScreen();

        var page = Render(screen, "nowhere");

        Assert.Equal("There is no room “nowhere”", page.Find("h1").TextContent);
        Assert.Empty(page.FindAll(".tail"));
    }

    [Fact]
    public async Task A_room_that_cannot_record_says_why()
    {
        await using var screen = new RoomScreen();
        var page = Render(screen);

        screen.Room.Enter(RoomPhase.Paused, "The disk is full.");

        page.WaitForAssertion(() => Assert.Contains("The disk is full.", page.Find(".status-paused").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Performance_mode_shows_ten_rows_and_no_player()
    {
        await using var screen = new RoomScreen();
        await screen.SayManyAsync(30);
        var page = Render(screen);

        await page.Find(".room-head [aria-pressed]").ClickAsync();

        Assert.Equal(10, page.FindAll(".msg").Count);
        Assert.True(page.Find(".dock").HasAttribute("hidden"));
        Assert.Equal("true", page.Find(".room-head [aria-pressed]").GetAttribute("aria-pressed"));
    }

    private static IRenderedComponent<RoomPage> Render(RoomScreen screen, string slug = "philosophy") => screen.Page.Render<RoomPage>(p => p
        .Add(r => r.Slug, slug).AddCascadingValue(new Preferences(Light: false, Performance: false)));
}
