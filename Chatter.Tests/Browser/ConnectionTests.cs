using Chatter.Tests.Fakes;
using Microsoft.Playwright;

namespace Chatter.Tests.Browser;

[Collection(InABrowser.Name)]
public sealed class ConnectionTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_dropped_connection_recovers_and_what_was_missed_is_there_in_place()
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 30);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        var line = await Line.TapAsync(visitor.Page);
        await visitor.GoAsync("rooms/philosophy");

        line.Cut();
        await visitor.UntilAsync("() => document.documentElement.dataset.connection === 'lost'");
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0, "who is cut off is no viewer");
        await RoomTests.SayManyAsync(chatter, 25);
        line.Mend();
        await visitor.UntilAsync("() => document.documentElement.dataset.connection === 'live'");

        await visitor.SeeAsync("Line 55.");
        await visitor.Page.Locator("[data-latest]:not(.away)", new PageLocatorOptions { HasTextString = "25 new messages" }).WaitForAsync();
        var shown = await visitor.AskAsync<int[]>("[...document.querySelectorAll('.rows .msg')].map(r => +r.dataset.seq)");
        Assert.Equal(Enumerable.Range(shown[0], 55 - shown[0] + 1), shown);
        Assert.True(shown[0] <= 30);
        Assert.Equal("31", await visitor.Page.GetAttributeAsync(".msg[data-new]", "data-seq"));
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 1, "who is back is a viewer again");
    }

    [BrowserFact]
    public async Task After_five_attempts_it_gives_up_with_a_button_that_begins_anew()
    {
        await using var chatter = new TestChatter().Started();
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        var line = await Line.TapAsync(visitor.Page);
        await visitor.Page.Clock.InstallAsync();
        await visitor.GoAsync("rooms/philosophy");

        line.Cut();
        await visitor.UntilAsync("() => document.documentElement.dataset.connection === 'lost'");
        for (var i = 0; i < 400 && !await visitor.Page.IsVisibleAsync(".components-reconnect-failed"); i++)
            await visitor.Page.Clock.RunForAsync(1000);
        await visitor.Page.WaitForSelectorAsync(".components-reconnect-failed");
        var attempts = line.Refused;
        line.Mend();
        await visitor.Page.ClickAsync("[data-reconnect]");

        await visitor.UntilAsync("() => document.documentElement.dataset.connection === 'live'");
        Assert.Equal(5, attempts);
    }

    [BrowserFact]
    public async Task A_page_whose_circuit_is_gone_loads_itself_again_and_stands_where_it_stood()
    {
        await using var chatter = new TestChatter().Started();
        await RoomTests.SayManyAsync(chatter, 200);
        await using var visitor = await Visitor.ComeAsync(chromium, chatter);
        await visitor.GoAsync("rooms/philosophy?m=60");
        await visitor.UntilAsync("() => document.querySelector('#m60.hit-row') !== null");
        var stood = await visitor.AskAsync<int>("Math.round(document.querySelector('#m60').getBoundingClientRect().top)");

        // A circuit nobody can find again is what a restarted server leaves behind.
        await visitor.Page.EvaluateAsync("() => { window.before = true; Blazor.reconnect = async () => false; Blazor._internal.forceCloseConnection(); document.dispatchEvent(new Event('x')); }");
        await visitor.UntilAsync("() => document.documentElement.dataset.connection !== 'live' || !window.before");
        await visitor.UntilAsync("() => !window.before && document.documentElement.dataset.connection === 'live' && document.querySelector('#m60') !== null");

        await visitor.UntilAsync($"() => Math.abs(document.querySelector('#m60').getBoundingClientRect().top - {stood}) < 4");
    }

    /// <summary>The wire between the page and the server, with a pair of scissors.</summary>
    private sealed class Line
    {
        private readonly Lock gate = new();
        private readonly List<IWebSocketRoute> open = [];
        private bool cut;

        public int Refused { get; private set; }

        public static async Task<Line> TapAsync(IPage page)
        {
            var line = new Line();
            await page.RouteWebSocketAsync(url => url.Contains("_blazor", StringComparison.Ordinal), line.Connect);
            return line;
        }

        public void Cut()
        {
            IWebSocketRoute[] all;
            lock (gate)
            {
                cut = true;
                all = [.. open];
                open.Clear();
            }

            foreach (var socket in all)
                _ = socket.CloseAsync(new WebSocketRouteCloseOptions { Code = 1001 });
        }

        public void Mend()
        {
            lock (gate)
                cut = false;
        }

        private void Connect(IWebSocketRoute socket)
        {
            lock (gate)
            {
                if (cut)
                {
                    Refused++;
                    _ = socket.CloseAsync(new WebSocketRouteCloseOptions { Code = 1001 });
                    return;
                }

                open.Add(socket);
                socket.ConnectToServer();
            }
        }
    }
}
