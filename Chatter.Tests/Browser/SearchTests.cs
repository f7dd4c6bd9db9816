using Chatter.Tests.Fakes;

namespace Chatter.Tests.Browser;

[Collection(InABrowser.Name)]
public sealed class SearchTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_search_finds_what_was_said_long_ago_marks_it_and_leads_there()
    {
        await using var chatter = new TestChatter().Started();
        await chatter.SayAsync("The very first thing was about porcupines.");
        await RoomTests.SayManyAsync(chatter, 250);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");

        await visitor.Page.Keyboard.PressAsync("/");
        await visitor.Page.Locator("[data-query]").FillAsync("porcupine");
        var hit = visitor.Page.Locator(".hit mark");
        await hit.WaitForAsync();
        var marked = await hit.TextContentAsync();
        await hit.ClickAsync();

        await visitor.UntilAsync("() => document.querySelector('#m1.hit-row') !== null && document.querySelector('#m12') !== null");
        Assert.StartsWith("porcupine", marked, StringComparison.Ordinal);
        Assert.EndsWith("?m=1", visitor.Page.Url, StringComparison.Ordinal);
        Assert.True(await visitor.AskAsync<int>("document.querySelectorAll('.rows .msg').length") <= 150);
    }

    [BrowserFact]
    public async Task A_shared_link_opens_at_its_message_among_its_neighbours()
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 250);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);

        await visitor.GoAsync("rooms/philosophy?m=90");

        await visitor.UntilAsync("() => { const r = document.querySelector('#m90.hit-row')?.getBoundingClientRect(); return r && r.top > 60 && r.bottom < innerHeight; }");
        Assert.True(await visitor.Page.Locator("#m80").IsVisibleAsync());
        await visitor.Page.ClickAsync("[data-latest]");
        await visitor.SeeAsync("Line 250.");
        await visitor.UntilAsync(RoomTests.AtEnd);
    }

    [BrowserFact]
    public async Task All_that_is_found_can_be_scrolled_to()
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 180);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");

        await visitor.Page.Keyboard.PressAsync("/");
        await visitor.Page.Locator("[data-query]").FillAsync("line");
        await visitor.Page.Locator(".hit[href]").First.WaitForAsync();
        for (var i = 0; i < 80 && !await visitor.Page.Locator("[data-hit='1']").IsVisibleAsync(); i++)
        {
            await visitor.Page.EvaluateAsync("() => { const r = document.querySelector('[data-results]'); r.scrollTop = r.scrollHeight; }");
            await visitor.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        await visitor.Page.Locator("[data-hit='1']").WaitForAsync();
        Assert.Equal("180 messages", (await visitor.Page.TextContentAsync(".search-count"))?.Trim());
        Assert.True(await visitor.Page.Locator(".hit").CountAsync() < 60);
    }

    [BrowserFact]
    public async Task Keys_open_and_close_the_search_and_lead_to_the_end()
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 60);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");

        await visitor.Page.Keyboard.PressAsync("/");
        await visitor.UntilAsync("() => document.activeElement?.matches('[data-query]')");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.UntilAsync("() => document.querySelector('[data-query]') === null");
        await visitor.Page.Locator(".tail").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("PageUp");
        await visitor.UntilAsync("() => !document.querySelector('[data-latest]').classList.contains('away')");
        await visitor.Page.Keyboard.PressAsync("End");

        await visitor.UntilAsync(RoomTests.AtEnd);
    }
}
