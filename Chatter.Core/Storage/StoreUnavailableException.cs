using Microsoft.Data.Sqlite;

namespace Chatter.Core.Storage;

/// <summary>Nothing can be recorded now (disk full, read-only, locked…), so nothing may be shown; try again later.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Wraps what SQLite says about its file or disk; null if the fault is the statement's own.</summary>
    internal static StoreUnavailableException? From(Exception fault) =>
        Cause(fault) is { } cause ? new StoreUnavailableException($"Nothing can be recorded: {cause}.", fault) : null;

    /// <summary>What is wrong with the file or the disk, in words; null if the fault is the statement's own.</summary>
    internal static string? Cause(Exception fault) =>
        (fault as SqliteException ?? fault.InnerException as SqliteException)?.SqliteErrorCode switch
        {
            13 => "the disk is full",
            8 => "the database is read-only",
            5 or 6 => "another program has locked the database",
            10 => "the disk reports an error",
            14 => "the database cannot be opened",
            11 or 26 => "the database is damaged; put a backup back with `chatter restore`",
            7 => "memory ran out",
            _ => fault is IOException or UnauthorizedAccessException ? fault.Message.TrimEnd('.') : null,
        };
}
