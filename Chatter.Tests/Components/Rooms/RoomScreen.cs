using Bunit;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;
using Chatter.Tests.Fakes;
using Chatter.Web.Components;
using Chatter.Web.Components.Rooms;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Components.Rooms;

/// <summary>The rooms' components over a real room and store, without a browser.</summary>
internal sealed class RoomScreen : IAsyncDisposable
{
    public RoomScreen()
    {
        Chatter = new TestChatter().Started();
        Page = new BunitContext();
        Page.JSInterop.Mode = JSRuntimeMode.Loose;
        Page.Services.AddLocalization(options => options.ResourcesPath = "Resources");
        Page.Services.AddSingleton(TimeProvider.System);
        Take<RoomDirectory>();
        Take<RoomChunks>();
        Take<RoomVoice>();
        Take<ISpeech>();
        Take<Search>();
        Page.Services.AddScoped<CircuitPulse>();
        Page.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public TestChatter Chatter { get; }

    public BunitContext Page { get; }

    public Room Room => Chatter.Room();

    public RoomMarkup Markup => Chatter.Services.GetRequiredService<RoomChunks>().Of(Room);

    public CircuitPulse Pulse => Page.Services.GetRequiredService<CircuitPulse>();

    public async Task SayManyAsync(int count)
    {
        for (var i = 1; i <= count; i++)
            await Chatter.SayAsync($"line {Room.Log.Head + 1}", i % 2 == 0 ? "ada" : "ben");
    }

    public Task HappenAsync(EventBody body) => Room.Log.AppendAsync(body, null, CancellationToken.None);

    public IRenderedComponent<LiveTail> RenderTail(long? at = null, bool performance = false) => Page.Render<LiveTail>(p => p
        .Add(t => t.Room, Room).Add(t => t.Markup, Markup).Add(t => t.At, at).Add(t => t.Performance, performance));

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await Chatter.DisposeAsync();
    }

    private void Take<T>() where T : class => Page.Services.AddSingleton(Chatter.Services.GetRequiredService<T>());
}
