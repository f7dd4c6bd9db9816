using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Chatter.Core.Storage;

/// <summary>
/// Hands out contexts that can only read. A read-only connection cannot checkpoint either, which keeps the file to one
/// writer and clear of the WAL-reset fault of this SQLite.
/// </summary>
public sealed class StoreReader(StoreOptions options) : IDbContextFactory<ChatterDbContext>
{
    private readonly DbContextOptions<SqliteChatterDbContext> settings = new DbContextOptionsBuilder<SqliteChatterDbContext>()
        .UseSqlite(new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabasePath,
            Mode = SqliteOpenMode.ReadOnly,
        }.ToString())
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options;

    public ChatterDbContext CreateDbContext() => new SqliteChatterDbContext(settings);

    /// <summary>The version of the SQLite in use, such as <c>3.35.5</c>.</summary>
    public string EngineVersion()
    {
        using var db = CreateDbContext();
        return db.Database.SqlQueryRaw<string>("SELECT sqlite_version() AS Value").AsEnumerable().Single();
    }
}
