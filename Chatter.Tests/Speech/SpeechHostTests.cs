using Chatter.Core.Speech;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class SpeechHostTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Messages_are_heard_as_they_come_in_every_room()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var first = await house.OpenRoomAsync();
        await house.Host.StartAsync(None);
        var second = await house.OpenRoomAsync("cryptoana");
        await Eventually.Is(() => Begun(house) == 2, "both are listened to");

        await first.Log.AppendAsync(Lines.By("ada", "one"), null, None);
        await second.Log.AppendAsync(Lines.By("ben", "two"), null, None);

        await Eventually.Is(() => first.Log.Head == 2 && second.Log.Head == 2, "both are heard");
        Assert.Single(await SpeakingHouse.HeardAsync(first));
    }

    [Fact]
    public async Task A_busy_room_keeps_its_order_and_no_more_speak_at_once_than_are_allowed()
    {
        var speech = new FakeSpeech { Before = async (_, _) => await Task.Yield() };
        await using var house = new SpeakingHouse(speech, options: new SpeechOptions { Parallel = 2, MostBehind = 1000 });
        var rooms = new List<VoicedRoom>();
        foreach (var slug in new[] { "a", "b", "c", "d", "e" })
            rooms.Add(await house.OpenRoomAsync(slug));
        await house.Host.StartAsync(None);
        await Eventually.Is(() => Begun(house) == 5, "all are listened to");

        await Task.WhenAll(rooms.SelectMany(r => Enumerable.Range(0, 20).Select(i => r.Log.AppendAsync(Lines.By("ada", $"line {i} in {r.Name}"), null, None))));

        await Eventually.Is(() => rooms.All(r => r.Log.Head == 40), "all are heard");
        Assert.InRange(speech.MostAtOnce, 1, 2);
        foreach (var room in rooms)
        {
            var heard = (await SpeakingHouse.HeardAsync(room)).Select(a => a.Message).ToList();
            Assert.Equal(heard.Order(), heard);
        }
    }

    [Fact]
    public async Task A_room_whose_voice_hangs_does_not_hold_up_another()
    {
        var speech = new FakeSpeech
        {
            Before = (u, stop) => u.Text == "hang" ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop) : Task.CompletedTask,
        };
        await using var house = new SpeakingHouse(speech);
        var stuck = await house.OpenRoomAsync();
        var free = await house.OpenRoomAsync("cryptoana");
        await house.Host.StartAsync(None);
        await Eventually.Is(() => Begun(house) == 2, "both are listened to");

        await stuck.Log.AppendAsync(Lines.By("ada", "hang"), null, None);
        await free.Log.AppendAsync(Lines.By("ben", "go on"), null, None);

        await Eventually.Is(() => free.Log.Head == 2, "the other room is heard");
    }

    [Fact]
    public async Task An_unexpected_fault_ends_neither_the_room_nor_the_program()
    {
        var speech = new FakeSpeech { Before = (u, _) => u.Text == "oops" ? throw new InvalidOperationException("A mistake of ours.") : Task.CompletedTask };
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        await house.Host.StartAsync(None);
        await Eventually.Is(() => Begun(house) == 1, "it is listened to");
        await room.Log.AppendAsync(Lines.By("ada", "oops"), null, None);
        await Eventually.Is(() => house.Counters.Snapshot().All.Failed == 1, "it has failed");

        await room.Log.AppendAsync(Lines.By("ada", "fine"), null, None);

        await Eventually.Is(() => room.Log.Head == 3, "the next message is heard");
    }

    [Fact]
    public async Task Stopping_ends_the_line_being_spoken_and_the_next_start_speaks_it()
    {
        var folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;
        var clock = new ManualClock();
        var hanging = new FakeSpeech { Before = (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop) };
        await using (var before = new SpeakingHouse(hanging, clock, folder))
        {
            var early = await before.OpenRoomAsync();
            await before.Host.StartAsync(None);
            await Eventually.Is(() => Begun(before) == 1, "it is listened to");
            await early.Log.AppendAsync(Lines.By("ada", "hello"), null, None);
            await Eventually.Is(() => hanging.Speaking == 1, "it speaks");

            await before.Host.StopAsync(None);

            Assert.Equal(0, hanging.Speaking);
        }

        await using (var after = new SpeakingHouse(new FakeSpeech(), clock, folder))
        {
            var room = await after.OpenRoomAsync();
            await after.Host.StartAsync(None);
            await Eventually.Is(() => room.Log.Head == 2, "it is heard");
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>How many rooms have their cursor, which is the first thing a reader keeps.</summary>
    private static int Begun(SpeakingHouse house)
    {
        using var db = house.Store.Reader.CreateDbContext();
        return db.Cursors.Count();
    }
}
