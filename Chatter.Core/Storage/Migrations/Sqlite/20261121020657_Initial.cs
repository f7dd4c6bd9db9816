using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chatter.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "clips",
                columns: table => new
                {
                    clip = table.Column<string>(type: "TEXT", nullable: false),
                    room_id = table.Column<long>(type: "INTEGER", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    sound = table.Column<string>(type: "TEXT", nullable: false),
                    media_type = table.Column<string>(type: "TEXT", nullable: false),
                    duration = table.Column<double>(type: "REAL", nullable: false),
                    voice = table.Column<string>(type: "TEXT", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clips", x => x.clip);
                });

            migrationBuilder.CreateTable(
                name: "cursors",
                columns: table => new
                {
                    reader = table.Column<string>(type: "TEXT", nullable: false),
                    room = table.Column<long>(type: "INTEGER", nullable: false),
                    epoch = table.Column<string>(type: "TEXT", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cursors", x => new { x.reader, x.room });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    row = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    room_id = table.Column<long>(type: "INTEGER", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: true),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    v = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    author_kind = table.Column<string>(type: "TEXT", nullable: true),
                    author_id = table.Column<string>(type: "TEXT", nullable: true),
                    client_id = table.Column<string>(type: "TEXT", nullable: true),
                    of_seq = table.Column<long>(type: "INTEGER", nullable: true),
                    audience = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                    data = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.row);
                });

            migrationBuilder.CreateTable(
                name: "meta",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meta", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "pending",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    room_id = table.Column<long>(type: "INTEGER", nullable: false),
                    release_at = table.Column<long>(type: "INTEGER", nullable: true),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    v = table.Column<int>(type: "INTEGER", nullable: false),
                    client_id = table.Column<string>(type: "TEXT", nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                    data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pending", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rooms",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rooms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "usage",
                columns: table => new
                {
                    day = table.Column<string>(type: "TEXT", nullable: false),
                    room_id = table.Column<long>(type: "INTEGER", nullable: false),
                    persona = table.Column<string>(type: "TEXT", nullable: false),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    calls = table.Column<long>(type: "INTEGER", nullable: false),
                    errors = table.Column<long>(type: "INTEGER", nullable: false),
                    prompt_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    completion_tokens = table.Column<long>(type: "INTEGER", nullable: false),
                    micros = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage", x => new { x.day, x.room_id, x.persona, x.purpose, x.model });
                });

            migrationBuilder.CreateIndex(
                name: "IX_clips_room_id_seq",
                table: "clips",
                columns: new[] { "room_id", "seq" });

            migrationBuilder.CreateIndex(
                name: "IX_clips_sound",
                table: "clips",
                column: "sound");

            migrationBuilder.CreateIndex(
                name: "IX_events_author_id_client_id",
                table: "events",
                columns: new[] { "author_id", "client_id" },
                unique: true,
                filter: "client_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_events_room_id_number",
                table: "events",
                columns: new[] { "room_id", "number" },
                unique: true,
                filter: "number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_events_room_id_of_seq",
                table: "events",
                columns: new[] { "room_id", "of_seq" },
                filter: "of_seq IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_events_room_id_seq",
                table: "events",
                columns: new[] { "room_id", "seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_events_room_id_type_seq",
                table: "events",
                columns: new[] { "room_id", "type", "seq" },
                filter: "type NOT IN ('message', 'audio')");

            migrationBuilder.CreateIndex(
                name: "IX_pending_room_id_release_at",
                table: "pending",
                columns: new[] { "room_id", "release_at" });

            migrationBuilder.CreateIndex(
                name: "IX_rooms_key",
                table: "rooms",
                column: "key",
                unique: true);

            // Full text over what was said. The words stay in `events`; the index reads them through a view that adds a
            // token for the room, so that one room is searched by matching rather than by filtering.
            migrationBuilder.Sql(
                """
                CREATE VIEW said AS SELECT row, text, 'room' || room_id AS room FROM events WHERE type = 'message';
                """);
            migrationBuilder.Sql(
                """
                CREATE VIRTUAL TABLE said_fts USING fts5(text, room, content = 'said', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE said_fts;");
            migrationBuilder.Sql("DROP VIEW said;");

            migrationBuilder.DropTable(
                name: "clips");

            migrationBuilder.DropTable(
                name: "cursors");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "meta");

            migrationBuilder.DropTable(
                name: "pending");

            migrationBuilder.DropTable(
                name: "rooms");

            migrationBuilder.DropTable(
                name: "usage");
        }
    }
}
