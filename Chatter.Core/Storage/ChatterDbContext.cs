using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Chatter.Core.Storage;

/// <summary>The store as tables. Code asks for this; a derived context for each engine owns its migrations.</summary>
public abstract class ChatterDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<RoomRow> Rooms => Set<RoomRow>();

    public DbSet<MetaRow> Meta => Set<MetaRow>();

    public DbSet<CursorRow> Cursors => Set<CursorRow>();

    public DbSet<ClipRow> Clips => Set<ClipRow>();

    public DbSet<UsageRow> Usage => Set<UsageRow>();

    public DbSet<PendingRow> Pending => Set<PendingRow>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<EventRow>(e =>
        {
            e.ToTable("events");
            e.HasKey(x => x.Row);
            e.Property(x => x.Row).HasColumnName("row").ValueGeneratedOnAdd();
            e.Property(x => x.RoomId).HasColumnName("room_id");
            e.Property(x => x.Seq).HasColumnName("seq");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Type).HasColumnName("type");
            e.Property(x => x.Version).HasColumnName("v");
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.AuthorKind).HasColumnName("author_kind");
            e.Property(x => x.AuthorId).HasColumnName("author_id");
            e.Property(x => x.ClientId).HasColumnName("client_id");
            e.Property(x => x.OfSeq).HasColumnName("of_seq");
            e.Property(x => x.Audience).HasColumnName("audience");
            e.Property(x => x.Number).HasColumnName("number");
            e.Property(x => x.Text).HasColumnName("text");
            e.Property(x => x.Data).HasColumnName("data");
            e.HasIndex(x => new { x.RoomId, x.Seq }).IsUnique();
            e.HasIndex(x => new { x.RoomId, x.Number }).IsUnique().HasFilter("number IS NOT NULL");
            e.HasIndex(x => new { x.AuthorId, x.ClientId }).IsUnique().HasFilter("client_id IS NOT NULL");
            e.HasIndex(x => new { x.RoomId, x.OfSeq }).HasFilter("of_seq IS NOT NULL");
            e.HasIndex(x => new { x.RoomId, x.Type, x.Seq }).HasFilter("type NOT IN ('message', 'audio')");
        });
        model.Entity<RoomRow>(e =>
        {
            e.ToTable("rooms");
            e.Property(x => x.Id).HasColumnName("id").ValueGeneratedOnAdd();
            e.Property(x => x.Key).HasColumnName("key");
            e.Property(x => x.Slug).HasColumnName("slug");
            e.HasIndex(x => x.Key).IsUnique();
        });
        model.Entity<MetaRow>(e =>
        {
            e.ToTable("meta");
            e.HasKey(x => x.Name);
            e.Property(x => x.Name).HasColumnName("name");
            e.Property(x => x.Value).HasColumnName("value");
        });
        model.Entity<CursorRow>(e =>
        {
            e.ToTable("cursors");
            e.HasKey(x => new { x.Reader, x.RoomId });
            e.Property(x => x.Reader).HasColumnName("reader");
            e.Property(x => x.RoomId).HasColumnName("room");
            e.Property(x => x.Epoch).HasColumnName("epoch");
            e.Property(x => x.Seq).HasColumnName("seq");
        });
        model.Entity<ClipRow>(e =>
        {
            e.ToTable("clips");
            e.HasKey(x => x.Clip);
            e.Property(x => x.Clip).HasColumnName("clip");
            e.Property(x => x.RoomId).HasColumnName("room_id");
            e.Property(x => x.Seq).HasColumnName("seq");
            e.Property(x => x.Sound).HasColumnName("sound");
            e.Property(x => x.MediaType).HasColumnName("media_type");
            e.Property(x => x.Duration).HasColumnName("duration");
            e.Property(x => x.Voice).HasColumnName("voice");
            e.Property(x => x.Bytes).HasColumnName("bytes");
            e.HasIndex(x => new { x.RoomId, x.Seq });
            e.HasIndex(x => x.Sound);
        });
        model.Entity<UsageRow>(e =>
        {
            e.ToTable("usage");
            e.HasKey(x => new { x.Day, x.RoomId, x.Persona, x.Purpose, x.Model });
            e.Property(x => x.Day).HasColumnName("day");
            e.Property(x => x.RoomId).HasColumnName("room_id");
            e.Property(x => x.Persona).HasColumnName("persona");
            e.Property(x => x.Purpose).HasColumnName("purpose");
            e.Property(x => x.Model).HasColumnName("model");
            e.Property(x => x.Calls).HasColumnName("calls");
            e.Property(x => x.Errors).HasColumnName("errors");
            e.Property(x => x.PromptTokens).HasColumnName("prompt_tokens");
            e.Property(x => x.CompletionTokens).HasColumnName("completion_tokens");
            e.Property(x => x.Micros).HasColumnName("micros");
            e.Property(x => x.Held).HasColumnName("held");
        });
        model.Entity<PendingRow>(e =>
        {
            e.ToTable("pending");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.RoomId).HasColumnName("room_id");
            e.Property(x => x.ReleaseAt).HasColumnName("release_at");
            e.Property(x => x.Type).HasColumnName("type");
            e.Property(x => x.Version).HasColumnName("v");
            e.Property(x => x.ClientId).HasColumnName("client_id");
            e.Property(x => x.Text).HasColumnName("text");
            e.Property(x => x.Data).HasColumnName("data");
            e.HasIndex(x => new { x.RoomId, x.ReleaseAt });
        });
    }
}

/// <summary>The store on SQLite.</summary>
public sealed class SqliteChatterDbContext(DbContextOptions<SqliteChatterDbContext> options) : ChatterDbContext(options);

/// <summary>Gives `dotnet ef` a context; the file named here is never opened.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteChatterDbContext>
{
    public SqliteChatterDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteChatterDbContext>().UseSqlite("Data Source=design-time.db").Options);
}
