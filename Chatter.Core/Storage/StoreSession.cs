using Chatter.Core.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Storage;

/// <summary>The writer's one connection, with the log's statements prepared on it; used by one thread at a time.</summary>
internal sealed class StoreSession : IDisposable
{
    /// <summary>The row of <c>meta</c> that is there while the full-text index still holds words that were taken back.</summary>
    public const string IndexOwes = "index_owes";

    private readonly SqliteConnection connection;
    private readonly DbContextOptions<SqliteChatterDbContext> options;
    private readonly SqliteCommand begin, commit, rollback, savepoint, release, rollbackTo;
    private readonly SqliteCommand insert, index, lastRow, byClient, head, numbers, retraction, rowOf, unindex, erase, owe, dropClips;
    private readonly Dictionary<long, (long Seq, long Number)> heads = [];

    /// <summary>Opens the file and makes the statements ready; what it opened it closes again if that fails.</summary>
    public static StoreSession Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,

            // Seconds after which a locked file is given up; the driver would otherwise try for half a minute.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            return new StoreSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private StoreSession(SqliteConnection connection)
    {
        this.connection = connection;
        Execute("PRAGMA busy_timeout = 2000");
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA foreign_keys = ON");
        Execute("PRAGMA trusted_schema = OFF");
        Execute("PRAGMA cell_size_check = ON");
        Execute("PRAGMA secure_delete = ON");
        Execute("PRAGMA journal_size_limit = 67108864");

        options = new DbContextOptionsBuilder<SqliteChatterDbContext>().UseSqlite(connection).Options;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        savepoint = Prepare("SAVEPOINT work");
        release = Prepare("RELEASE work");
        rollbackTo = Prepare("ROLLBACK TO work");
        insert = Prepare(
            """
            INSERT INTO events (room_id, seq, id, type, v, at, author_kind, author_id, client_id, of_seq, audience, number, text, data)
            VALUES ($room, $seq, $id, $type, $v, $at, $kind, $author, $client, $of, $audience, $number, $text, $data)
            """,
            "$room", "$seq", "$id", "$type", "$v", "$at", "$kind", "$author", "$client", "$of", "$audience", "$number", "$text", "$data");
        lastRow = Prepare("SELECT last_insert_rowid()");
        index = Prepare("INSERT INTO said_fts (rowid, text, room) VALUES ($row, $text, $room)", "$row", "$text", "$room");
        byClient = Prepare(
            "SELECT room_id, seq FROM events WHERE author_id = $author AND client_id = $client", "$author", "$client");
        head = Prepare("SELECT ifnull(max(seq), 0) FROM events WHERE room_id = $room", "$room");
        numbers = Prepare("SELECT ifnull(max(number), 0) FROM events WHERE room_id = $room AND number IS NOT NULL", "$room");
        retraction = Prepare(
            """
            SELECT (SELECT seq FROM events WHERE room_id = m.room_id AND of_seq = m.seq AND type = 'retracted')
            FROM events m WHERE m.room_id = $room AND m.seq = $seq AND m.type = 'message'
            """,
            "$room", "$seq");
        rowOf = Prepare(
            "SELECT row, text FROM events WHERE room_id = $room AND seq = $seq AND type = 'message' AND text IS NOT NULL", "$room", "$seq");
        unindex = Prepare(
            "INSERT INTO said_fts (said_fts, rowid, text, room) VALUES ('delete', $row, $text, $room)", "$row", "$text", "$room");
        erase = Prepare("UPDATE events SET text = NULL, data = NULL WHERE row = $row", "$row");
        owe = Prepare(
            "INSERT INTO meta (name, value) VALUES ($name, $row) ON CONFLICT (name) DO UPDATE SET value = excluded.value", "$name", "$row");
        dropClips = Prepare("DELETE FROM clips WHERE room_id = $room AND seq = $seq", "$room", "$seq");
    }

    /// <summary>Whether SQLite took the transaction back by itself, as it does after some faults, a full disk among them.</summary>
    public bool LostTransaction { get; private set; }

    public void Begin()
    {
        begin.ExecuteNonQuery();
        LostTransaction = false;
    }

    public void Commit() => commit.ExecuteNonQuery();

    /// <summary>Brings all that the journal holds into the file itself, so that a stopped house is one whole file.</summary>
    public void Settle()
    {
        try
        {
            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The journal is as good a place; the next start reads it.
        }
    }

    /// <summary>Takes the transaction back; the numbers given out in it are forgotten and read anew.</summary>
    public void Rollback()
    {
        heads.Clear();
        try
        {
            rollback.ExecuteNonQuery();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == 1)
        {
            // SQLite has already gone back by itself.
        }
    }

