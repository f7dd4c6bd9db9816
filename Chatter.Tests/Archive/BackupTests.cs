using System.Collections.Concurrent;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Archive;

public sealed class BackupTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_copy_made_while_many_write_has_everything_acknowledged_before_it_was_asked_for()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        var acknowledged = new ConcurrentBag<long>();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(async w =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                acknowledged.Add((await room.AppendAsync(Lines.By("ada", $"{w} says {i}"), null, None)).Seq);
        }).ToList();
        await Eventually.Is(() => acknowledged.Count > 500, "many have written");

        var before = acknowledged.ToArray();
        var made = await Task.Run(() => BackupOf(store.Options).Make(null));
        await Eventually.Is(() => acknowledged.Count > made.Events + 100, "they still write");
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        var kept = await SeqsAsync(made.Path);
        Assert.Subset(kept.ToHashSet(), before.ToHashSet());
        Assert.Equal(Enumerable.Range(1, kept.Count).Select(i => (long)i), kept);
    }

    [Fact]
    public async Task Only_so_many_copies_stay_as_are_to_be_kept_and_never_half_a_one()
    {
        var clock = new ManualClock();
        await using var store = new TestStore(clock);
        await store.OpenRoomAsync();
        var backup = new Backup(store.Options with { BackupsKept = 3 }, clock, NullLogger<Backup>.Instance);

        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            made.Add(backup.Make(null).Path);
        }

        Assert.Equal(made[2..], Directory.GetFiles(store.Options.BackupDirectory).Order());
    }

    [Fact]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        await using var store = new TestStore();
        var file = Path.Combine(store.Options.DataDirectory, "mine.db");
        await File.WriteAllTextAsync(file, "mine");

        var refused = Assert.Throws<StoreCopyException>(() => BackupOf(store.Options).Make(file));

        Assert.Contains("already there", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task What_was_restored_is_as_it_was_under_a_new_epoch_and_the_replaced_database_is_kept()
    {
        var store = new TestStore();
        var options = store.Options;
        var room = await store.OpenRoomAsync();
        await room.AppendAsync(Lines.By("ada", "kept"), null, None);
        var copy = BackupOf(options).Make(null);
        await room.AppendAsync(Lines.By("ada", "after the backup"), null, None);
        await store.Writer.DisposeAsync();
        store.Opening.Dispose();
        SqliteConnection.ClearAllPools();

        var (restored, replaced) = BackupOf(options).Restore(copy.Path);

        Assert.NotEqual(copy.Epoch, restored.Epoch);
        Assert.Equal(2, StoreCopy.Verify(replaced!).Events);
        await using var again = new TestStore(directory: options.DataDirectory);
        var roomAgain = await again.OpenRoomAsync();
        Assert.Equal(restored.Epoch, roomAgain.Epoch);
        Assert.Equal("kept", Assert.Single(await roomAgain.ReadAfterAsync(0, 9, Reader.Anonymous, None)).Message!.Text);
        await again.DisposeAsync();
        Directory.Delete(options.DataDirectory, recursive: true);
    }

    [Fact]
    public async Task A_damaged_copy_is_not_put_back_and_changes_nothing()
    {
        await using var store = new TestStore();
        var room = await store.OpenRoomAsync();
        for (var i = 0; i < 200; i++)
            await room.AppendAsync(Lines.By("ada", new string('x', 500)), null, None);
        var copy = BackupOf(store.Options).Make(null).Path;
        var bytes = await File.ReadAllBytesAsync(copy);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, 8192);
        await File.WriteAllBytesAsync(copy, bytes);
        var before = File.GetLastWriteTimeUtc(store.Options.DatabasePath);

        var refused = Assert.Throws<StoreCopyException>(() => BackupOf(store.Options).Restore(copy));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(store.Options.DatabasePath));
    }

    [Fact]
    public async Task A_copy_of_a_newer_program_or_of_something_else_is_not_put_back()
    {
        await using var store = new TestStore();
        var newer = BackupOf(store.Options).Make(null).Path;
        Change(newer, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_FromTheFuture', '99')");
        var foreign = Path.Combine(store.Options.DataDirectory, "foreign.db");
        Change(foreign, "CREATE TABLE cats (name TEXT)");
        var gap = BackupOf(store.Options).Make(null).Path;
        Change(gap, "INSERT INTO events (room_id, seq, id, type, v, at, audience) VALUES (1, 2, 'x', 'topic', 1, 0, 0)");

        Assert.Contains("newer Chatter", Refusal(store, newer), StringComparison.Ordinal);
        Assert.Contains("not Chatter's", Refusal(store, foreign), StringComparison.Ordinal);
        Assert.Contains("numbers are missing", Refusal(store, gap), StringComparison.Ordinal);
        Assert.Contains("no file", Refusal(store, "/nowhere.db"), StringComparison.Ordinal);
    }

    private static string Refusal(TestStore store, string file) =>
        Assert.Throws<StoreCopyException>(() => BackupOf(store.Options).Restore(file)).Message;

    private static Backup BackupOf(StoreOptions options) => new(options, TimeProvider.System, NullLogger<Backup>.Instance);

    private static void Change(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<List<long>> SeqsAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq FROM events ORDER BY seq";
        var seqs = new List<long>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            seqs.Add(rows.GetInt64(0));
        return seqs;
    }
}
