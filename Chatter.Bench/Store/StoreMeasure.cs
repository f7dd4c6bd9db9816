using System.Diagnostics;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Bench.Store;

/// <summary>
/// What a durable acknowledgement costs: <c>store [--writers 64] [--seconds 5]</c>. Many writers through a room's log, and
/// one commit a row on the same disk, in turns within one run.
/// </summary>
internal static class StoreMeasure
{
    public static async Task<int> RunAsync(string[] args)
    {
        var writers = Arguments.Number(args, "writers", 64);
        var seconds = Arguments.Number(args, "seconds", 5);
        for (var round = 1; round <= 3; round++)
        {
            var grouped = await GroupedAsync(writers, TimeSpan.FromSeconds(seconds));
            var single = Single(TimeSpan.FromSeconds(seconds));
            Console.WriteLine(
                $"round {round}: {writers} writers through the log {grouped.Rate:N0} rows/s, acknowledged p50 {grouped.P50:F2} ms p99 {grouped.P99:F2} ms; "
                + $"one commit a row {single:N0} rows/s; ratio {grouped.Rate / single:F1}");
        }

        return 0;
    }

    private static async Task<(double Rate, double P50, double P99)> GroupedAsync(int writers, TimeSpan span)
    {
        var options = new StoreOptions { DataDirectory = Directory.CreateTempSubdirectory("chatter-bench-").FullName };
        var latencies = new List<double>();
        double rate;
        using (var opening = new StoreOpening(options, TimeProvider.System, NullLogger<StoreOpening>.Instance))
        {
            opening.Open();
            await using var writer = new StoreWriter(options, TimeProvider.System, NullLogger<StoreWriter>.Instance);
            writer.Start();
            var logs = new RoomLogs(opening, writer, new StoreReader(options), TimeProvider.System);
            var log = await logs.OpenAsync("bench", "bench", CancellationToken.None);
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, writers).Select(i => Task.Run(() => WriteAsync(log, i, watch, span, latencies))));
            rate = latencies.Count / watch.Elapsed.TotalSeconds;
        }

        Directory.Delete(options.DataDirectory, recursive: true);
        latencies.Sort();
        return (rate, latencies[latencies.Count / 2], latencies[(int)(latencies.Count * 0.99)]);
    }

    private static async Task WriteAsync(RoomLog log, int writer, Stopwatch watch, TimeSpan span, List<double> latencies)
    {
        var author = new Author(AuthorKind.Persona, $"p{writer}", $"P{writer}", "#88aaff", []);
        var own = new List<double>();
        while (watch.Elapsed < span)
        {
            var began = watch.Elapsed;
            await log.AppendAsync(new Message { Author = author, Text = $"Line {own.Count} of writer {writer}, about as long as a line is." }, null, CancellationToken.None);
            own.Add((watch.Elapsed - began).TotalMilliseconds);
        }

        lock (latencies)
            latencies.AddRange(own);
    }

    private static double Single(TimeSpan span)
    {
        var folder = Directory.CreateTempSubdirectory("chatter-bench-").FullName;
        var rows = 0;
        double rate;
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "single.db")};Pooling=False"))
        {
            connection.Open();
            using var setup = connection.CreateCommand();
            setup.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE lines (room INTEGER, seq INTEGER, text TEXT, UNIQUE (room, seq));";
            setup.ExecuteNonQuery();
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO lines VALUES (1, $seq, $text)";
            var seq = insert.Parameters.Add("$seq", SqliteType.Integer);
            insert.Parameters.AddWithValue("$text", "A line of the writer, about as long as a line is.");
            insert.Prepare();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < span)
            {
                seq.Value = ++rows;
                insert.ExecuteNonQuery();
            }

            rate = rows / watch.Elapsed.TotalSeconds;
        }

        Directory.Delete(folder, recursive: true);
        return rate;
    }
}
