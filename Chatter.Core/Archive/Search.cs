using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Archive;

/// <summary>A stretch of a message's text that answers the question, in UTF-16 units.</summary>
public readonly record struct Hit(int Start, int Length);

/// <summary>A message found, and where in it the words stand.</summary>
public sealed record Found(RoomEvent Message, IReadOnlyList<Hit> Hits);

/// <summary>A page of what was found, newest first.</summary>
/// <param name="Before">Ask again with this to get the page after; null if this is the last.</param>
public sealed record FoundPage(IReadOnlyList<Found> Items, long? Before);

/// <summary>Finds what was said in a room, over its whole history.</summary>
public sealed class Search(StoreReader store) : IDisposable
{
    // Noncharacters, which nobody writes; where a text has one all the same, it is told from a mark by the text itself.
    private const char HitBegins = '\uFDD0';
    private const char HitEnds = '\uFDD1';

    private const string Sql =
        """
        SELECT e.row, e.room_id, e.seq, e.id, e.type, e.v, e.at, e.author_kind, e.author_id, e.client_id, e.of_seq,
               e.audience, e.number, e.text, e.data,
               CASE e.room_id WHEN $room THEN highlight(said_fts, 0, $begins, $ends) END
        FROM said_fts CROSS JOIN events e ON e.row = said_fts.rowid
        WHERE said_fts MATCH $match AND said_fts.rowid < $bound
        ORDER BY said_fts.rowid DESC
        """;

    /// <summary>Finds of other rooms passed over before the room's own token is matched too.</summary>
    private const int MostElsewhere = 1000;

    // The engine works on the caller's thread; more at once than this would only starve everything else.
    private readonly SemaphoreSlim places = new(Math.Max(2, Environment.ProcessorCount));

    /// <summary>The messages that hold the words, newest first, at most <paramref name="limit"/>, before a number.</summary>
    /// <param name="before">Only messages with a smaller <see cref="RoomEvent.Seq"/>; null for all.</param>
    public async Task<FoundPage> FindAsync(
        RoomLog room, SearchQuery query, long? before, int limit, Reader reader, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        if (query.IsEmpty)
            return new FoundPage([], null);

        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var db = store.CreateDbContext();
            await db.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            var bound = before is null ? long.MaxValue : RowBound(connection, room.Room, before.Value);
            var found = Read(connection, room.Room, query, bound, limit + 1, reader);
            return found.Count > limit
                ? new FoundPage(found[..limit], found[limit - 1].Message.Seq)
                : new FoundPage(found, null);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    /// <summary>The index is ordered by rows of the store; in one room they rise with the numbers.</summary>
    private static long RowBound(SqliteConnection connection, RoomId room, long before)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT row FROM events WHERE room_id = $room AND seq >= $before ORDER BY seq LIMIT 1";
        command.Parameters.AddWithValue("$room", room.Value);
        command.Parameters.AddWithValue("$before", before);
        return command.ExecuteScalar() as long? ?? long.MaxValue;
    }

    /// <summary>
    /// Matching the room's token as well costs a walk over all the room ever said; passing over what other rooms said costs
    /// nothing as long as that is little. So the words alone are matched first, and the token from where they led too far.
    /// </summary>
    private static List<Found> Read(SqliteConnection connection, RoomId room, SearchQuery query, long bound, int limit, Reader reader)
    {
        var found = new List<Found>();
        var reached = Read(connection, room, query.Match(null), bound, limit, MostElsewhere, reader, found);
        if (reached is { } row)
            Read(connection, room, query.Match(StoreSession.RoomToken(room.Value)), row, limit, int.MaxValue, reader, found);
        return found;
    }

    /// <returns>The row where it gave up, because too much was of other rooms; null if it did not.</returns>
    private static long? Read(
        SqliteConnection connection, RoomId room, string match, long bound, int limit, int mostElsewhere, Reader reader, List<Found> found)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$begins", HitBegins.ToString());
        command.Parameters.AddWithValue("$ends", HitEnds.ToString());
        command.Parameters.AddWithValue("$room", room.Value);
        command.Parameters.AddWithValue("$match", match);
        command.Parameters.AddWithValue("$bound", bound);

        using var rows = command.ExecuteReader();
        for (var elsewhere = 0; found.Count < limit && rows.Read();)
        {
            if (rows.GetInt64(1) != room.Value)
            {
                if (++elsewhere > mostElsewhere)
                    return rows.GetInt64(0);
                continue;
            }

            var message = EventCodec.Decode(Row(rows));
            if (reader.MaySee(message))
                found.Add(new Found(message, HitsOf(rows.GetString(15), message.Message?.Text ?? "")));
        }

        return null;
    }

    private static EventRow Row(SqliteDataReader row) => new()
    {
        Row = row.GetInt64(0),
        RoomId = row.GetInt64(1),
        Seq = row.GetInt64(2),
        Id = row.GetString(3),
        Type = row.GetString(4),
        Version = row.GetInt32(5),
        At = row.GetInt64(6),
        AuthorKind = row.IsDBNull(7) ? null : row.GetString(7),
        AuthorId = row.IsDBNull(8) ? null : row.GetString(8),
        ClientId = row.IsDBNull(9) ? null : row.GetString(9),
        OfSeq = row.IsDBNull(10) ? null : row.GetInt64(10),
        Audience = row.GetInt32(11),
        Number = row.IsDBNull(12) ? null : row.GetInt64(12),
        Text = row.IsDBNull(13) ? null : row.GetString(13),
        Data = row.IsDBNull(14) ? null : row.GetString(14),
    };

    /// <summary>Where the index itself sees the words, so that marks and matches can never differ.</summary>
    private static List<Hit> HitsOf(string marked, string text)
    {
        var hits = new List<Hit>();
        var (at, begun) = (0, 0);
        foreach (var c in marked)
        {
            if (at < text.Length && text[at] == c)
                at++;
            else if (c == HitBegins)
                begun = at;
            else if (c == HitEnds)
                hits.Add(new Hit(begun, at - begun));
        }

        return hits;
    }
}
