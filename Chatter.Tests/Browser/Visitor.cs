using System.Collections.Concurrent;
using Chatter.Tests.Fakes;
using Microsoft.Playwright;

namespace Chatter.Tests.Browser;

/// <summary>Somebody with a browser, at the running program; what their console says is kept.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;

    private Visitor(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Errors of the console, of scripts and of requests.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public ILocator Rows => Page.Locator(".rows .msg");

    public ILocator Tail => Page.Locator(".tail");

    public static async Task<Visitor> ComeAsync(
        Chromium chromium, TestChatter chatter, int width = 1280, int height = 800, bool phone = false, string theme = "dark")
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = chatter.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            IsMobile = phone,
            DeviceScaleFactor = phone ? 2 : 1,
            HasTouch = phone,
            Locale = "en-GB",
        });
        await context.AddCookiesAsync([new Cookie { Name = "chatter-theme", Value = theme, Url = chatter.Address.ToString() }]);
        var visitor = new Visitor(context, await context.NewPageAsync());
        visitor.Listen();
        return visitor;
    }

    public static Task<Visitor> OnAPhoneAsync(Chromium chromium, TestChatter chatter, string theme = "dark") =>
        ComeAsync(chromium, chatter, 390, 844, phone: true, theme);

    /// <summary>Opens a page and waits until it is alive.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await AliveAsync();
    }

    /// <summary>Waits until the circuit has the page; while it takes it over the title is away for a moment, and thirty frames with one are past that.</summary>
    public async Task AliveAsync()
    {
        await Page.WaitForFunctionAsync("() => document.documentElement.dataset.connection === 'live' && (!document.querySelector('.tail') || document.querySelector('main[data-ready] .tail.ready'))");
        await Page.WaitForFunctionAsync("() => (window.titled = document.title === '' ? 0 : (window.titled ?? 0) + 1) > 30");
    }

    public ILocator Row(string text) => Rows.Filter(new LocatorFilterOptions { HasTextString = text });

    public Task SeeAsync(string text) => Row(text).First.WaitForAsync();

    /// <summary>Waits for something of the page to become true.</summary>
    public Task UntilAsync(string expression) => Page.WaitForFunctionAsync(expression);

    public Task<T> AskAsync<T>(string expression) => Page.EvaluateAsync<T>(expression);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        Page.PageError += (_, error) => Complaints.Enqueue($"page error: {error}");
        Page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                Complaints.Enqueue($"{response.Status} {response.Url}");
        };
        Page.Dialog += (_, dialog) =>
        {
            Complaints.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }
}
