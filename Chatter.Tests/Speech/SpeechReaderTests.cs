using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class SpeechReaderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Messages_are_heard_in_the_order_they_were_said()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        for (var i = 1; i <= 15; i++)
            await room.Log.AppendAsync(Lines.By("ada", $"line {i}"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        var heard = await SpeakingHouse.HeardAsync(room);
        Assert.Equal(Enumerable.Range(1, 15).Select(i => (long)i), heard.Select(a => a.Message));
    }

    [Fact]
    public async Task An_announced_clip_is_on_disk_and_on_the_shelf()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "hello there"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        var audio = Assert.Single(await SpeakingHouse.HeardAsync(room));
        var open = await house.Shelf.OpenAsync(audio.Clip, Reader.Anonymous, None);
        await using var content = open!.Content;
        Assert.Equal(("audio/wav", 4454L, 0.1), (audio.MediaType, content.Length, audio.Duration));
        Assert.Matches("^[0-9a-f]{32}$", audio.Clip);
    }

    [Fact]
    public async Task About_the_rooms_share_of_two_thousand_messages_is_heard()
    {
        await using var house = new SpeakingHouse(new FakeSpeech(), options: new SpeechOptions { MostBehind = 10_000 });
        house.Settings = new RoomSettings { AudioProbability = 0.3 };
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await Task.WhenAll(Enumerable.Range(1, 2000).Select(i => room.Log.AppendAsync(Lines.By("ada", $"line {i}"), null, None)));

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.InRange((await SpeakingHouse.HeardAsync(room)).Count, 520, 680);
    }

    [Fact]
    public async Task A_changed_share_holds_from_the_next_message_on()
    {
        await using var house = new SpeakingHouse(new FakeSpeech()) { Settings = new RoomSettings { AudioProbability = 0 } };
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "not heard"), null, None);
        await SpeakingHouse.CatchUpAsync(reader);

        house.Settings = new RoomSettings { AudioProbability = 1 };
        await room.Log.AppendAsync(Lines.By("ada", "heard"), null, None);
        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal([2L], (await SpeakingHouse.HeardAsync(room)).Select(a => a.Message));
    }

    [Fact]
    public async Task Only_personas_are_given_a_voice()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.ByViewer("guest", "hi all"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Empty(speech.Asked);
    }

    [Fact]
    public async Task Each_persona_keeps_its_own_voice_by_id_whatever_it_is_called()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        house.Cast = [People.Named("Ada") with { Voice = new VoiceCard { Espeak = "en-gb+f2", Pitch = 70 } }, People.Named("Ben") with { Voice = new VoiceCard { Espeak = "en-us+m3" } }];
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "one"), null, None);
        await room.Log.AppendAsync(Lines.By("ben", "two") with { Author = new Author(AuthorKind.Persona, "ben", "Ada", "#88aaff", []) }, null, None);
        await room.Log.AppendAsync(Lines.By("gone", "three"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal(["en-gb+f2", "en-us+m3", "en"], speech.Asked.Select(u => u.Voice.Espeak));
    }

    [Fact]
    public async Task A_room_where_nobody_listens_makes_no_sound_and_does_not_catch_up_later()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech) { Awake = false };
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "to nobody"), null, None);
        await SpeakingHouse.CatchUpAsync(reader);

        house.Awake = true;
        await room.Log.AppendAsync(Lines.By("ada", "to somebody"), null, None);
        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal(["to somebody"], speech.Spoken);
    }

    [Fact]
    public async Task A_message_too_old_when_its_turn_comes_stays_silent_and_is_counted()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "long ago"), null, None);
        house.Clock.Advance(TimeSpan.FromSeconds(61));
        await room.Log.AppendAsync(Lines.By("ada", "just now"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal([2L], (await SpeakingHouse.HeardAsync(room)).Select(a => a.Message));
        Assert.Equal((1L, 1L), (house.Counters.Of(room.Log.Room).Late, house.Counters.Of(room.Log.Room).Made));
    }

    [Fact]
    public async Task A_voice_that_cannot_keep_up_leaves_messages_out_instead_of_piling_them_up()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        for (var i = 1; i <= 100; i++)
            await room.Log.AppendAsync(Lines.By("ada", $"line {i}"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        var heard = await SpeakingHouse.HeardAsync(room);
        Assert.Equal(Enumerable.Range(80, 21).Select(i => (long)i), heard.Select(a => a.Message));
        Assert.Equal(79, house.Counters.Of(room.Log.Room).Late);
    }

    [Fact]
    public async Task A_message_the_voice_fails_at_is_left_out_and_the_next_is_heard()
    {
        var speech = new FakeSpeech { Before = (u, _) => u.Text == "bad" ? throw new SpeechFailedException("It broke.") : Task.CompletedTask };
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "bad"), null, None);
        await room.Log.AppendAsync(Lines.By("ada", "good"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal([2L], (await SpeakingHouse.HeardAsync(room)).Select(a => a.Message));
        Assert.Equal((1L, "philosophy, message 1: It broke."), (house.Counters.Snapshot().All.Failed, house.Counters.Snapshot().LastError));
    }

    [Fact]
    public async Task A_voice_that_hangs_is_given_up_after_its_time()
    {
        var speech = new FakeSpeech { Before = (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop) };
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "hello"), null, None);

        var step = reader.StepAsync(None);
        await Eventually.Is(() => speech.Speaking == 1, "it speaks");
        house.Clock.Advance(house.Options.Timeout);
        await step;

        Assert.Equal(1, house.Counters.Snapshot().All.Failed);
        Assert.Contains("Chatter:Speech:Timeout", house.Counters.Snapshot().LastError!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_with_nothing_to_say_aloud_stays_silent()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "🔥🔥 *waves*"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Empty(speech.Asked);
        Assert.Equal(1, house.Counters.Snapshot().All.Silent);
    }

    [Fact]
    public async Task Equal_lines_in_one_voice_share_a_sound_under_names_of_their_own()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "indeed"), null, None);
        await room.Log.AppendAsync(Lines.By("ada", "indeed"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        var heard = await SpeakingHouse.HeardAsync(room);
        Assert.Single(speech.Asked);
        Assert.Single(house.Files);
        Assert.Equal(2, heard.Select(a => a.Clip).Distinct().Count());
        Assert.Equal((1L, 1L), (house.Counters.Snapshot().All.Made, house.Counters.Snapshot().All.Cached));
    }

    [Fact]
    public async Task With_nobody_to_speak_everything_is_read_past()
    {
        await using var house = new SpeakingHouse(new NoSpeech("espeak-ng is not installed"));
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "hello"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal(1, room.Log.Head);
        Assert.Equal("none: espeak-ng is not installed", house.Counters.Snapshot().Provider);
    }
}
