using Chatter.Core.Domain;
using Chatter.Tests.Fakes;
using Microsoft.Playwright;

namespace Chatter.Tests.Browser;

[Collection(InABrowser.Name)]
public sealed class RoomTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_message_arrives_without_reload()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");

        await chatter.SayAsync("Nobody reloaded anything for this.");

        await visitor.SeeAsync("Nobody reloaded anything for this.");
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task The_last_messages_can_be_read_before_the_circuit_starts()
    {
        await using var chatter = new TestChatter().Started();
        await chatter.SayAsync("Readable at once.");

        var html = await chatter.CreateClient().GetStringAsync("rooms/philosophy");

        Assert.Contains("Readable at once.", html, StringComparison.Ordinal);
        Assert.Equal(0, chatter.Room().Presence.Viewers);
    }

    [BrowserFact]
    public async Task Twenty_messages_are_shown_and_ten_in_performance_mode_without_any_sound()
    {
        await using var chatter = new TestChatter().Started();
        await SayManyAsync(chatter, 60);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        var normal = await visitor.Rows.CountAsync();

        await visitor.Page.ClickAsync("[aria-label='Performance mode']");
        await visitor.UntilAsync("() => document.querySelectorAll('.rows .msg').length === 10");
        await visitor.Page.ReloadAsync();
        await visitor.AliveAsync();

        Assert.Equal(20, normal);
        Assert.Equal(10, await visitor.Rows.CountAsync());
        Assert.False(await visitor.Page.IsVisibleAsync(".dock"));
        Assert.Equal("none", await visitor.AskAsync<string>("getComputedStyle(document.querySelector('.msg')).animationName"));
    }

    [BrowserFact]
    public async Task Scrolling_up_leads_back_to_message_one_and_nothing_jumps()
    {
        await using var chatter = new TestChatter().Started();
        await SayManyAsync(chatter, 420);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        await visitor.Page.EvaluateAsync(WatchJumps);

        await visitor.Page.Mouse.MoveAsync(600, 400);
        for (var i = 0; i < 400 && !await visitor.Page.IsVisibleAsync("#m1"); i++)
        {
            await visitor.Page.Mouse.WheelAsync(0, -400);
            await visitor.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }

        await visitor.Page.WaitForSelectorAsync("#m1");

        Assert.True(await visitor.AskAsync<int>("window.most") <= 150);
        Assert.Empty(await visitor.AskAsync<string[]>("window.jumps"));
        Assert.Equal("The Agora begins here.", (await visitor.Page.TextContentAsync(".beginning"))?.Trim());
    }

    [BrowserFact]
    public async Task Who_reads_further_up_stays_there_and_a_button_leads_back_to_the_end()
    {
        await using var chatter = new TestChatter().Started();
        await SayManyAsync(chatter, 80);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        await visitor.Page.Mouse.MoveAsync(600, 400);
        await visitor.Page.Mouse.WheelAsync(0, -900);
        await visitor.UntilAsync("() => !document.querySelector('[data-latest]').classList.contains('away')");

        await SayManyAsync(chatter, 3);
        await visitor.Page.GetByText("3 new messages").WaitForAsync();
        await visitor.Page.ClickAsync("[data-latest]");

        await visitor.UntilAsync(AtEnd);
        await chatter.SayAsync("And it goes on.");
        await visitor.SeeAsync("And it goes on.");
        await visitor.UntilAsync(AtEnd);
    }

    [BrowserFact]
    public async Task Messages_arrive_without_any_layout_shift()
    {
        await using var chatter = new TestChatter().Started();
        await SayManyAsync(chatter, 40);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        await visitor.Page.EvaluateAsync(
            "() => { window.shift = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) window.shift += e.value; }).observe({ type: 'layout-shift', buffered: false }); }");

        for (var i = 0; i < 12; i++)
        {
            var author = Lines.By("ada", "").Author;
            chatter.Room().Feed.Signal(new Typing(author, TimeSpan.FromSeconds(1)));
            await chatter.SayAsync($"A line that wraps now and then, number {i}. {string.Concat(Enumerable.Repeat("More words. ", i * 4))}");
            await visitor.SeeAsync($"number {i}.");
            await chatter.Room().Log.AppendAsync(new AudioReady(chatter.Room().Log.Head, $"c{i}", "audio/wav", 2, "v"), null, CancellationToken.None);
            await visitor.Page.WaitForSelectorAsync($"[data-clip='/audio/c{i}']");
        }

        await visitor.UntilAsync(AtEnd);
        Assert.InRange(await visitor.AskAsync<double>("window.shift"), 0, 0.002);
    }

    [BrowserFact]
    public async Task Hostile_words_are_only_words()
    {
        await using var chatter = new TestChatter().Started();
        string[] hostile =
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "<style>body{display:none}</style>", "\"><svg/onload=alert(3)>",
            "javascript:alert(4)", "{{constructor.constructor('alert(5)')()}}", "a\u0300\u0301\u0302\u0303\u0304 \u202Etfel ot thgir",
        ];
        foreach (var text in hostile)
            await chatter.SayAsync(text);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);

        await visitor.GoAsync("rooms/philosophy");
        var shown = await visitor.Page.Locator(".said").AllTextContentsAsync();
        await visitor.GoAsync("");

        Assert.Equal(hostile, shown);
        Assert.True(await visitor.Page.IsVisibleAsync("body"));
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task A_message_taken_back_is_gone_from_open_pages()
    {
        await using var chatter = new TestChatter().Started();
        await chatter.SayAsync("This should not have been said.");
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        await visitor.SeeAsync("This should not have been said.");

        await chatter.Room().Log.AppendAsync(new Retracted(1, "admin", null), null, CancellationToken.None);

        await visitor.SeeAsync("Message taken back");
        Assert.Equal(0, await visitor.Row("This should not have been said.").CountAsync());
    }

    [BrowserFact]
    public async Task Only_a_tab_that_can_be_seen_is_a_viewer()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy");
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 1, "the visible tab is counted");

        await visitor.Page.EvaluateAsync(
            "() => { Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }");
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0, "the hidden tab is not counted");

        await visitor.Page.EvaluateAsync("() => { delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange')); }");
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 1, "the tab that came back is counted");
        await visitor.Page.CloseAsync();
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0, "the closed tab is not counted");
    }

    [BrowserFact]
    public async Task Old_addresses_lead_to_their_rooms_and_unknown_ones_to_a_page_that_says_so()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);

        await visitor.GoAsync("cryptoana");
        var led = new Uri(visitor.Page.Url).AbsolutePath;
        var unknown = await visitor.Page.GotoAsync("rooms/nowhere");

        Assert.Equal("/rooms/cryptoana", led);
        Assert.Equal(404, unknown!.Status);
        await visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "There is no room “nowhere”" }).WaitForAsync();
        Assert.Equal(404, (await visitor.Page.GotoAsync("no/such/page"))!.Status);
    }

    internal const string AtEnd =
        "() => { const t = document.querySelector('.tail'); return t.scrollHeight - t.clientHeight - t.scrollTop < 2; }";

    // Notes, frame by frame, a row in sight that moved though nobody scrolled, and the most rows there ever were.
    private const string WatchJumps = """
        () => {
          const tail = document.querySelector('.tail');
          window.jumps = []; window.most = 0;
          let before = null;
          const look = () => {
            window.most = Math.max(window.most, document.querySelectorAll('.rows .msg').length);
            const box = tail.getBoundingClientRect();
            const now = new Map();
            for (const row of document.querySelectorAll('.rows .msg')) {
              const top = row.getBoundingClientRect().top - box.top;
              if (top > 0 && top < box.height) now.set(row.id, top);
            }
            if (before) {
              const moves = [...now].filter(([id]) => before.has(id)).map(([id, top]) => top - before.get(id));
              if (before.size > 0 && now.size > 0 && moves.length === 0) window.jumps.push('all rows changed');
              if (moves.some(m => m < -1)) window.jumps.push('moved up by ' + Math.min(...moves));
              if (moves.some(m => m > 760)) window.jumps.push('moved down by ' + Math.max(...moves));
            }
            before = now;
            requestAnimationFrame(look);
          };
          look();
        }
        """;

    internal static async Task SayManyAsync(TestChatter chatter, int count)
    {
        var from = chatter.Room().Log.Head;
        for (var i = from + 1; i <= from + count; i++)
            await chatter.SayAsync($"Line {i}. {string.Concat(Enumerable.Repeat("It goes on for a while. ", (int)(i * 7 % 9)))}", i % 3 == 0 ? "ada" : i % 3 == 1 ? "ben" : "cleo");
    }
}
