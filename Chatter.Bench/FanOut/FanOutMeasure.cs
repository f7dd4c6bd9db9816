using System.Diagnostics;
using System.Globalization;

namespace Chatter.Bench.FanOut;

/// <summary>
/// What showing a room to many costs. <c>fanout [--viewers 1000] [--rate 20] [--seconds 20] [--stuck 0]</c> says so many
/// messages a second; <c>bursts [--viewers 1000] [--writers 64] [--seconds 5]</c> says one line by each writer, all at once,
/// waits until every viewer has them, and begins again; with one writer that is one message at a time. Both
/// beside a plain SignalR hub (<c>--plain 0</c> leaves it out), in turns, three rounds of it. <c>--pin 1</c> keeps the server on
/// one core and the viewers on the other.
/// </summary>
internal static class FanOutMeasure
{
    public static Task<int> SteadyAsync(string[] args)
    {
        var (rate, seconds) = (Arguments.Number(args, "rate", 20), Arguments.Number(args, "seconds", 20));
        return RunAsync(args, $"talk {rate} {rate * seconds}", TimeSpan.Zero);
    }

    public static Task<int> BurstsAsync(string[] args)
    {
        var (writers, seconds) = (Arguments.Number(args, "writers", 64), Arguments.Number(args, "seconds", 5));
        return RunAsync(args, $"burst {writers}", TimeSpan.FromSeconds(seconds));
    }

    private static async Task<int> RunAsync(string[] args, string order, TimeSpan again)
    {
        var setting = new Setting(
            order,
            again,
            Arguments.Number(args, "viewers", 1000),
            Arguments.Number(args, "stuck", 0),
            OperatingSystem.IsLinux() && Arguments.Number(args, "pin", 0) == 1);
        if (setting.Pinned && OperatingSystem.IsLinux())
            Process.GetCurrentProcess().ProcessorAffinity = 2;
        var batch = Arguments.Number(args, "batch", 0);
        for (var round = 1; round <= Arguments.Number(args, "rounds", 3); round++)
        {
            Console.WriteLine(await MeasureAsync("stream", $"/stream/philosophy?batch={batch}", setting));
            if (Arguments.Number(args, "plain", 1) == 1)
                Console.WriteLine(await MeasureAsync("plain hub", "/plain", setting with { Order = "plain-" + order, Stuck = 0 }));
        }

        return 0;
    }

    private static async Task<string> MeasureAsync(string name, string path, Setting setting)
    {
        var (order, again, count, stuck, pinned) = setting;
        await using var server = await FanOutProcess.StartAsync(pinned);
        await server.OrderAsync("talk 200 100");
        using var stop = new CancellationTokenSource();
        var viewers = new List<SocketViewer>();
        var reading = new List<Task>();
        try
        {
            // The first hundred warm the server up, so that what is counted is a viewer and not the program.
            await AddAsync(viewers, reading, server, path, Math.Min(100, count), stop.Token);
            var empty = await server.UsageAsync();
            await AddAsync(viewers, reading, server, path, count - viewers.Count, stop.Token);
            for (var i = 0; i < stuck; i++)
                await AddStuckAsync(viewers, server, path, stop.Token);
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            var full = await server.UsageAsync();
            double PerViewer(long kib) => count > 100 ? (double)kib / (count + stuck - 100) : 0;
            var perViewer = string.Create(
                CultureInfo.InvariantCulture,
                $"an idle viewer {PerViewer(full.ResidentKiB - empty.ResidentKiB):F1} KiB resident, {PerViewer(full.HeapKiB - empty.HeapKiB):F1} KiB heap");

            // The first seconds are the compiler's.
            var warm = again > TimeSpan.Zero ? order : string.Join(' ', order.Split(' ')[..^1]) + " 60";
            await SayAsync(server, warm, again > TimeSpan.Zero ? TimeSpan.FromSeconds(3) : TimeSpan.Zero, viewers[..count]);
            return await MeasureAsync(name, server, order, again, viewers[..count], perViewer);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading);
            viewers.ForEach(v => v.Dispose());
        }
    }

    private static async Task<string> MeasureAsync(
        string name, FanOutProcess server, string order, TimeSpan again, List<SocketViewer> viewers, string perViewer)
    {
        viewers.ForEach(v => v.Reset());
        var before = await server.UsageAsync();
        var watch = Stopwatch.StartNew();
        var said = await SayAsync(server, order, again, viewers) - before.Head;
        var elapsed = watch.Elapsed.TotalSeconds;
        var after = await server.UsageAsync();

        var deliveries = viewers.Sum(v => v.Deliveries);
        var missing = (said * viewers.Count) - deliveries + viewers.Sum(v => v.Doubles);
        var latencies = viewers.SelectMany(v => v.Latencies).ToArray();
        Array.Sort(latencies);
        var processor = after.ProcessorMicroseconds - before.ProcessorMicroseconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {said} messages to {viewers.Count} viewers in {elapsed:F1} s, {deliveries / elapsed:N0} deliveries/s; {missing} missing, {viewers.Sum(v => v.Doubles)} doubles; "
            + $"commit to receipt p50 {At(latencies, 0.5):F1} ms, p99 {At(latencies, 0.99):F1} ms, max {At(latencies, 1):F1} ms; "
            + $"{processor / deliveries:F2} µs processor a delivery, {deliveries / processor * 1e6:N0} deliveries a processor second; {perViewer}; resident in all {after.ResidentKiB / 1024} MiB; {after.Pending} stuck");
    }

    /// <summary>Gives the order, and again for so long, each time waiting until all have everything. Returns the last number.</summary>
    private static async Task<long> SayAsync(FanOutProcess server, string order, TimeSpan again, List<SocketViewer> viewers)
    {
        var watch = Stopwatch.StartNew();
        long head;
        do
        {
            head = long.Parse(await server.OrderAsync(order), CultureInfo.InvariantCulture);
            var waiting = Stopwatch.StartNew();
            foreach (var viewer in viewers)
            {
                while (viewer.Last < head && waiting.Elapsed < TimeSpan.FromMinutes(1))
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }
        while (watch.Elapsed < again);
        return head;
    }

    private static async Task AddAsync(List<SocketViewer> viewers, List<Task> reading, FanOutProcess server, string path, int count, CancellationToken stop)
    {
        for (var i = 0; i < count; i++)
        {
            var viewer = new SocketViewer(server.Stamps);
            viewers.Add(viewer);
            await viewer.ConnectAsync(server.Address, path, stop);
            reading.Add(Task.Run(() => viewer.ReadAsync(stop), CancellationToken.None));
        }
    }

    private static async Task AddStuckAsync(List<SocketViewer> viewers, FanOutProcess server, string path, CancellationToken stop)
    {
        var viewer = new SocketViewer(null);
        viewers.Add(viewer);
        await viewer.ConnectAsync(server.Address, path, stop);
    }

    private sealed record Setting(string Order, TimeSpan Again, int Viewers, int Stuck, bool Pinned);

    private static double At(int[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)] / 1000.0;
}
