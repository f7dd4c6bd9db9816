using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Storage;

/// <summary>Makes the store ready at start: takes the data directory, raises the schema after a copy, names the epoch.</summary>
public sealed partial class StoreOpening(StoreOptions options, TimeProvider clock, ILogger<StoreOpening> log) : IDisposable
{
    private FileStream? held;

    /// <summary>The name of this history of the store; another one after a backup was put back.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>Opens or creates the store. Throws with a sentence for people if it cannot be had.</summary>
    public void Open()
    {
        held = DataDirectoryLock.Take(options.DataDirectory);
        using var db = new SqliteChatterDbContext(new DbContextOptionsBuilder<SqliteChatterDbContext>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, Pooling = false }.ToString())
            .Options);
        Raise(db);

        if (db.Meta.Find("epoch") is not { } epoch)
        {
            epoch = new MetaRow { Name = "epoch", Value = NewEpoch(clock) };
            db.Meta.Add(epoch);
            db.SaveChanges();
        }

        Epoch = epoch.Value;
    }

    public void Dispose() => held?.Dispose();

    internal static string NewEpoch(TimeProvider clock) => Domain.EventIds.Next(clock).ToString("N");

    private void Raise(SqliteChatterDbContext db)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        var exists = File.Exists(options.DatabasePath) && new FileInfo(options.DatabasePath).Length > 0;
        if (exists)
        {
            var newer = db.Database.GetAppliedMigrations().Where(m => !known.Contains(m)).ToList();
            if (newer.Count > 0)
            {
                throw new InvalidOperationException(
                    $"{options.DatabasePath} was written by a newer Chatter (it knows {newer[^1]}). Start that one, or put back a backup made before the upgrade.");
            }

            if (!db.Database.GetPendingMigrations().Any())
                return;
            CopyBeforeRaising(db);
        }

        db.Database.Migrate();
    }

    private void CopyBeforeRaising(SqliteChatterDbContext db)
    {
        Directory.CreateDirectory(options.BackupDirectory);
        var stamp = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var copy = Path.Combine(options.BackupDirectory, $"before-upgrade-{stamp}.db");
        var source = (SqliteConnection)db.Database.GetDbConnection();
        source.Open();
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
        source.Close();
        LogCopied(log, copy);
    }

    [LoggerMessage(LogLevel.Information, "The database is of an older Chatter; a copy was made before raising it: {Copy}")]
    private static partial void LogCopied(ILogger log, string copy);
}

/// <summary>One server a data directory: a lock that the operating system takes back when the process dies.</summary>
public static class DataDirectoryLock
{
    /// <summary>Takes the directory, creating it if need be. Throws with a sentence if another server has it.</summary>
    public static FileStream Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new FileStream(
                Path.Combine(directory, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException) when (File.Exists(Path.Combine(directory, "server.lock")))
        {
            throw new InvalidOperationException(
                $"Another Chatter server is using {directory}. Stop it, or set Chatter__DataDirectory to another folder.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The data directory {directory} cannot be used: {fault.Message} Set Chatter__DataDirectory to a folder that can be written.", fault);
        }
    }
}
