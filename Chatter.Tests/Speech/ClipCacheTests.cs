using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class ClipCacheTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Ten sounds of 100 KB fit.</summary>
    private static readonly SpeechOptions Small = new() { CacheBytes = 1_000_440, MostBehind = 1000 };

    [Fact]
    public async Task The_least_recently_heard_sounds_are_let_go_when_the_cache_is_full()
    {
        var speech = new FakeSpeech { Size = 100_000 };
        await using var house = new SpeakingHouse(speech, options: Small);
        var room = await SayAsync(house, 10);
        var clips = await SpeakingHouse.HeardAsync(room);
        (await house.Shelf.OpenAsync(clips[0].Clip, Reader.Anonymous, None))!.Content.Dispose();

        await SayAsync(house, 1);

        Assert.InRange(house.Cache.Bytes, 900_000, Small.CacheBytes);
        Assert.Equal(house.Cache.Bytes, house.Files.Sum(f => new FileInfo(f).Length));
        (await house.Shelf.OpenAsync(clips[0].Clip, Reader.Anonymous, None))!.Content.Dispose();
        Assert.Equal(0, house.Counters.Snapshot().All.MadeAgain);
        Assert.True(house.Cache.LetGo > 0);
    }

    [Fact]
    public async Task A_sound_that_was_let_go_is_made_again_when_somebody_asks()
    {
        var speech = new FakeSpeech { Size = 100_000 };
        await using var house = new SpeakingHouse(speech, options: Small);
        var room = await SayAsync(house, 14);
        var first = (await SpeakingHouse.HeardAsync(room))[0];

        var open = await house.Shelf.OpenAsync(first.Clip, Reader.Anonymous, None);

        await using var content = open!.Content;
        Assert.Equal(100_044, content.Length);
        Assert.Equal("line 1", speech.Spoken.Last());
        Assert.Equal(1, house.Counters.Snapshot().All.MadeAgain);
        Assert.InRange(house.Cache.Bytes, 0, Small.CacheBytes);
    }

    [Fact]
    public async Task A_sound_somebody_deleted_by_hand_is_made_again_too()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await SayAsync(house, 1);
        File.Delete(house.Files.Single());

        var open = await house.Shelf.OpenAsync((await SpeakingHouse.HeardAsync(room))[0].Clip, Reader.Anonymous, None);

        await using var content = open!.Content;
        Assert.True(content.Length > 44);
    }

    [Fact]
    public async Task Many_who_ask_at_once_for_a_sound_let_go_have_it_made_once()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await SayAsync(house, 1);
        File.Delete(house.Files.Single());
        var clip = (await SpeakingHouse.HeardAsync(room))[0].Clip;

        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => house.Shelf.OpenAsync(clip, Reader.Anonymous, None))));

        Assert.Equal(2, speech.Asked.Count);
        foreach (var open in opened)
            open!.Content.Dispose();
    }

    [Fact]
    public async Task Too_many_who_wait_for_sounds_to_be_made_again_are_asked_to_come_back()
    {
        var go = new TaskCompletionSource();
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await SayAsync(house, 1);
        File.Delete(house.Files.Single());
        speech.Before = (_, _) => go.Task;
        var clip = (await SpeakingHouse.HeardAsync(room))[0].Clip;
        var waiting = Enumerable.Range(0, 16).Select(_ => house.Shelf.OpenAsync(clip, Reader.Anonymous, None)).ToList();
        await Eventually.Is(() => speech.Speaking == 1, "it speaks");

        await Eventually.Is(() => house.Shelf.Waiting == 16, "all wait");
        var fault = await Assert.ThrowsAsync<SpeechFailedException>(() => house.Shelf.OpenAsync(clip, Reader.Anonymous, None));

        Assert.Contains("Too many", fault.Message, StringComparison.Ordinal);
        go.SetResult();
        foreach (var open in await Task.WhenAll(waiting))
            open!.Content.Dispose();
    }

    [Fact]
    public async Task A_sound_made_again_speaks_in_the_voice_of_today()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await SayAsync(house, 1);
        File.Delete(house.Files.Single());
        house.Cast = [People.Named("Ada") with { Voice = new VoiceCard { Espeak = "en-gb+f5" } }];
        var clip = (await SpeakingHouse.HeardAsync(room))[0].Clip;

        (await house.Shelf.OpenAsync(clip, Reader.Anonymous, None))!.Content.Dispose();
        (await house.Shelf.OpenAsync(clip, Reader.Anonymous, None))!.Content.Dispose();

        Assert.Equal(["en", "en-gb+f5"], speech.Asked.Select(u => u.Voice.Espeak));
    }

    [Fact]
    public async Task Nobody_to_speak_any_more_means_not_now_and_an_unknown_name_means_no()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await SayAsync(house, 1);
        File.Delete(house.Files.Single());
        speech.CanSpeak = false;
        var clip = (await SpeakingHouse.HeardAsync(room))[0].Clip;

        await Assert.ThrowsAsync<SpeechFailedException>(() => house.Shelf.OpenAsync(clip, Reader.Anonymous, None));
        Assert.Null(await house.Shelf.OpenAsync(new string('0', 32), Reader.Anonymous, None));
        Assert.Null(await house.Shelf.OpenAsync("../../chatter.db", Reader.Anonymous, None));
    }

    [Fact]
    public async Task What_was_heard_last_is_known_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;
        var clock = new ManualClock();
        string kept;
        await using (var before = new SpeakingHouse(new FakeSpeech { Size = 100_000 }, clock, folder, Small))
        {
            var room = await SayAsync(before, 10);
            var clips = await SpeakingHouse.HeardAsync(room);
            clock.Advance(TimeSpan.FromDays(1));
            kept = clips[4].Clip;
            (await before.Shelf.OpenAsync(kept, Reader.Anonymous, None))!.Content.Dispose();
        }

        var speech = new FakeSpeech { Size = 100_000 };
        await using (var after = new SpeakingHouse(speech, clock, folder, Small))
        {
            await SayAsync(after, 2);
            (await after.Shelf.OpenAsync(kept, Reader.Anonymous, None))!.Content.Dispose();
        }

        Assert.DoesNotContain("line 5", speech.Spoken);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Says "line 1", "line 2"… on from where the room is, and lets each be heard, a second apart.</summary>
    private static async Task<VoicedRoom> SayAsync(SpeakingHouse house, int lines)
    {
        var room = house.Rooms.Find(new RoomId(1)) ?? await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        for (var i = 0; i < lines; i++)
        {
            await room.Log.AppendAsync(Lines.By("ada", $"line {room.Log.MessageCount + 1}"), null, None);
            await SpeakingHouse.CatchUpAsync(reader);
            house.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return room;
    }
}
