using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Offline;
using Chatter.Core.Logs;
using Chatter.Core.Rooms;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Language.Offline;

/// <summary>The voice over a real log.</summary>
public sealed class OfflineVoiceTests
{
    private static readonly LoadedRoom Agora = ContentLoader.Load(Content.Folder).Rooms.Single(r => r.Card.Slug == "philosophy");

    [Fact]
    public async Task A_voice_started_anew_goes_on_as_the_one_before_would_have()
    {
        await using var store = new TestStore();
        var log = await store.OpenRoomAsync();
        var voice = NewVoice();
        for (var i = 0; i < 130; i++)
            await SpeakAsync(voice, log, i);

        var carried = await voice.WriteAsync(TurnOf(log, 130), CancellationToken.None);
        var restarted = await NewVoice().WriteAsync(TurnOf(log, 130), CancellationToken.None);

        Assert.Equal(carried.Text, restarted.Text);
        Assert.Equal(carried.Trace, restarted.Trace);
    }

    [Fact]
    public async Task A_line_costs_nothing_and_names_the_voice()
    {
        await using var store = new TestStore();
        var log = await store.OpenRoomAsync();

        var draft = await NewVoice().WriteAsync(TurnOf(log, 0), CancellationToken.None);

        Assert.Equal((0m, 0, "offline-voice"), (draft.Cost, draft.PromptTokens, draft.Model));
        Assert.NotEmpty(draft.Text);
    }

    [Fact]
    public async Task A_room_without_material_is_told_what_is_missing()
    {
        await using var store = new TestStore();
        var turn = TurnOf(await store.OpenRoomAsync(), 0);

        var refused = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => NewVoice().WriteAsync(turn with { Room = turn.Room with { Material = "nowhere" } }, CancellationToken.None));

        Assert.Contains("material", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_the_material_does_not_know_is_met_honestly()
    {
        await using var store = new TestStore();
        var turn = TurnOf(await store.OpenRoomAsync(), 0) with { Topic = "Is a hot dog a sandwich?" };

        var draft = await NewVoice().WriteAsync(turn, CancellationToken.None);

        Assert.Equal("stray", draft.Trace["move"]);
        Assert.Contains("Is a hot dog a sandwich?", draft.Text, StringComparison.Ordinal);
    }

    private static OfflineVoice NewVoice() => new(new MaterialShelf(Path.Combine(Content.Folder, "offline")), seed: 5);

    private static async Task SpeakAsync(OfflineVoice voice, RoomLog log, int turn)
    {
        var draft = await voice.WriteAsync(TurnOf(log, turn), CancellationToken.None);
        await log.AppendAsync(
            new Message { Author = Speaker(turn).AsAuthor(), Text = draft.Text, Topic = TopicOf(turn), ReplyTo = draft.ReplyTo, Trace = draft.Trace },
            null,
            CancellationToken.None);
        if (turn % 10 == 0)
            await log.AppendAsync(new TopicChanged(TopicOf(turn)), null, CancellationToken.None);
    }

    private static Turn TurnOf(RoomLog log, int turn) => new()
    {
        Room = Agora.Card,
        Log = log,
        Settings = new RoomSettings(),
        Persona = Speaker(turn),
        Cast = Agora.Cast,
        Topic = TopicOf(turn),
        Recent = [],
    };

    private static Persona Speaker(int turn) => Agora.Cast[turn * 3 % Agora.Cast.Count];

    private static string TopicOf(int turn) => Agora.Settings["topics"]![turn / 40 % 12]!.GetValue<string>();
}
