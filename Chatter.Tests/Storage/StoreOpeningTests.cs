using Chatter.Core.Domain;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Storage;

public sealed class StoreOpeningTests : IDisposable
{
    private readonly StoreOptions options = new() { DataDirectory = Directory.CreateTempSubdirectory("chatter-test-").FullName };

    public void Dispose() => Directory.Delete(options.DataDirectory, recursive: true);

    [Fact]
    public void A_second_server_on_the_same_data_is_refused_with_a_sentence()
    {
        using var first = Open();

        var refused = Assert.Throws<InvalidOperationException>(() => Open());

        Assert.Contains("Another Chatter server is using", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_a_newer_program_is_refused_with_a_sentence_and_left_alone()
    {
        Open().Dispose();
        Change("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_FromTheFuture', '99')");

        var refused = Assert.Throws<InvalidOperationException>(() => Open());

        Assert.Contains("newer Chatter (it knows 29990101000000_FromTheFuture)", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.BackupDirectory));
    }

    [Fact]
    public async Task An_older_database_is_raised_after_a_copy_and_loses_nothing()
    {
        await SayAsync("from before");
        BackToTheFirstSchema();

        using (var raised = Open())
            Assert.NotEmpty(raised.Epoch);

        await using var store = new TestStore(directory: options.DataDirectory);
        var room = await store.OpenRoomAsync();
        Assert.Equal("from before", (await room.ReadAfterAsync(0, 9, Reader.Anonymous, default))[0].Message!.Text);
        var copy = Assert.Single(Directory.GetFiles(options.BackupDirectory, "before-upgrade-*.db"));
        Assert.Equal(1, StoreCopy.Verify(copy).Events);
    }

    [Fact]
    public void A_start_that_was_killed_while_it_raised_the_schema_is_done_again()
    {
        Open().Dispose();
        BackToTheFirstSchema();
        Change("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");

        using var again = Open();

        Assert.NotEmpty(again.Epoch);
    }

    [Fact]
    public void A_first_start_that_was_killed_before_anything_was_there_is_done_again()
    {
        Change(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
            """);

        using var again = Open();

        Assert.NotEmpty(again.Epoch);
        Assert.False(Directory.Exists(options.BackupDirectory));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_a_sentence()
    {
        File.WriteAllText(options.DatabasePath, new string('x', 10_000));

        var refused = Assert.Throws<InvalidOperationException>(() => Open());

        Assert.Contains("chatter restore", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_between_its_two_moves_is_finished()
    {
        await SayAsync("restored");
        StoreCopy.Make(options.DatabasePath, options.RestoredPath);
        File.Delete(options.DatabasePath);
        File.WriteAllText(options.DatabasePath + "-wal", "of the replaced database");

        await using var store = new TestStore(directory: options.DataDirectory);

        var room = await store.OpenRoomAsync();
        Assert.Equal("restored", (await room.ReadAfterAsync(0, 9, Reader.Anonymous, default))[0].Message!.Text);
        Assert.False(File.Exists(options.RestoredPath));
    }

    private StoreOpening Open()
    {
        var opening = new StoreOpening(options, TimeProvider.System, NullLogger<StoreOpening>.Instance);
        try
        {
            opening.Open();
            return opening;
        }
        catch
        {
            opening.Dispose();
            throw;
        }
    }

    private async Task SayAsync(string text)
    {
        await using (var store = new TestStore(directory: options.DataDirectory))
            await (await store.OpenRoomAsync()).AppendAsync(Lines.By("ada", text), null, CancellationToken.None);

        // In life another process opens the file next.
        SqliteConnection.ClearAllPools();
    }

    private void BackToTheFirstSchema()
    {
        using var db = new SqliteChatterDbContext(new DbContextOptionsBuilder<SqliteChatterDbContext>()
            .UseSqlite($"Data Source={options.DatabasePath};Pooling=False").Options);
        db.Database.Migrate(db.Database.GetMigrations().First());
    }

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={options.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
