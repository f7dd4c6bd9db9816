using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class SpeechRestartTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;
    private readonly ManualClock clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_said_while_the_voice_was_away_is_heard_after_the_restart()
    {
        await using (var before = new SpeakingHouse(new FakeSpeech(), clock, folder))
        {
            var early = await before.OpenRoomAsync();
            var first = await before.OpenReaderAsync(early);
            await early.Log.AppendAsync(Lines.By("ada", "one"), null, None);
            await SpeakingHouse.CatchUpAsync(first);
            await early.Log.AppendAsync(Lines.By("ada", "two"), null, None);
        }

        await using var after = new SpeakingHouse(new FakeSpeech(), clock, folder);
        var room = await after.OpenRoomAsync();
        await SpeakingHouse.CatchUpAsync(await after.OpenReaderAsync(room));

        Assert.Equal([1L, 3L], (await SpeakingHouse.HeardAsync(room)).Select(a => a.Message));
    }

    [Fact]
    public async Task A_crash_at_any_step_neither_doubles_nor_misses_a_clip()
    {
        // Each run reads on from the cursor of the first one, as if no later one had come to record its own.
        await using (var house = new SpeakingHouse(new FakeSpeech(), clock, folder))
            await house.OpenReaderAsync(await house.OpenRoomAsync());
        for (var run = 0; run < 6; run++)
        {
            await using var house = new SpeakingHouse(new FakeSpeech(), clock, folder);
            var early = await house.OpenRoomAsync();
            await house.Store.Writer.WriteAsync(
                db =>
                {
                    db.Cursors.Single().Seq = 0;
                    db.SaveChanges();
                },
                None);
            var reader = await house.OpenReaderAsync(early);
            await early.Log.AppendAsync(Lines.By("ada", $"line {run}"), null, None);
            await reader.StepAsync(None);
        }

        await using var last = new SpeakingHouse(new FakeSpeech(), clock, folder);
        var room = await last.OpenRoomAsync();

        var heard = await SpeakingHouse.HeardAsync(room);
        Assert.Equal(6, heard.Count);
        Assert.Equal(6, heard.Select(a => a.Message).Distinct().Count());
    }

    [Fact]
    public async Task A_clip_that_was_placed_but_not_announced_is_announced_under_the_name_it_has()
    {
        await using var house = new SpeakingHouse(new FakeSpeech(), clock, folder);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        var said = await room.Log.AppendAsync(Lines.By("ada", "hello"), null, None);
        var placed = await house.Shelf.PlaceAsync(
            room.Log.Room, said.Seq, new MadeClip(new string('a', 64), "audio/wav", 1, "en", 10, true), None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal(placed!.Clip, Assert.Single(await SpeakingHouse.HeardAsync(room)).Clip);
    }

    [Fact]
    public async Task A_new_room_and_one_of_another_history_begin_at_the_head()
    {
        await using (var before = new SpeakingHouse(new FakeSpeech(), clock, folder))
        {
            var early = await before.OpenRoomAsync();
            await before.OpenReaderAsync(early);
            await early.Log.AppendAsync(Lines.By("ada", "of the old history"), null, None);
            await before.Store.Writer.WriteAsync(
                db =>
                {
                    db.Cursors.Single().Epoch = "another";
                    db.SaveChanges();
                },
                None);
        }

        var speech = new FakeSpeech();
        await using var after = new SpeakingHouse(speech, clock, folder);
        var room = await after.OpenRoomAsync();
        await SpeakingHouse.CatchUpAsync(await after.OpenReaderAsync(room));

        Assert.Empty(speech.Asked);
    }

    [Fact]
    public async Task Sounds_of_an_earlier_crash_that_belong_to_no_clip_are_swept_and_halves_are_thrown_away()
    {
        await using var house = new SpeakingHouse(new FakeSpeech(), clock, folder);
        var audio = Directory.CreateDirectory(house.Store.Options.AudioDirectory).FullName;
        await File.WriteAllBytesAsync(Path.Combine(audio, new string('b', 64)), [1, 2, 3]);
        await File.WriteAllBytesAsync(Path.Combine(audio, new string('c', 64) + ".7.part"), [1, 2, 3]);
        await File.WriteAllBytesAsync(Path.Combine(audio, "not-ours.txt"), [1, 2, 3]);

        await house.Shelf.SweepAsync(None);

        Assert.Equal(["not-ours.txt"], house.Files.Select(Path.GetFileName));
    }

    [Fact]
    public async Task While_nothing_can_be_recorded_nothing_is_announced_and_the_message_is_tried_again()
    {
        var speech = new FakeSpeech { Before = (_, _) => throw new StoreUnavailableException("The disk is full.") };
        await using var house = new SpeakingHouse(speech, clock, folder);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "hello"), null, None);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => reader.StepAsync(None));
        speech.Before = (_, _) => Task.CompletedTask;
        await SpeakingHouse.CatchUpAsync(await house.OpenReaderAsync(room));

        Assert.Single(await SpeakingHouse.HeardAsync(room));
        Assert.Equal(0, house.Counters.Snapshot().All.Failed);
    }
}
