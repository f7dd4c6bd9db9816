using Chatter.Tests.Admin;
using Chatter.Tests.Fakes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Chatter.Tests.Browser;

[Collection(InABrowser.Name)]
public sealed class AdminTests(Chromium chromium)
{
    [BrowserFact]
    public async Task With_the_printed_token_an_admin_changes_the_delays_and_the_next_turn_obeys()
    {
        await using var chatter = new TestChatter()
            .With("Chatter:Rooms:philosophy:Timing:InitialDelay", "0.1")
            .With("Chatter:Rooms:philosophy:AlwaysOn", "true")
            .Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await EnterAsync(visitor, chatter);
        await visitor.Page.ClickAsync(".room-card a[href='/admin/rooms/philosophy']");
        await visitor.Page.WaitForSelectorAsync(".recent li");
        var before = chatter.Room().Log.MessageCount;

        await TypeAsync(visitor, "#set-Timing-MinDelay", "0.2");
        await TypeAsync(visitor, "#set-Timing-MaxDelay", "0.3");
        await visitor.Page.ClickAsync(".save >> nth=0");

        await visitor.Page.GetByText("Saved. The next turn obeys.").WaitForAsync();
        await Eventually.Is(() => chatter.Room().Log.MessageCount >= before + 3, "three turns came where the old delays allowed one");
        await visitor.Page.Locator(".history li").Filter(new LocatorFilterOptions { HasTextString = "Timing.MaxDelay 00:00:30 → 00:00:00.3" }).WaitForAsync();
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task Of_two_admins_who_save_at_once_the_second_is_told_and_both_keep_their_words()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await EnterAsync(visitor, chatter);
        await visitor.GoAsync("admin/rooms/philosophy");
        await TypeAsync(visitor, "#set-MaxTokens", "100");
        await chatter.Room().Settings.ChangeAsync(
            System.Text.Json.Nodes.JsonNode.Parse("""{"contextMessages": 9}""")!.AsObject(), null, "zoe", CancellationToken.None);

        await visitor.Page.ClickAsync(".save >> nth=0");
        await visitor.Page.WaitForSelectorAsync(".conflict");
        await visitor.UntilAsync("() => document.querySelector('#set-ContextMessages').value === '9' && document.querySelector('#set-MaxTokens').value === '100'");
        await visitor.Page.ClickAsync(".conflict .action");

        await Eventually.Is(() => chatter.Room().Settings.Current.MaxTokens == 100, "mine is saved as well");
        Assert.Equal(9, chatter.Room().Settings.Current.ContextMessages);
    }

    [BrowserFact]
    public async Task A_stranger_is_led_to_the_sign_in_and_back_to_where_they_wanted()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);

        await visitor.Page.GotoAsync("admin/rooms/cryptoana");
        await visitor.Page.FillAsync("#token", chatter.Token());
        await visitor.Page.ClickAsync("button");

        await visitor.Page.WaitForSelectorAsync("#set-MaxTokens");
        Assert.EndsWith("/admin/rooms/cryptoana", visitor.Page.Url);
    }

    [BrowserFact]
    public async Task A_page_left_open_closes_itself_when_its_sign_in_is_ended_elsewhere()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await EnterAsync(visitor, chatter);
        var second = await visitor.Page.Context.NewPageAsync();
        await second.GotoAsync(chatter.Address + "admin");

        await second.ClickAsync("text=Sign out");

        await visitor.Page.WaitForURLAsync("**/admin/enter*");
    }

    [BrowserTheory]
    [InlineData("admin/enter", "dark")]
    [InlineData("admin/enter?wrong=true", "light")]
    [InlineData("admin", "dark")]
    [InlineData("admin", "light")]
    [InlineData("admin/rooms/philosophy", "dark")]
    [InlineData("admin/rooms/philosophy", "light")]
    public async Task Nobody_is_kept_out_by_how_the_desk_is_made(string path, string theme)
    {
        await using var chatter = new TestChatter().With("Chatter:Rooms:philosophy:MaxTokens", "77").Started();
        await chatter.SayAsync("A line that can be taken back.");
        await using var visitor = await Visitor.ComeAsync(chromium, chatter, theme: theme);
        await EnterAsync(visitor, chatter);
        await visitor.Page.GotoAsync(path);
        if (!path.StartsWith("admin/enter", StringComparison.Ordinal))
            await visitor.AliveAsync();
        if (path.Contains("rooms", StringComparison.Ordinal))
            await FillTheDeskAsync(visitor);

        var found = await visitor.Page.RunAxe();

        Assert.Empty(found.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
        Assert.Empty(visitor.Complaints);
    }

    [BrowserFact]
    public async Task On_a_phone_nothing_of_the_desk_is_wider_than_the_screen()
    {
        await using var chatter = new TestChatter().Started();
        await chatter.SayAsync(new string('x', 400));
        await using var visitor = await Visitor.OnAPhoneAsync(chromium, chatter);
        await EnterAsync(visitor, chatter);

        foreach (var path in (string[])["admin", "admin/rooms/philosophy"])
        {
            await visitor.GoAsync(path);
            if (path.Contains("rooms", StringComparison.Ordinal))
                await FillTheDeskAsync(visitor);
            var wider = await visitor.AskAsync<string[]>(
                "[...document.querySelectorAll('.desk *')].filter(e => !e.closest('.scroll, .vh') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 200))");
            Assert.Empty(wider);
        }
    }

    /// <summary>Signs a visitor in by the printed address.</summary>
    internal static async Task EnterAsync(Visitor visitor, TestChatter chatter)
    {
        await visitor.Page.GotoAsync($"admin/enter?token={chatter.Token()}");
        await visitor.Page.ClickAsync("button[type=submit]");
        await visitor.Page.WaitForSelectorAsync(".room-card");
        await visitor.AliveAsync();
    }

    /// <summary>Brings out what the desk shows only in use: a refusal, a question, an open persona, a history.</summary>
    private static async Task FillTheDeskAsync(Visitor visitor)
    {
        await visitor.AliveAsync();
        await TypeAsync(visitor, "#set-ContextMessages", "9");
        await visitor.Page.ClickAsync(".save >> nth=0");
        await visitor.Page.GetByText("Saved. The next turn obeys.").WaitForAsync();
        await TypeAsync(visitor, "#set-AudioProbability", "9");
        await visitor.Page.ClickAsync(".save >> nth=0");
        await visitor.Page.WaitForSelectorAsync("#set-AudioProbability-refusal");
        await visitor.Page.ClickAsync(".recent button");
        await visitor.Page.WaitForSelectorAsync("#why");
        await visitor.Page.ClickAsync(".cast-row button >> nth=0");
        await visitor.Page.WaitForSelectorAsync(".cast-edit .setting");
    }

    private static async Task TypeAsync(Visitor visitor, string field, string text)
    {
        await visitor.Page.FillAsync(field, text);
        await visitor.Page.PressAsync(field, "Tab");
    }
}
