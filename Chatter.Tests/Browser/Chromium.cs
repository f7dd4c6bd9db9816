using Microsoft.Playwright;

namespace Chatter.Tests.Browser;

/// <summary>The machine's own Chromium, started once for all tests in a browser.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Where it is; null if this machine has none.</summary>
    public static readonly string? Program =
        new[] { Environment.GetEnvironmentVariable("CHATTER_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);

    private IPlaywright? playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Program is null)
            return;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
    }
}

/// <summary>A test that needs Chromium on this machine, and says so where it is missing.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Program is null)
            Skip = "Chromium is not installed here (apt-get install chromium).";
    }
}

/// <summary>A test with several cases that needs Chromium on this machine.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Program is null)
            Skip = "Chromium is not installed here (apt-get install chromium).";
    }
}

/// <summary>Tests that share one browser; they do not run beside each other, so that none waits for another's frames.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InABrowser : ICollectionFixture<Chromium>
{
    public const string Name = "In a browser";
}
