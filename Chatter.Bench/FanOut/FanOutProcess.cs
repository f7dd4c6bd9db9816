using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace Chatter.Bench.FanOut;

/// <summary>What the server has used.</summary>
internal sealed record ServerUsage(double ProcessorMicroseconds, long ResidentKiB, long HeapKiB, int Viewers, long Head, int Pending);

/// <summary>The server's process, as the measure holds it: orders go in, answers come back.</summary>
internal sealed class FanOutProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string data;
    private MemoryMappedFile? file;

    private FanOutProcess(Process process, string data) => (this.process, this.data) = (process, data);

    public Uri Address { get; private set; } = null!;

    /// <summary>The clock's stamp of each number's commit, written by the server as it happens.</summary>
    public MemoryMappedViewAccessor Stamps { get; private set; } = null!;

    public static async Task<FanOutProcess> StartAsync(bool pinned)
    {
        var data = Directory.CreateTempSubdirectory("chatter-bench-").FullName;
        string[] program = ["dotnet", typeof(FanOutProcess).Assembly.Location, "fanout-server", data];
        string[] command = pinned ? ["taskset", "-c", "0", .. program] : program;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // Its personas keep silent: only the measure speaks.
        start.Environment["Chatter__Rooms__philosophy__Timing__InitialDelay"] = "01:00:00";
        var server = new FanOutProcess(Process.Start(start)!, data);
        server.Address = new Uri(await server.process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start."));
        server.file = MemoryMappedFile.CreateFromFile(Path.Combine(data, "stamps"), FileMode.Open);
        server.Stamps = server.file.CreateViewAccessor();
        return server;
    }

    public async Task<string> OrderAsync(string order)
    {
        await process.StandardInput.WriteLineAsync(order);
        await process.StandardInput.FlushAsync();
        return await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");
    }

    public async Task<ServerUsage> UsageAsync()
    {
        var parts = (await OrderAsync("usage")).Split(' ');
        return new ServerUsage(
            double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture),
            long.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture),
            long.Parse(parts[4], CultureInfo.InvariantCulture), int.Parse(parts[5], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Stamps?.Dispose();
        file?.Dispose();
        Directory.Delete(data, recursive: true);
    }
}
