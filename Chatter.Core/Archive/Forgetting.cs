using Chatter.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Archive;

/// <summary>
/// Takes the words of messages that were taken back out of the full-text index for good. The index only marks them as gone
/// at first and keeps them in its file until it is next put together; this puts it together, in small steps.
/// </summary>
public sealed class Forgetting(StoreWriter writer, StoreReader reader)
{
    /// <summary>Pages of the index rewritten in one commit: some milliseconds, during which others wait.</summary>
    private const int Pages = 100;

    /// <summary>Forgets what is owed, if anything is. True if it did.</summary>
    /// <exception cref="StoreUnavailableException">It could not be finished; what is owed stays owed.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (await OwedAsync(cancellationToken).ConfigureAwait(false) is not { } owed)
            return false;

        // A negative number begins with all there is, a positive one goes on with what was begun.
        var more = await MergeAsync(-Pages, cancellationToken).ConfigureAwait(false);
        while (more)
            more = await MergeAsync(Pages, cancellationToken).ConfigureAwait(false);

        // What was taken back meanwhile is still owed. The journal remembers too, until it is emptied.
        writer.SettleSoon();
        await writer.WriteAsync(
            db => db.Meta.Where(m => m.Name == StoreSession.IndexOwes && m.Value == owed).ExecuteDelete(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<string?> OwedAsync(CancellationToken cancellationToken)
    {
        await using var db = reader.CreateDbContext();
        return await db.Meta.Where(m => m.Name == StoreSession.IndexOwes).Select(m => m.Value)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One step; false when there was nothing left to do, which the index shows by changing next to nothing.</summary>
    private Task<bool> MergeAsync(int pages, CancellationToken cancellationToken) => writer.WriteAsync(
        db =>
        {
            var before = Changes(db);
            db.Database.ExecuteSql($"INSERT INTO said_fts (said_fts, rank) VALUES ('merge', {pages})");
            return Changes(db) - before >= 2;
        },
        cancellationToken);

    private static long Changes(ChatterDbContext db) =>
        db.Database.SqlQueryRaw<long>("SELECT total_changes() AS Value").AsEnumerable().Single();
}
