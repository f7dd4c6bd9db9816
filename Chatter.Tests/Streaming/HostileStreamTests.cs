using System.Text;
using Chatter.Tests.Fakes;
using Chatter.Web.Streaming;
using Microsoft.Extensions.DependencyInjection;

namespace Chatter.Tests.Streaming;

public sealed class HostileStreamTests : IAsyncLifetime
{
    private readonly TestChatter chatter = new();
    private readonly ManualClock clock = new();

    private StreamWheel Wheel => chatter.Services.GetRequiredService<StreamWheel>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await chatter.DisposeAsync();

    [Fact]
    public async Task A_reader_who_never_reads_delays_nobody_and_is_closed_with_3008()
    {
        chatter.Started();
        using var slow = await RawClient.OpenAsync(chatter.Address);
        await slow.ReadHeadAsync();
        await using var brisk = await StreamClient.OpenAsync(chatter.Address);
        await brisk.NextAsync("connected");

        // More than the buffers of both ends of a connection can hold.
        var saying = Parallel.ForAsync(0, 3000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => await chatter.SayAsync(new string('x', 4000)));
        await brisk.ReadToAsync(3000);
        await saying;

        Assert.Equal(Enumerable.Range(1, 3000).Select(i => (long)i), brisk.Seqs);
        Assert.Equal(1, Wheel.Pending);
        await Eventually.Is(() => Wheel.Pending == 0 || Wheel.Closing == 1, "the slow one is sent away");
        Assert.Equal(3008, await slow.ReadCloseCodeAsync());
    }

    [Fact]
    public async Task A_reader_who_reads_slowly_gets_everything_from_the_store_at_its_own_pace()
    {
        chatter.Started();
        using var slow = await RawClient.OpenAsync(chatter.Address);
        await slow.ReadHeadAsync();

        await Parallel.ForAsync(0, 3000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => await chatter.SayAsync(new string('x', 4000)));
        await Eventually.Is(() => Wheel.Pending == 1, "its buffers are full");
        var seqs = new List<long>();
        while (seqs.Count < 3000)
        {
            var text = Encoding.UTF8.GetString((await slow.ReadFrameAsync()).Payload);
            if (text.StartsWith("""{"type":"message","seq":""", StringComparison.Ordinal))
                seqs.Add(long.Parse(text.Split(':', ',')[3]));
        }

        Assert.Equal(Enumerable.Range(1, 3000).Select(i => (long)i), seqs);
    }

    [Fact]
    public async Task Who_gives_no_sign_of_life_is_closed_with_3012_and_who_does_may_stay()
    {
        chatter.With(services => services.AddSingleton<TimeProvider>(clock)).Started();
        using var dead = await RawClient.OpenAsync(chatter.Address);
        using var alive = await RawClient.OpenAsync(chatter.Address);
        foreach (var client in new[] { dead, alive })
        {
            await client.ReadHeadAsync();
            await client.ReadFrameAsync();
        }

        clock.Advance(TimeSpan.FromSeconds(26));
        await dead.ReadToOpcodeAsync(9);
        await alive.ReadToOpcodeAsync(9);
        await alive.SendAsync([0x8A, 0x80, 0, 0, 0, 0]);
        await Eventually.Is(() => Wheel.Silent == 1, "the pong has come");
        clock.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(3012, await dead.ReadCloseCodeAsync());
        clock.Advance(TimeSpan.FromSeconds(6));
        await Eventually.Is(() => Wheel.Count == 1, "the dead one is cut and the other stays");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 1002)]
    [InlineData("\u0081\u0005hello", 1002)]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", 1002)]
    [InlineData("\u0081\u00ff\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0000\u0000\u0000\u0000", 1009)]
    [InlineData("\u0081\u0081\u0000\u0000\u0000\u0000\u00ff", 1007)]
    public async Task Bytes_that_are_no_WebSocket_frames_close_the_connection(string bytes, int code)
    {
        chatter.Started();
        using var client = await RawClient.OpenAsync(chatter.Address);
        await client.ReadHeadAsync();

        await client.SendAsync(Encoding.Latin1.GetBytes(bytes));

        Assert.Equal(code, await client.ReadCloseCodeAsync());
    }

    [Fact]
    public async Task Who_is_cut_off_in_the_middle_of_anything_is_forgotten()
    {
        chatter.Started();
        for (var i = 0; i < 20; i++)
        {
            using var client = await RawClient.OpenAsync(chatter.Address);
            if (i % 2 == 0)
                await client.SendAsync([0x81, 0xFE]);
        }

        await Eventually.Is(() => Wheel.Count == 0 && chatter.Room().Feed.Listeners == 0, "nobody is left behind");
    }
}
