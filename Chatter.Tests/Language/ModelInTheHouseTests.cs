using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Spending;
using Chatter.Core.Rooms;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Language;

/// <summary>The whole program with a model's server that answers as told.</summary>
public sealed class ModelInTheHouseTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_room_talks_by_the_model_at_the_configured_address_and_pays_for_it()
    {
        await using var server = await FakeOpenAI.StartAsync();
        server.Chat.Always(Replies.Says("Nothing moves, and that is what moves me.", (1000, 20)));
        await using var chatter = Talking(server);

        var said = await FirstMessageAsync(chatter);
        var voice = chatter.Services.GetRequiredService<RoomVoice>();
        var spent = await chatter.Services.GetRequiredService<UsageBook>().TotalAsync(chatter.Room().Log.Room, None);

        Assert.Equal("Nothing moves, and that is what moves me.", said.Text);
        Assert.Equal("gpt-4o-mini", said.Trace["model"]);
        Assert.Equal($"gpt-4o-mini at {server.Endpoint}", voice.Name);
        Assert.InRange(spent.Cost, 0.00306m, 1m);
    }

    [Fact]
    public async Task Where_the_room_allows_the_offline_voice_takes_over_from_a_model_that_fails()
    {
        await using var server = await FakeOpenAI.StartAsync();
        server.Chat.Always(Replies.Fails(401, "invalid_api_key"));
        await using var chatter = Talking(server);

        var said = await FirstMessageAsync(chatter);
        var state = chatter.Services.GetRequiredService<RoomVoice>().StateOf(chatter.Room().Log.Room);

        Assert.DoesNotContain("invalid_api_key", said.Text);
        Assert.Equal(RoomVoice.OfflineName, state.Voice);
        Assert.Contains("does not accept the key", state.Reason);
    }

    [Fact]
    public async Task Where_it_does_not_the_room_is_silent_and_says_why()
    {
        await using var server = await FakeOpenAI.StartAsync();
        server.Chat.Always(Replies.Fails(500));
        await using var chatter = Talking(server, ("OfflineFallback", "false"));

        await Eventually.Is(() => chatter.Room().Phase.Phase == RoomPhase.Paused, "the room has paused");

        Assert.Equal(0, chatter.Room().Log.MessageCount);
        Assert.Contains("The model's server", chatter.Room().Phase.Reason);
    }

    [Fact]
    public async Task Without_a_key_and_an_endpoint_the_offline_voice_speaks()
    {
        await using var chatter = new TestChatter().Started();

        var voice = chatter.Services.GetRequiredService<RoomVoice>();

        Assert.False(voice.HasModel);
        Assert.Equal(RoomVoice.OfflineName, voice.Name);
    }

    private static TestChatter Talking(FakeOpenAI server, params (string Key, string Value)[] settings)
    {
        var chatter = new TestChatter()
            .With("Chatter:Language:Endpoint", server.Endpoint.ToString())
            .With("Chatter:Rooms:cryptoana:Enabled", "false")
            .With("Chatter:Rooms:philosophy:AlwaysOn", "true")
            .With("Chatter:Rooms:philosophy:Timing:InitialDelay", "0")
            .With("Chatter:Rooms:philosophy:Timing:MinDelay", "00:00:00.2")
            .With("Chatter:Rooms:philosophy:Timing:MaxDelay", "00:00:00.2");
        foreach (var (key, value) in settings)
            chatter.With($"Chatter:Rooms:philosophy:{key}", value);
        return chatter.Started();
    }

    private static async Task<Message> FirstMessageAsync(TestChatter chatter)
    {
        var log = chatter.Room().Log;
        await Eventually.Is(() => log.MessageCount > 0, "something was said");
        return (await log.ReadMessagesAfterAsync(0, 1, Reader.House, None))[0].Message!;
    }
}
