using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Storage;

/// <summary>Makes the store ready at start: takes the data directory, raises the schema after a copy, names the epoch.</summary>
public sealed partial class StoreOpening(StoreOptions options, TimeProvider clock, ILogger<StoreOpening> log) : IDisposable
{
    private const string BeforeUpgrade = "before-upgrade-";

    private FileStream? held;

    /// <summary>The name of this history of the store; another one after a backup was put back.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>Opens or creates the store. Throws with a sentence for people if it cannot be had.</summary>
    public void Open()
    {
        held = DataDirectoryLock.Take(options.DataDirectory);
        FinishRestore(options);
        try
        {
            Raise();
        }
        catch (Exception fault) when (StoreUnavailableException.Cause(fault) is { } cause)
        {
            throw new InvalidOperationException($"{options.DatabasePath} cannot be opened: {cause}.", fault);
        }
        catch (StoreCopyException fault)
        {
            throw new InvalidOperationException(
                $"The database is of an older Chatter and no copy could be made before raising it, so it was left alone. {fault.Message}", fault);
        }
    }

    public void Dispose() => held?.Dispose();

    /// <summary>Puts the restored file in place where a restore was cut off between taking the old one away and that.</summary>
    internal static void FinishRestore(StoreOptions options)
    {
        if (!File.Exists(options.RestoredPath))
            return;
        if (File.Exists(options.DatabasePath))
        {
            File.Delete(options.RestoredPath);
            return;
        }

        // The old one's journal must not be read into the new one; a copy of it lies beside the old one.
        File.Delete(options.DatabasePath + "-wal");
        File.Delete(options.DatabasePath + "-shm");
        File.Move(options.RestoredPath, options.DatabasePath);
    }

    internal static string NewEpoch(TimeProvider clock) => Domain.EventIds.Next(clock).ToString("N");

    private void Raise()
    {
        using var db = new SqliteChatterDbContext(new DbContextOptionsBuilder<SqliteChatterDbContext>()
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = options.DatabasePath, Pooling = false }.ToString())
            .Options);
        RaiseSchema(db);
        if (db.Meta.Find("epoch") is not { } epoch)
        {
            epoch = new MetaRow { Name = "epoch", Value = NewEpoch(clock) };
            db.Meta.Add(epoch);
            db.SaveChanges();
        }

        Epoch = epoch.Value;
    }

    private void RaiseSchema(SqliteChatterDbContext db)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        if (File.Exists(options.DatabasePath) && new FileInfo(options.DatabasePath).Length > 0)
        {
            var applied = db.Database.GetAppliedMigrations().ToList();
            if (applied.LastOrDefault(step => !known.Contains(step)) is { } newer)
            {
                throw new InvalidOperationException(
                    $"{options.DatabasePath} was written by a newer Chatter (it knows {newer}). Start that one, or put back a backup made before the upgrade.");
            }

            if (applied.Count == known.Count)
                return;
            if (applied.Count > 0)
                CopyBeforeRaising();

            // A program killed while it raised the schema leaves its lock behind; the data directory is ours alone, so
            // nobody else can be at it.
            db.Database.ExecuteSqlRaw("DROP TABLE IF EXISTS \"__EFMigrationsLock\"");
        }

        db.Database.Migrate();
    }

    private void CopyBeforeRaising()
    {
        var copy = StoreCopy.Make(options.DatabasePath, StoreCopy.NewName(options.BackupDirectory, BeforeUpgrade, clock));
        StoreCopy.Rotate(options.BackupDirectory, BeforeUpgrade, options.BackupsKept);
        LogCopied(log, copy.Path);
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
