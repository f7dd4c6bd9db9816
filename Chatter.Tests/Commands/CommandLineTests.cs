using System.Net.Http.Json;
using System.Text.Json;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Chatter.Web.Commands;
using Microsoft.Data.Sqlite;

namespace Chatter.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string elsewhere = Directory.CreateTempSubdirectory("chatter-test-").FullName;

    public void Dispose() => Directory.Delete(elsewhere, recursive: true);

    [Fact]
    public async Task A_running_server_is_asked_for_the_backup()
    {
        await using var chatter = new TestChatter().Started();
        await chatter.SayAsync("kept");
        var socket = Path.Combine(chatter.DataDirectory, "control", "backup.sock");
        await Eventually.Is(() => File.Exists(socket), "the server listens");

        var (code, output, _) = await RunAsync(chatter.DataDirectory, "backup");
        var (again, _, errors) = await RunAsync(chatter.DataDirectory, "backup", Path.Combine(elsewhere, "file", "mine.db"));

        Assert.Equal((0, 0, ""), (code, again, errors));
        Assert.Contains("The running server made a backup of 1 events", output, StringComparison.Ordinal);
        Assert.Equal(1, StoreCopy.Verify(Path.Combine(elsewhere, "file", "mine.db")).Events);
        Assert.Single(Directory.GetFiles(Path.Combine(chatter.DataDirectory, "backups")));
        var status = await chatter.CreateClient().GetFromJsonAsync<JsonElement>("/api/v1/status");
        Assert.Equal(JsonValueKind.String, status.GetProperty("backups").GetProperty("newestAt").ValueKind);
    }

    [Fact]
    public async Task What_the_server_cannot_do_comes_back_as_a_sentence_and_it_goes_on()
    {
        await using var chatter = new TestChatter().Started();
        await Eventually.Is(() => File.Exists(Path.Combine(chatter.DataDirectory, "control", "backup.sock")), "the server listens");
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "taken.db"), "mine");

        var (code, _, errors) = await RunAsync(chatter.DataDirectory, "backup", Path.Combine(elsewhere, "taken.db"));
        var (next, _, _) = await RunAsync(chatter.DataDirectory, "backup");

        Assert.Equal((1, 0), (code, next));
        Assert.Contains("already there", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_the_file_is_copied_all_the_same()
    {
        await SayAsync("kept");

        var (code, output, errors) = await RunAsync(elsewhere, "backup");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("1 events", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_put_back_only_while_no_server_runs_and_then_under_a_new_epoch()
    {
        await SayAsync("kept");
        var copy = Path.Combine(elsewhere, "copy.db");
        await RunAsync(elsewhere, "backup", copy);
        var before = StoreCopy.Verify(copy).Epoch;

        int refused;
        string why;
        await using (new TestStore(directory: elsewhere))
            (refused, _, why) = await RunAsync(elsewhere, "restore", copy);
        SqliteConnection.ClearAllPools();
        var (code, output, _) = await RunAsync(elsewhere, "restore", copy);

        Assert.Equal((1, 0), (refused, code));
        Assert.Contains("stop it first", why, StringComparison.Ordinal);
        Assert.Contains("kept as", output, StringComparison.Ordinal);
        Assert.NotEqual(before, StoreCopy.Verify(Path.Combine(elsewhere, "chatter.db")).Epoch);
    }

    [Theory]
    [InlineData(2, "backup", "a", "b")]
    [InlineData(2, "restore")]
    [InlineData(2, "frobnicate")]
    [InlineData(0, "help")]
    [InlineData(1, "backup")]
    [InlineData(1, "restore", "/nowhere/copy.db")]
    [InlineData(1, "backup", "/dev/null/copy.db")]
    public async Task The_exit_code_tells_what_came_of_it_and_a_sentence_why(int expected, params string[] args)
    {
        var (code, output, errors) = await RunAsync(elsewhere, args);

        Assert.Equal(expected, code);
        Assert.NotEmpty(code == 0 ? output : errors);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "backup")]
    [InlineData(true, "nonsense")]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://localhost:1")]
    [InlineData(false, "urls=http://localhost:1")]
    [InlineData(false, "/urls")]
    public void Only_a_word_is_a_verb(bool expected, params string[] args) => Assert.Equal(expected, CommandLine.HasVerb(args));

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string data, params string[] args)
    {
        using StringWriter output = new(), errors = new();
        var code = await CommandLine.RunAsync(args, new StoreOptions { DataDirectory = data }, output, errors, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }

    private async Task SayAsync(string text)
    {
        await using (var store = new TestStore(directory: elsewhere))
            await (await store.OpenRoomAsync()).AppendAsync(Lines.By("ada", text), null, CancellationToken.None);
        SqliteConnection.ClearAllPools();
    }
}
