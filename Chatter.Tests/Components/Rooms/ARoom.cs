using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Rooms;
using Chatter.Tests.Fakes;
using Chatter.Web.Components;
using Chatter.Web.Components.Rooms;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Chatter.Tests.Components.Rooms;

/// <summary>A room on a real store, for components to show.</summary>
internal sealed class ARoom : IAsyncDisposable
{
    private readonly TestStore store;

    private ARoom(TestStore store, Room room) => (this.store, Room) = (store, room);

    public Room Room { get; }

    public TestStore Store => store;

    public RoomMarkup Markup => field ??= new RoomMarkup(Room, Words);

    public static IStringLocalizer<Words> Words { get; } = new StringLocalizer<Words>(
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions { ResourcesPath = "Resources" }), NullLoggerFactory.Instance));

    public static async Task<ARoom> OpenAsync(params string[] lines)
    {
        var store = new TestStore();
        var log = await store.OpenRoomAsync();
        var card = new RoomCard
        {
            Key = "philosophy",
            Slug = "philosophy",
            Name = "The Agora",
            Description = "A room for a test.",
            Cast = [],
        };
        var settings = await Books.OpenAsync(log, card);
        var room = new Room(
            card, People.Cast("Ada", "Ben"), log, new RoomFeed(log, TimeProvider.System), settings, new Presence(TimeProvider.System));
        var a = new ARoom(store, room);
        foreach (var line in lines)
            await a.SayAsync(line);
        return a;
    }

    public Task<RoomEvent> SayAsync(string text, string by = "ada", long? replyTo = null) =>
        Room.Log.AppendAsync(Lines.By(by, text, replyTo), null, CancellationToken.None);

    public async Task SayManyAsync(int count)
    {
        for (var i = 1; i <= count; i++)
            await SayAsync($"line {i}", i % 2 == 0 ? "ada" : "ben");
    }

    public Task<RoomEvent> HappenAsync(EventBody body) => Room.Log.AppendAsync(body, null, CancellationToken.None);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
