using System.Diagnostics;
using System.Globalization;

namespace Chatter.Bench.Circuits;

/// <summary>
/// What a browser viewer costs the server: <c>circuits [--circuits 200] [--rate 20] [--seconds 60] [--page rooms/philosophy] [--collect]</c>. The server is a
/// process of its own; its processor time is read before and after, with and without the circuits.
/// </summary>
internal static class CircuitMeasure
{
    public static async Task<int> RunAsync(string[] args)
    {
        var count = Arguments.Number(args, "circuits", 200);
        var rate = Arguments.Number(args, "rate", 20);
        var seconds = Arguments.Number(args, "seconds", 60);
        var pause = (1.0 / rate).ToString(CultureInfo.InvariantCulture);
        var none = CancellationToken.None;
        var environment = new Dictionary<string, string>
        {
            ["Chatter__Rooms__philosophy__AlwaysOn"] = "true",
            ["Chatter__Rooms__philosophy__AudioProbability"] = "0",
            ["Chatter__Rooms__philosophy__Timing__InitialDelay"] = "0",
            ["Chatter__Rooms__philosophy__Timing__MinDelay"] = pause,
            ["Chatter__Rooms__philosophy__Timing__MaxDelay"] = pause,
            ["Chatter__Limits__ConnectionsPerAddress"] = "10000",
        };
        if (args.Contains("--collect"))
            environment["DOTNET_STARTUP_HOOKS"] = typeof(CircuitMeasure).Assembly.Location;
        await using var server = await ServerProcess.StartAsync(environment, none);
        using var http = new HttpClient();
        var page = new Uri(server.Address, Arguments.Text(args, "page", "rooms/philosophy"));

        await Wait(5);
        var alone = await Share(server, 10);
        var (before, emptyHeap) = (server.Resident(), await HeapAsync(http, server));
        var clients = new List<CircuitClient>();
        for (var i = 0; i < count; i++)
            clients.Add(await CircuitClient.OpenAsync(http, page, none));
        await Wait(5);
        var (opened, fullHeap) = (server.Resident(), await HeapAsync(http, server));
        Console.WriteLine($"{count} circuits at {rate} messages/s; the room alone takes {alone:P1} of a core");
        Console.WriteLine(
            $"a circuit after opening: {(opened - before) / (double)count:F0} KiB resident, {(fullHeap - emptyHeap) / (double)count:F0} KiB heap");

        for (var passed = 0; passed < seconds; passed += 10)
        {
            var batches = clients.Sum(c => c.Batches);
            var share = await Share(server, 10);
            var drawn = (clients.Sum(c => c.Batches) - batches) / 10.0 / count;
            var microseconds = (share - alone) * 1_000_000 / rate / count;
            Console.WriteLine(
                $"{passed + 10,5} s: {share:P1} of a core, {microseconds:F1} µs a message and circuit, {drawn:F1} batches/s a circuit, "
                + $"resident {server.Resident() / 1024} MiB, heap {await HeapAsync(http, server) / 1024} MiB, closed {clients.Count(c => c.Closed is not null)}");
        }

        foreach (var client in clients)
            await client.DisposeAsync();
        return 0;
    }

    /// <summary>The managed heap in KiB: the least of many readings, since between collections it holds what is already let go.</summary>
    private static async Task<long> HeapAsync(HttpClient http, ServerProcess server)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 40; i++)
        {
            var metrics = await http.GetStringAsync(new Uri(server.Address, "metrics"));
            var line = metrics.Split('\n').First(l => l.StartsWith("chatter_process_heap_bytes", StringComparison.Ordinal));
            least = Math.Min(least, (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture) / 1024);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }

        return least;
    }

    private static async Task<double> Share(ServerProcess server, int seconds)
    {
        var (watch, before) = (Stopwatch.StartNew(), server.Processor());
        await Wait(seconds);
        return (server.Processor() - before) / watch.Elapsed;
    }

    private static Task Wait(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, CancellationToken.None);
}
