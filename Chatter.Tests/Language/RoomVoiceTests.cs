using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Language;

public sealed class RoomVoiceTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Func<Turn, Draft> Breaks = _ => throw new ModelUnavailableException("The model is ill.");

    [Fact]
    public async Task Without_a_model_the_offline_voice_speaks_and_says_so()
    {
        await using var store = new TestStore();
        var turn = await Turns.InAsync(store);
        var voice = Voice(null, ScriptedModel.Saying("By rules."));

        var draft = await voice.WriteAsync(turn, None);

        Assert.Equal("By rules.", draft.Text);
        Assert.Equal("offline voice", voice.Name);
        Assert.Equal(("offline voice", null), Standing(voice, turn));
    }

    [Fact]
    public async Task With_a_model_the_model_speaks()
    {
        await using var store = new TestStore();
        var turn = await Turns.InAsync(store);
        var voice = Voice(ScriptedModel.Saying("By heart."), ScriptedModel.Saying());

        var draft = await voice.WriteAsync(turn, None);

        Assert.Equal("By heart.", draft.Text);
        Assert.Equal(("a model at an address", null), Standing(voice, turn));
    }

    [Fact]
    public async Task When_the_model_fails_the_offline_voice_takes_over_until_it_is_well()
    {
        await using var store = new TestStore();
        var turn = await Turns.InAsync(store);
        var voice = Voice(new ScriptedModel(Breaks, _ => new Draft("Well again.")), ScriptedModel.Saying("By rules."));

        var first = await voice.WriteAsync(turn, None);
        var meanwhile = Standing(voice, turn);
        var second = await voice.WriteAsync(turn, None);

        Assert.Equal(("By rules.", "Well again."), (first.Text, second.Text));
        Assert.Equal(("offline voice", "The model is ill."), meanwhile);
        Assert.Equal(("a model at an address", null), Standing(voice, turn));
    }

    [Fact]
    public async Task A_room_that_does_not_allow_it_stays_silent_and_the_reason_is_kept()
    {
        await using var store = new TestStore();
        var turn = await Turns.InAsync(store) is var t ? t with { Settings = t.Settings with { OfflineFallback = false } } : null!;
        var voice = Voice(new ScriptedModel(Breaks), ScriptedModel.Saying("Never said."));

        await Assert.ThrowsAsync<ModelUnavailableException>(() => voice.WriteAsync(turn, None));

        Assert.Equal(("nobody", "The model is ill."), Standing(voice, turn));
    }

    [Fact]
    public async Task A_room_may_ask_for_the_offline_voice_though_there_is_a_model()
    {
        await using var store = new TestStore();
        var turn = await Turns.InAsync(store) is var t ? t with { Settings = t.Settings with { Model = "offline" } } : null!;
        var voice = Voice(ScriptedModel.Saying(), ScriptedModel.Saying("By rules."));

        var draft = await voice.WriteAsync(turn, None);

        Assert.Equal("By rules.", draft.Text);
    }

    private static RoomVoice Voice(ILanguageModel? model, ILanguageModel offline) =>
        new(model, offline, "a model at an address", null, TimeProvider.System, NullLogger<RoomVoice>.Instance);

    private static (string Voice, string? Reason) Standing(RoomVoice voice, Turn turn)
    {
        var state = voice.StateOf(turn.Log.Room);
        return (state.Voice, state.Reason);
    }
}
