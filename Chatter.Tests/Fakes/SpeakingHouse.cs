using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Fakes;

/// <summary>All of speech over a real store, put together as the program does, with a voice and a clock of the test's.</summary>
public sealed class SpeakingHouse : IAsyncDisposable
{
    public SpeakingHouse(ISpeech speech, ManualClock? clock = null, string? directory = null, SpeechOptions? options = null)
    {
        Clock = clock ?? new ManualClock();
        Options = options ?? new SpeechOptions();
        Store = new TestStore(Clock, directory);
        Cache = new ClipCache(Store.Options, Options, Clock);
        Counters = new SpeechCounters(speech, Cache, Clock);
        Maker = new ClipMaker(speech, Cache, Options, Clock);
        Rooms = new VoicedRooms();
        Shelf = new ClipShelf(Store.Writer, Store.Reader, Cache, Maker, Rooms, Counters);
        Announcer = new ClipAnnouncer(Maker, Shelf, Cache, Counters, NullLogger<ClipAnnouncer>.Instance);
        Host = new SpeechHost(Rooms, Read, Shelf, speech, Clock, NullLogger<SpeechHost>.Instance);
    }

    public ManualClock Clock { get; }

    public SpeechOptions Options { get; }

    public TestStore Store { get; }

    public ClipCache Cache { get; }

    public SpeechCounters Counters { get; }

    public ClipMaker Maker { get; }

    public VoicedRooms Rooms { get; }

    public ClipShelf Shelf { get; }

    public ClipAnnouncer Announcer { get; }

    public SpeechHost Host { get; }

    /// <summary>The settings of every room; everything is heard unless a test says otherwise.</summary>
    public RoomSettings Settings { get; set; } = new() { AudioProbability = 1 };

    public bool Awake { get; set; } = true;

    public IReadOnlyList<Persona> Cast { get; set; } = People.Cast("Ada", "Ben");

    public string[] Files => Directory.Exists(Store.Options.AudioDirectory) ? Directory.GetFiles(Store.Options.AudioDirectory) : [];

    public async Task<VoicedRoom> OpenRoomAsync(string slug = "philosophy")
    {
        var room = new VoicedRoom(slug, await Store.OpenRoomAsync(slug), () => Settings, () => Cast, () => Awake);
        Rooms.Add(room);
        return room;
    }

    public SpeechReader Read(VoicedRoom room) =>
        new(room, new LogCursor(SpeechReader.Name, room.Log, Store.Writer, Store.Reader), Announcer, Options, Counters, Clock);

    public async Task<SpeechReader> OpenReaderAsync(VoicedRoom room)
    {
        var reader = Read(room);
        await reader.OpenAsync(CancellationToken.None);
        return reader;
    }

    /// <summary>Lets a reader deal with all there is.</summary>
    public static async Task CatchUpAsync(SpeechReader reader)
    {
        while (await reader.StepAsync(CancellationToken.None))
        {
        }
    }

    /// <summary>The clips announced in a room, in the order of the log.</summary>
    public static async Task<IReadOnlyList<AudioReady>> HeardAsync(VoicedRoom room)
    {
        var heard = new List<AudioReady>();
        long after = 0;
        while (await room.Log.ReadAfterAsync(after, 500, Reader.Anonymous, CancellationToken.None) is { Count: > 0 } page)
        {
            heard.AddRange(page.Select(e => e.Body).OfType<AudioReady>());
            after = page[^1].Seq;
        }

        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
        Maker.Dispose();
        await Store.DisposeAsync();
    }
}
