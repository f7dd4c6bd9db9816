using Chatter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;

namespace Chatter.Tests.Browser;

/// <summary>Takes the README's pictures of the real thing; only when asked (<c>./test.sh --pictures</c>), so that a plain run leaves the tree clean.</summary>
[Collection(InABrowser.Name)]
public sealed class Pictures(Chromium chromium)
{
    private const int Lines = 60;

    private static readonly string? Folder = Environment.GetEnvironmentVariable("CHATTER_PICTURES") switch
    {
        null or "" or "0" => null,
        "1" => Path.Combine(Checkout.Root, "docs", "images"),
        var elsewhere => elsewhere,
    };

    [BrowserFact]
    public async Task The_pictures_show_the_rooms_as_they_talk_by_themselves()
    {
        if (Folder is null)
            return;
        Directory.CreateDirectory(Folder);
        var clock = new HurriedClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(24), haste: 30);
        await using var chatter = Talking(clock).Started();
        await Eventually.Is(
            () => chatter.Room().Log.MessageCount >= Lines && chatter.Room("cryptoana").Log.MessageCount >= Lines, "both rooms have talked", 180);
        clock.Walk();

        await using var onlooker = await Visitor.ComeAsync(chromium, chatter);
        await onlooker.GoAsync("rooms/philosophy");
        await TakeAsync(chatter, "rooms", "", 1440, 900);
        await TakeAsync(chatter, "room", "rooms/philosophy", 1440, 900);
        await TakeAsync(chatter, "room-light", "rooms/cryptoana", 1440, 900, "light");
        await TakeAsync(chatter, "phone", "rooms/philosophy", 390, 844);
        await TakeDeskAsync(chatter);
    }

    private static TestChatter Talking(TimeProvider clock)
    {
        var chatter = new TestChatter()
            .With("Chatter:Speech:Provider", "auto")
            .With("Chatter:Speech:Timeout", "120")
            .With(services => services.Replace(ServiceDescriptor.Singleton(clock)));
        foreach (var slug in (string[])["philosophy", "cryptoana"])
        {
            chatter.With($"Chatter:Rooms:{slug}:Timing:InitialDelay", "1")
                .With($"Chatter:Rooms:{slug}:AlwaysOn", "true");
        }

        return chatter;
    }

    private async Task TakeDeskAsync(TestChatter chatter)
    {
        await using var visitor = await Visitor.ComeAsync(chromium, chatter, 1440, 900);
        await AdminTests.EnterAsync(visitor, chatter);
        await KeepAsync(visitor, "admin");
        await visitor.GoAsync("admin/rooms/philosophy");
        await visitor.Page.WaitForSelectorAsync(".recent li");
        await KeepAsync(visitor, "admin-room");
        await visitor.Page.SetViewportSizeAsync(390, 844);
        await KeepAsync(visitor, "admin-phone");
    }

    private async Task TakeAsync(TestChatter chatter, string name, string path, int width, int height, string theme = "dark")
    {
        var phone = width < 500;
        await using var visitor = await Visitor.ComeAsync(chromium, chatter, width, height, phone, theme);
        await visitor.GoAsync(path);
        await KeepAsync(visitor, name);
    }

    private static async Task KeepAsync(Visitor visitor, string name)
    {
        // A breath for what comes in softly.
        await visitor.Page.WaitForTimeoutAsync(900);
        await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder!, name + ".png") });
    }
}
