using Bunit;
using Bunit.TestDoubles;
using Chatter.Core.Rooms;
using Chatter.Core.Rooms.Settings;
using Chatter.Tests.Fakes;
using Chatter.Web.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Components.Admin;

/// <summary>The admin's components over a real room and store, without a browser.</summary>
internal sealed class AdminScreen : IAsyncDisposable
{
    private readonly TestChatter chatter;

    public AdminScreen(params (string Key, string Value)[] settings)
    {
        chatter = new TestChatter();
        foreach (var (key, value) in settings)
            chatter.With(key, value);
        chatter.Started();
        Page = new BunitContext();
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        Authorization = Page.AddAuthorization();
        Authorization.SetAuthorized(AdminAccess.Name).SetRoles("admin").SetPolicies(AdminAccess.Policy);
        var house = chatter.Services;
        Page.Services.AddLocalization();
        Page.Services.AddSingleton(TimeProvider.System);
        Page.Services.AddSingleton(house.GetRequiredService<RoomDirectory>());
        Page.Services.AddSingleton(house.GetRequiredService<RoomHost>());
        Page.Services.AddSingleton(house.GetRequiredService<HouseReader>());
        Page.Services.AddScoped<AdminDesk>();
        Page.Renderer.SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", isInteractive: true));
    }

    public BunitContext Page { get; }

    public BunitAuthorizationContext Authorization { get; }

    public Room Room => chatter.Room();

    public TestChatter Chatter => chatter;

    /// <summary>Another admin changes something.</summary>
    public Task<SettingsAnswer> ElsewhereAsync(string change) =>
        Room.Settings.ChangeAsync(System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject(), null, "zoe", CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await chatter.DisposeAsync();
    }
}
