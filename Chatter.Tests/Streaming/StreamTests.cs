using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;
using Chatter.Web.Guards;
using Chatter.Web.Streaming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chatter.Tests.Streaming;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly TestChatter chatter = new();

    private StreamWheel Wheel => chatter.Services.GetRequiredService<StreamWheel>();

    public Task InitializeAsync()
    {
        chatter.Started();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await chatter.DisposeAsync();

    [Fact]
    public async Task A_newcomer_gets_the_last_ten_messages_with_all_between_them_and_then_what_is_said()
    {
        await SayAsync(12);
        await chatter.Room().Log.AppendAsync(new TopicChanged("time"), null, CancellationToken.None);

        await using var client = await StreamClient.OpenAsync(chatter.Address);
        var connected = await client.NextAsync("connected");
        await chatter.SayAsync("live");
        var live = await client.NextAsync("message");

        Assert.Equal(Enumerable.Range(3, 11).Select(i => (long)i).Append(14), client.Seqs);
        Assert.Equal((13L, 1L, false, 1), (Number(connected, "seq"), Number(connected, "oldest"), connected.GetProperty("recovered").GetBoolean(), connected.GetProperty("v").GetInt32()));
        Assert.Equal("philosophy", connected.GetProperty("room").GetString());
        Assert.Equal(13, connected.GetProperty("stats").GetProperty("messages").GetInt64() + 1);
        Assert.Equal("live", live.GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_empty_room_greets_with_an_empty_history()
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address);

        var connected = await client.NextAsync("connected");

        Assert.Equal((0L, 0), (Number(connected, "seq"), connected.GetProperty("history").GetArrayLength()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&batch=1")]
    public async Task A_reader_who_comes_back_gets_everything_since_without_a_gap_or_a_double_however_long_it_was_away(string batch)
    {
        await SayAsync(1700);

        await using var client = await StreamClient.OpenAsync(chatter.Address, $"after=3{batch}");
        await client.ReadToAsync(1700);
        await chatter.SayAsync("live");
        await client.ReadToAsync(1701);

        Assert.Equal(Enumerable.Range(4, 1698).Select(i => (long)i), client.Seqs);
        Assert.True(client.Connected.GetProperty("recovered").GetBoolean());
        Assert.InRange(client.Connected.GetProperty("history").GetArrayLength(), 1, 500);
        Assert.Equal(batch.Length > 0, client.Frames.Any(f => f.ValueKind == JsonValueKind.Array));
    }

    [Theory]
    [InlineData("after=5&epoch=other", "epoch")]
    [InlineData("after=99", "ahead")]
    [InlineData("after=9223372036854775807", "ahead")]
    public async Task A_position_of_another_history_is_answered_with_reset_and_then_the_last_messages(string query, string reason)
    {
        await SayAsync(12);

        await using var client = await StreamClient.OpenAsync(chatter.Address, query);
        var reset = await client.NextAsync();
        var connected = await client.NextAsync("connected");

        Assert.Equal(("reset", reason, 12L), (StreamClient.Type(reset!.Value), reset.Value.GetProperty("reason").GetString(), Number(reset.Value, "seq")));
        Assert.Equal(chatter.Room().Log.Epoch, reset.Value.GetProperty("epoch").GetString());
        Assert.False(connected.GetProperty("recovered").GetBoolean());
        Assert.Equal(10, connected.GetProperty("history").GetArrayLength());
    }

    [Theory]
    [InlineData("nowhere", "", "unknown_room")]
    [InlineData("philosophy", "after=-1", "bad_value")]
    [InlineData("philosophy", "after=99999999999999999999", "bad_value")]
    [InlineData("philosophy", "after=1.5", "bad_value")]
    [InlineData("philosophy", "after=1&after=2", "bad_value")]
    [InlineData("philosophy", "after=%00", "bad_value")]
    [InlineData("philosophy", "batch=yes", "bad_value")]
    public async Task A_request_that_cannot_be_granted_is_told_why_and_closed_for_good(string slug, string query, string code)
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address, query, slug);

        var error = await client.NextAsync("error");
        await client.ReadToEndAsync();

        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(3501, (int)client.CloseStatus!);
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0, "nobody is counted");
    }

    [Fact]
    public async Task A_request_without_an_upgrade_is_told_that_this_is_a_WebSocket()
    {
        using var http = chatter.CreateClient();

        var answer = await http.GetAsync(new Uri("/stream/philosophy", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("upgrade_required", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Wrong_JSON_is_answered_and_loses_nothing()
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address);
        await client.NextAsync("connected");

        foreach (var text in new[] { "{", "[]", "7", """{"type":7}""", """{"type":"post","text":"x"}""", """{"type":"ping"} x""", "" })
        {
            await client.SendAsync(text);
            Assert.Equal("bad_frame", (await client.NextAsync("error")).GetProperty("code").GetString());
        }

        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("pong");
        await chatter.SayAsync("still here");
        await client.ReadToAsync(1);
        Assert.Equal([1], client.Seqs);
    }

    [Fact]
    public async Task A_frame_of_a_mebibyte_closes_with_1009_and_a_binary_one_with_1003()
    {
        await using var large = await StreamClient.OpenAsync(chatter.Address);
        await using var binary = await StreamClient.OpenAsync(chatter.Address);

        await large.SendAsync(new byte[1 << 20], WebSocketMessageType.Text);
        await binary.SendAsync(new byte[8], WebSocketMessageType.Binary);
        await large.ReadToEndAsync();
        await binary.ReadToEndAsync();

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, large.CloseStatus);
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, binary.CloseStatus);
    }

    [Fact]
    public async Task More_than_twenty_frames_in_ten_seconds_close_with_3013()
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address);

        for (var i = 0; i < 21; i++)
            await client.SendAsync("""{"type":"ping"}""");
        await client.ReadToEndAsync();

        Assert.Equal(3013, (int)client.CloseStatus!);
    }

    [Fact]
    public async Task A_reader_who_closes_gets_the_close_back_and_is_no_longer_counted()
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address);
        await client.NextAsync("connected");
        Assert.Equal(1, chatter.Room().Presence.Viewers);

        await client.CloseAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        await Eventually.Is(() => chatter.Room().Presence.Viewers == 0, "nobody is counted");
    }

    [Fact]
    public async Task Signals_come_without_a_number_and_the_latest_of_a_kind_is_enough()
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address);
        await client.NextAsync("connected");

        chatter.Room().Feed.Signal(new Typing(Lines.By("ada", "").Author, TimeSpan.FromSeconds(3)));
        var typing = await client.NextAsync("typing");
        chatter.Room().Enter(RoomPhase.Paused, "The disk is full.");
        var paused = await client.NextAsync("paused");

        Assert.False(typing.TryGetProperty("seq", out _));
        Assert.Equal((3, "ada"), (typing.GetProperty("for").GetInt32(), typing.GetProperty("author").GetProperty("id").GetString()));
        Assert.Equal((true, "The disk is full."), (paused.GetProperty("paused").GetBoolean(), paused.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Everybody_gets_every_number_once_while_eight_speak_and_viewers_drop_and_come_back()
    {
        const int Last = 4000;
        var saying = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SayAsync(Last / 8))));

        var viewers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => WatchAsync(Last, dropEvery: 100 + (i * 37), arrays: i % 2 == 1))));

        await saying;
        Assert.All(viewers, seqs => Assert.Equal(Enumerable.Range(1, Last).Select(i => (long)i), seqs));
        await Eventually.Is(() => chatter.Room().Feed.Listeners == 0 && Wheel.Count == 0, "nobody is left behind");
    }

    [Fact]
    public async Task Two_thousand_connects_and_disconnects_leave_nothing_behind()
    {
        await SayAsync(20);
        var seats = chatter.Services.GetRequiredService<SocketSeats>();

        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            await using var client = await StreamClient.OpenAsync(chatter.Address);
            if (i % 3 == 0)
                await client.NextAsync("connected");
            if (i % 6 == 0)
                await client.CloseAsync();
        });

        await Eventually.Is(() => Wheel.Count == 0, "no socket is left on the wheel");
        await Eventually.Is(() => seats.Taken == 0, "no seat is left taken");
        Assert.Equal((0, 0), (chatter.Room().Presence.Viewers, chatter.Room().Feed.Listeners));
    }

    [Fact]
    public async Task A_socket_over_HTTP_2_is_a_stream_like_any_other()
    {
        await using var second = new TestChatter().With("Kestrel:EndpointDefaults:Protocols", "Http2").Started();
        await second.SayAsync("before");
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        await socket.ConnectAsync(new UriBuilder(second.Address) { Scheme = "ws", Path = "/stream/philosophy" }.Uri, invoker, CancellationToken.None);
        var buffer = new byte[4096];
        var connected = await socket.ReceiveAsync(buffer, CancellationToken.None);

        Assert.Contains("\"text\":\"before\"", System.Text.Encoding.UTF8.GetString(buffer, 0, connected.Count), StringComparison.Ordinal);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task A_server_that_shuts_down_says_so_to_everybody()
    {
        await using var client = await StreamClient.OpenAsync(chatter.Address);
        await client.NextAsync("connected");

        var stopping = Task.Run(() => chatter.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
        await client.ReadToEndAsync();

        await stopping;
        Assert.Equal(3001, (int)client.CloseStatus!);
    }

    private async Task SayAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
            await chatter.SayAsync("line");
    }

    /// <summary>What one viewer gets in all, who goes away every so often and comes back with its position.</summary>
    private async Task<List<long>> WatchAsync(long last, int dropEvery, bool arrays)
    {
        var all = new List<long>();
        while (all.Count == 0 || all[^1] < last)
        {
            var after = all.Count == 0 ? 0 : all[^1];
            await using var client = await StreamClient.OpenAsync(chatter.Address, $"after={after}{(arrays ? "&batch=1" : "")}");
            await client.ReadToAsync(Math.Min(after + dropEvery, last));
            all.AddRange(client.Seqs);
        }

        return all;
    }

    private static long Number(JsonElement value, string name) => value.GetProperty(name).GetInt64();
}
