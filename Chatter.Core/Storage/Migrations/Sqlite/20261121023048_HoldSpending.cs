using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chatter.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HoldSpending : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "usage",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "held",
                table: "usage");
        }
    }
}