    /// <summary>Runs other work than the log's inside the transaction; its failure takes back only itself.</summary>
    public T Run<T>(Func<ChatterDbContext, T> work)
    {
        savepoint.ExecuteNonQuery();
        try
        {
            using var db = new SqliteChatterDbContext(options);
            db.Database.AutoSavepointsEnabled = false;
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            var result = work(db);
            release.ExecuteNonQuery();
            return result;
        }
        catch
        {
            try
            {
                rollbackTo.ExecuteNonQuery();
                release.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                // There is no savepoint left; the first fault is the news.
                LostTransaction = true;
            }

            throw;
        }
    }

    /// <summary>
    /// Adds an event under its room's next number, or finds the one that already says the same: of the same author and
    /// client id, or the same message taken back. What is refused (<see cref="InvalidOperationException"/>) is refused
    /// before anything is written.
    /// </summary>
    public (long Seq, long? Number, bool Existed) Append(NewEvent e)
    {
        if (e.ClientId is not null && FindByClient(e) is { } existing)
            return (existing, null, true);
        if (e.Body is Retracted back && FindRetraction(e.Room.Value, back.Message) is { } earlier)
            return (earlier, null, true);

        var (seq, number) = HeadOf(e.Room.Value);
        seq++;
        var message = e.Body as Message;
        if (message is not null)
            number++;

        Set(insert, e.Room.Value, seq, e.Id.ToString(), e.Body.Type, e.Body.Version, e.At.ToUnixTimeMilliseconds(),
            message?.Author.Kind.ToString().ToLowerInvariant(), message?.Author.Key, e.ClientId, e.Body.Of,
            (int)e.Body.Audience, message is null ? null : number, message?.Text, EventCodec.Encode(e.Body));
        insert.ExecuteNonQuery();
        if (message is not null)
        {
            Set(index, (long)lastRow.ExecuteScalar()!, message.Text, RoomToken(e.Room.Value));
            index.ExecuteNonQuery();
        }

        if (e.Body is Retracted retracted)
            Erase(e.Room.Value, retracted.Message);
        heads[e.Room.Value] = (seq, number);
        return (seq, message is null ? null : number, false);
    }

    public static string RoomToken(long room) => "room" + room.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var command in new[] { begin, commit, rollback, savepoint, release, rollbackTo, insert, index, lastRow, byClient, head, numbers, retraction, rowOf, unindex, erase, owe, dropClips })
            command.Dispose();
        connection.Dispose();
    }

    private (long Seq, long Number) HeadOf(long room)
    {
        if (heads.TryGetValue(room, out var known))
            return known;
        Set(head, room);
        Set(numbers, room);
        return heads[room] = ((long)head.ExecuteScalar()!, (long)numbers.ExecuteScalar()!);
    }

    private long? FindByClient(NewEvent e)
    {
        Set(byClient, (e.Body as Message)?.Author.Key, e.ClientId);
        using var reader = byClient.ExecuteReader();
        if (!reader.Read())
            return null;
        return reader.GetInt64(0) == e.Room.Value
            ? reader.GetInt64(1)
            : throw new InvalidOperationException($"The client id {e.ClientId} was already used by this author in another room.");
    }

    /// <summary>The number under which a message was already taken back; null if its words still stand.</summary>
    private long? FindRetraction(long room, long message)
    {
        Set(retraction, room, message);
        using var reader = retraction.ExecuteReader();
        if (!reader.Read())
            throw new InvalidOperationException($"There is no message {message} to take back.");
        return reader.IsDBNull(0) ? null : reader.GetInt64(0);
    }

    private void Erase(long room, long seq)
    {
        Set(rowOf, room, seq);
        long row;
        string text;
        using (var reader = rowOf.ExecuteReader())
        {
            if (!reader.Read())
                return;
            (row, text) = (reader.GetInt64(0), reader.GetString(1));
        }

        Set(unindex, row, text, RoomToken(room));
        unindex.ExecuteNonQuery();
        Set(erase, row);
        erase.ExecuteNonQuery();
        Set(owe, IndexOwes, row.ToString(System.Globalization.CultureInfo.InvariantCulture));
        owe.ExecuteNonQuery();
        Set(dropClips, room, seq);
        dropClips.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteScalar();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}

/// <summary>An event on its way to the log: all but its number.</summary>
public sealed record NewEvent(RoomId Room, Guid Id, DateTimeOffset At, EventBody Body, string? ClientId = null);
