using System.Diagnostics;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Tests.Logs;

/// <summary>A real process writes a real file and is killed with no warning; what it told stands, with the same numbers.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 5;

    private readonly string folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Killed_again_and_again_it_keeps_all_it_told_once_each_under_the_same_numbers()
    {
        var told = new HashSet<(string Room, long Seq, string Text)>();
        var random = new Random(7);

        for (var round = 0; round < Rounds; round++)
            told.UnionWith(await WriteAndKillAsync(random.Next(20, 600)));

        Assert.True(StoreCopy.Verify(Path.Combine(folder, "chatter.db")).Events > 0);
        await using var store = new TestStore(directory: folder);
        foreach (var slug in told.Select(t => t.Room).Distinct())
        {
            var room = await store.OpenRoomAsync(slug);
            await using var db = store.Reader.CreateDbContext();
            var rows = await db.Events.Where(e => e.RoomId == room.Room.Value).OrderBy(e => e.Seq).ToListAsync();
            Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows.Select(r => r.Seq));
            Assert.Equal(rows.Count, rows.Select(r => r.Text).Distinct().Count());
            Assert.Equal(rows.Select(r => r.Seq), rows.Select(r => r.Number!.Value));
            Assert.Subset(rows.Select(r => (slug, r.Seq, r.Text!)).ToHashSet(), told.Where(t => t.Room == slug).ToHashSet());
        }
    }

    /// <summary>Lets it write until it has told of so many events, kills it, and returns all it told.</summary>
    private async Task<List<(string Room, long Seq, string Text)>> WriteAndKillAsync(int lines)
    {
        using var process = Process.Start(new ProcessStartInfo(Dotnet(), [Path.Combine(AppContext.BaseDirectory, "Chatter.Bench.dll"), "write-until-killed", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var told = new List<(string, long, string)>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (told.Count == lines)
                    process.Kill();

                // The last line may be cut off in the middle; then it was not told.
                if (line.Split(' ') is [_, var room, var seq, { Length: 36 } text])
                    told.Add((room, long.Parse(seq, System.Globalization.CultureInfo.InvariantCulture), text));
            }
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.True(told.Count >= lines, await process.StandardError.ReadToEndAsync());
        return told;
    }

    private static string Dotnet() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
