using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chatter.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IndexBeginnings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The last word of a search may be a beginning. Without an index of its own a short beginning is put together
            // from thousands of words, which takes a second in a log of a million; with it, a millisecond.
            Index(migrationBuilder, ", prefix = '2 3 4'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Index(migrationBuilder, "");
        }

        private static void Index(MigrationBuilder migrationBuilder, string options)
        {
            migrationBuilder.Sql("DROP TABLE said_fts;");
            migrationBuilder.Sql(
                $"""
                CREATE VIRTUAL TABLE said_fts USING fts5(text, room, content = 'said', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'{options});
                """);
            migrationBuilder.Sql("INSERT INTO said_fts (said_fts) VALUES ('rebuild');");
        }
    }
}
