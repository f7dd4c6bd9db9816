using Chatter.Tests.Fakes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Chatter.Tests.Browser;

[Collection(InABrowser.Name)]
public sealed class LookTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData("", "dark")]
    [InlineData("", "light")]
    [InlineData("rooms/philosophy", "dark")]
    [InlineData("rooms/philosophy", "light")]
    [InlineData("rooms/nowhere", "dark")]
    public async Task Nobody_is_kept_out_by_how_a_page_is_made(string path, string theme)
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 30);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter, theme: theme);
        await visitor.GoAsync(path);
        if (path == "rooms/philosophy")
        {
            await visitor.Page.Keyboard.PressAsync("/");
            await visitor.Page.Locator("[data-query]").FillAsync("line");
            await visitor.Page.Locator(".hit mark").First.WaitForAsync();
        }

        var found = await visitor.Page.RunAxe();

        Assert.Empty(found.Violations.Where(v => v.Impact is "serious" or "critical").Select(Told));
    }

    [BrowserFact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen_and_buttons_fit_a_thumb()
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 30);
        await chatter.SayAsync(new string('x', 400));
        await using var visitor = await Visitor.OnAPhoneAsync(chromium, chatter);

        foreach (var path in (string[])["", "rooms/philosophy", "rooms/nowhere"])
        {
            await visitor.GoAsync(path);
            Assert.True(await visitor.AskAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth"), path);
        }

        await visitor.GoAsync("rooms/philosophy");
        var small = await visitor.AskAsync<string[]>(
            "[...document.querySelectorAll('.room-head button, .room-head a, .dock button')].filter(b => b.offsetParent).filter(b => b.offsetWidth < 40 || b.offsetHeight < 40).map(b => b.outerHTML)");
        Assert.Empty(small);
        await visitor.Page.ClickAsync(".viewers");
        await visitor.Page.GetByText("Performance mode").Last.ClickAsync();
        await visitor.UntilAsync("() => document.documentElement.dataset.view === 'performance'");
    }

    [BrowserFact]
    public async Task The_theme_changes_at_once_and_is_still_there_after_a_reload()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("");

        await visitor.Page.Locator("[data-theme-toggle]:visible").First.ClickAsync();
        await visitor.UntilAsync("() => document.documentElement.dataset.theme === 'light'");
        await visitor.Page.ReloadAsync();

        Assert.Equal("light", await visitor.Page.GetAttributeAsync("html", "data-theme"));
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task The_rooms_show_what_is_being_said_now()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("");

        await chatter.SayAsync("Said while you look at the door.");

        await visitor.Page.GetByText("Said while you look at the door.").WaitForAsync();
        await visitor.Page.ClickAsync(".tile >> nth=1");
        await visitor.SeeAsync("Said while you look at the door.");
        Assert.Empty(visitor.Complaints);
    }

    private static string Told(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help} at {string.Join(" | ", violation.Nodes.Take(3).Select(n => n.Html))}";
}
