using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Speech;

public sealed class ClipRetractionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_message_taken_back_takes_its_clip_and_its_sound_with_it()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "regrettable"), null, None);
        await SpeakingHouse.CatchUpAsync(reader);
        var clip = (await SpeakingHouse.HeardAsync(room))[0].Clip;

        await room.Log.AppendAsync(new Retracted(1, "admin", null), null, None);
        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Empty(house.Files);
        Assert.Null(await house.Shelf.OpenAsync(clip, Reader.Anonymous, None));
        Assert.Equal(0, house.Cache.Bytes);
    }

    [Fact]
    public async Task A_sound_that_another_message_shares_stays()
    {
        await using var house = new SpeakingHouse(new FakeSpeech());
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        await room.Log.AppendAsync(Lines.By("ada", "indeed"), null, None);
        await room.Log.AppendAsync(Lines.By("ada", "indeed"), null, None);
        await SpeakingHouse.CatchUpAsync(reader);
        var clips = await SpeakingHouse.HeardAsync(room);

        await room.Log.AppendAsync(new Retracted(1, "admin", null), null, None);
        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Null(await house.Shelf.OpenAsync(clips[0].Clip, Reader.Anonymous, None));
        using var open = (await house.Shelf.OpenAsync(clips[1].Clip, Reader.Anonymous, None))!.Content;
        Assert.Single(house.Files);
    }

    [Fact]
    public async Task A_message_taken_back_before_its_turn_is_never_spoken()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        speech.Before = (u, _) => u.Text == "first" ? room.Log.AppendAsync(new Retracted(2, "admin", null), null, None) : Task.CompletedTask;
        await room.Log.AppendAsync(Lines.By("ada", "first"), null, None);
        await room.Log.AppendAsync(Lines.By("ada", "second"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Equal(["first"], speech.Spoken);
        Assert.Equal([1L], (await SpeakingHouse.HeardAsync(room)).Select(a => a.Message));
    }

    [Fact]
    public async Task A_message_taken_back_while_it_is_spoken_is_not_announced_and_leaves_no_sound()
    {
        var speech = new FakeSpeech();
        await using var house = new SpeakingHouse(speech);
        var room = await house.OpenRoomAsync();
        var reader = await house.OpenReaderAsync(room);
        speech.Before = (_, _) => room.Log.AppendAsync(new Retracted(1, "admin", null), null, None);
        await room.Log.AppendAsync(Lines.By("ada", "regrettable"), null, None);

        await SpeakingHouse.CatchUpAsync(reader);

        Assert.Empty(await SpeakingHouse.HeardAsync(room));
        Assert.Empty(house.Files);
    }
}
