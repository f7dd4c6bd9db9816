using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Storage;

/// <summary>What a database file was found to hold when it was checked.</summary>
/// <param name="Path">The file.</param>
/// <param name="Epoch">The history it belongs to.</param>
/// <param name="Events">Events in all rooms.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Newer">The last step of its schema that this program does not know; null if it knows them all.</param>
public sealed record StoreFacts(string Path, string Epoch, long Events, long Bytes, string? Newer);

/// <summary>A database file cannot be copied, checked or put back; the message is a sentence for people.</summary>
public sealed class StoreCopyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Copies of the store that can be relied on: taken in one moment while others write, checked, and wholly on disk before
/// they get their name. A file with the name of a backup is therefore never half of one.
/// </summary>
public static class StoreCopy
{
    private const string Unfinished = ".part";
    private const string Stamp = "yyyyMMdd-HHmmss";

    /// <summary>Copies a database, checks the copy and gives it its name. Takes about a second for 100,000 messages.</summary>
    /// <exception cref="StoreCopyException">There is no copy; the message says why.</exception>
    public static StoreFacts Make(string source, string target)
    {
        if (File.Exists(target))
            throw new StoreCopyException($"{target} is already there; choose another name or move it away.");
        var part = target + Unfinished;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            File.Delete(part);
            Vacuum(source, part);
            var facts = Verify(part, source);
            Flush(part);
            File.Move(part, target);
            return facts with { Path = target };
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreCopyException($"{source} could not be copied to {target}: {Reason(fault)}.", fault);
        }
        finally
        {
            TryDelete(part);
        }
    }

    /// <summary>Reads a whole database file and checks it: its pages, its schema, and that no room's log has a hole.</summary>
    /// <exception cref="StoreCopyException">It is not a sound Chatter database; the message says why.</exception>
    public static StoreFacts Verify(string path) => Verify(path, path);

    private static StoreFacts Verify(string path, string name)
    {
        if (!File.Exists(path))
            throw new StoreCopyException($"There is no file {path}.");
        try
        {
            using var connection = Open(path);
            var found = Text(connection, "PRAGMA integrity_check(1)");
            if (found != "ok")
                throw new StoreCopyException($"{name} is damaged: {found}.");
            if (Number(connection, "SELECT count(*) FROM sqlite_master WHERE name IN ('events', 'meta', 'rooms', '__EFMigrationsHistory')") != 4)
                throw new StoreCopyException($"{name} is a database, but not Chatter's.");
            if (Number(connection, "SELECT count(*) FROM (SELECT 1 FROM events GROUP BY room_id HAVING count(*) <> max(seq) OR min(seq) <> 1)") != 0)
                throw new StoreCopyException($"{name} is damaged: numbers are missing in a room's log.");

            return new StoreFacts(
                path,
                Text(connection, "SELECT value FROM meta WHERE name = 'epoch'") ?? "",
                Number(connection, "SELECT count(*) FROM events"),
                new FileInfo(path).Length,
                NewestUnknown(connection));
        }
        catch (Exception fault) when (fault is SqliteException or InvalidCastException)
        {
            throw new StoreCopyException($"{name} cannot be read as a database: {Reason(fault)}.", fault);
        }
    }

    /// <summary>Gives a database file another epoch: the same events, another history from here on.</summary>
    public static string SetEpoch(string path, string epoch)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO meta (name, value) VALUES ('epoch', $epoch) ON CONFLICT (name) DO UPDATE SET value = $epoch";
        command.Parameters.AddWithValue("$epoch", epoch);
        command.ExecuteNonQuery();
        return epoch;
    }

    /// <summary>Lets the oldest copies of a kind go, by the time in their names.</summary>
    /// <param name="kind">How the names begin, such as <c>chatter-</c>.</param>
    public static void Rotate(string folder, string kind, int keep)
    {
        foreach (var old in Directory.GetFiles(folder, kind + "*.db").OrderDescending(StringComparer.Ordinal).Skip(Math.Max(keep, 1)))
        {
            TryDelete(old);
            TryDelete(old + "-wal");
            TryDelete(old + "-shm");
        }
    }

    /// <summary>A name that sorts by time and is not taken yet.</summary>
    /// <param name="kind">How the name begins, such as <c>chatter-</c>.</param>
    public static string NewName(string folder, string kind, TimeProvider clock)
    {
        var stamp = clock.GetUtcNow().ToString(Stamp, CultureInfo.InvariantCulture);
        var name = Path.Combine(folder, $"{kind}{stamp}.db");
        for (var again = 2; File.Exists(name); again++)
            name = Path.Combine(folder, $"{kind}{stamp}-{again}.db");
        return name;
    }

    /// <summary>The time in a name made by <see cref="NewName"/>; null if there is none.</summary>
    public static DateTimeOffset? TimeOf(string file, string kind)
    {
        var name = Path.GetFileName(file);
        return name.Length >= kind.Length + Stamp.Length
            && DateTimeOffset.TryParseExact(
                name.AsSpan(kind.Length, Stamp.Length), Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }

    /// <summary>Has everything written to a file so far reach the disk.</summary>
    internal static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static void Vacuum(string source, string target)
    {
        using var connection = Open(source);
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $target";
        command.Parameters.AddWithValue("$target", target);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static string? NewestUnknown(SqliteConnection connection)
    {
        using var db = new SqliteChatterDbContext(
            new DbContextOptionsBuilder<SqliteChatterDbContext>().UseSqlite(connection).Options);
        var known = db.Database.GetMigrations().ToHashSet();
        return db.Database.GetAppliedMigrations().LastOrDefault(step => !known.Contains(step));
    }

    private static string? Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static string Reason(Exception fault) =>
        (StoreUnavailableException.Cause(fault) ?? fault.Message).TrimEnd('.');

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A leftover costs room on the disk and nothing else; the next copy tries again.
        }
    }
}
