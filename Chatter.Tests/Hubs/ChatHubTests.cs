using System.Text.Json;
using Chatter.Tests.Fakes;
using Chatter.Tests.Streaming;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Chatter.Tests.Hubs;

public sealed class ChatHubTests : IAsyncLifetime
{
    private readonly TestChatter chatter = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60), TimeProvider.System);

    public Task InitializeAsync()
    {
        chatter.Started();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        limit.Dispose();
        await chatter.DisposeAsync();
    }

    [Fact]
    public async Task What_the_hub_shows_is_word_for_word_what_the_stream_shows()
    {
        await SayAsync(1, 5);
        await using var stream = await StreamClient.OpenAsync(chatter.Address, "after=2");
        await using var hub = await HubClient.OpenAsync(chatter.Address);
        await using var watch = Watch(hub, 2).GetAsyncEnumerator();

        var connected = (await NextAsync(watch)).Single();
        var streamed = await stream.NextAsync("connected");
        await chatter.SayAsync("live");
        var live = (await NextAsync(watch)).Single(e => StreamClient.Type(e) == "message");

        Assert.Equal(streamed.GetProperty("history").GetRawText(), connected.GetProperty("history").GetRawText());
        Assert.Equal((await stream.NextAsync("message")).GetRawText(), live.GetRawText());
    }

    [Fact]
    public async Task A_reader_who_comes_back_to_the_hub_gets_every_number_once_while_much_is_said()
    {
        await SayAsync(1, 1200);
        await using var hub = await HubClient.OpenAsync(chatter.Address);

        var saying = SayAsync(1201, 2000);
        var seqs = new List<long>();
        await foreach (var array in Watch(hub, 0))
        {
            seqs.AddRange(array.SelectMany(Seqs));
            if (seqs.Count > 0 && seqs[^1] >= 2000)
                break;
        }

        await saying;
        Assert.Equal(Enumerable.Range(1, 2000).Select(i => (long)i), seqs);
    }

    [Fact]
    public async Task A_position_of_another_history_gets_reset_first()
    {
        await SayAsync(1, 12);
        await using var hub = await HubClient.OpenAsync(chatter.Address);

        await using var watch = hub.StreamAsync<JsonElement[]>("Watch", "philosophy", 5L, "other", limit.Token).GetAsyncEnumerator();
        var first = await NextAsync(watch);

        Assert.Equal(["reset", "connected"], first.Select(StreamClient.Type));
        Assert.Equal(10, first[1].GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task The_rooms_are_listed_with_who_watches()
    {
        await SayAsync(1, 3);
        await using var stream = await StreamClient.OpenAsync(chatter.Address);
        await stream.NextAsync("connected");
        await using var hub = await HubClient.OpenAsync(chatter.Address);

        var rooms = await hub.InvokeAsync<JsonElement[]>("Rooms", limit.Token);

        var philosophy = rooms.Single(r => r.GetProperty("slug").GetString() == "philosophy");
        Assert.Equal((1, 3L, "radio", true), (philosophy.GetProperty("viewers").GetInt32(), philosophy.GetProperty("seq").GetInt64(), philosophy.GetProperty("pace").GetString(), philosophy.GetProperty("enabled").GetBoolean()));
    }

    [Fact]
    public async Task Unknown_rooms_and_negative_numbers_are_errors_and_the_connection_stays()
    {
        await using var hub = await HubClient.OpenAsync(chatter.Address);

        var unknown = await Assert.ThrowsAsync<HubException>(async () => await NextAsync(Watch(hub, null, "nowhere").GetAsyncEnumerator()));
        var negative = await Assert.ThrowsAsync<HubException>(async () => await NextAsync(Watch(hub, -1).GetAsyncEnumerator()));

        Assert.Contains("unknown_room", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("bad_value", negative.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await hub.InvokeAsync<JsonElement[]>("Rooms", limit.Token));
    }

    [Fact]
    public async Task Who_calls_more_than_twenty_times_in_ten_seconds_is_cut_off()
    {
        await using var hub = await HubClient.OpenAsync(chatter.Address);
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        var calls = Enumerable.Range(0, 100).Select(_ => hub.InvokeAsync<JsonElement[]>("Rooms", limit.Token)).ToList();

        await closed.Task.WaitAsync(limit.Token);
        await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.InRange(calls.Count(c => c.IsCompletedSuccessfully), 1, 20);
    }

    [Fact]
    public async Task Who_leaves_is_no_longer_counted_and_leaves_nothing_behind()
    {
        var hub = await HubClient.OpenAsync(chatter.Address);
        await NextAsync(Watch(hub, null).GetAsyncEnumerator());
        Assert.Equal(1, chatter.Room().Presence.Viewers);

        await hub.DisposeAsync();

        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0 && chatter.Room().Feed.Listeners == 0, "nobody is left behind");
    }

    [Fact]
    public async Task Who_never_reads_holds_nobody_up_and_is_cut_off()
    {
        using var slow = await RawClient.OpenAsync(chatter.Address, "/hubs/chat");
        await slow.ReadHeadAsync();
        await slow.SendTextAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        await slow.SendTextAsync("{\"type\":4,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[\"philosophy\",null,null]}\u001e");
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 1, "it watches");

        await Parallel.ForAsync(0, 3000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => await chatter.SayAsync(new string('x', 4000)));

        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0 && chatter.Room().Feed.Listeners == 0, "it is cut off", 40);
    }

    private static IEnumerable<long> Seqs(JsonElement value) => StreamClient.Type(value) == "connected"
        ? value.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64())
        : value.TryGetProperty("seq", out var seq) ? [seq.GetInt64()] : [];

    private static async Task<JsonElement[]> NextAsync(IAsyncEnumerator<JsonElement[]> watch) =>
        await watch.MoveNextAsync() ? watch.Current : throw new InvalidOperationException("The hub has ended the watch.");

    private IAsyncEnumerable<JsonElement[]> Watch(HubConnection hub, long? after, string room = "philosophy") =>
        hub.StreamAsync<JsonElement[]>("Watch", room, after, null, limit.Token);

    private async Task SayAsync(int from, int to)
    {
        for (var i = from; i <= to; i++)
            await chatter.SayAsync($"line {i}");
    }
}
