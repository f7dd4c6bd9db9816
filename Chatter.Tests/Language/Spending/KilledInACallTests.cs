using Chatter.Tests.Fakes;

namespace Chatter.Tests.Language.Spending;

public sealed class KilledInACallTests
{
    [Fact]
    public async Task A_program_killed_in_the_middle_of_a_call_has_what_the_call_may_cost_on_disk()
    {
        var folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;
        await using var server = await FakeOpenAI.StartAsync();
        server.Chat.Always(Replies.Hangs());
        await using var program = await ChatterProcess.StartAsync(folder, environment: new Dictionary<string, string>
        {
            ["Chatter__Language__Endpoint"] = server.Endpoint.ToString(),
            ["Chatter__Rooms__cryptoana__Enabled"] = "false",
            ["Chatter__Rooms__philosophy__AlwaysOn"] = "true",
            ["Chatter__Rooms__philosophy__Timing__InitialDelay"] = "0",
        });
        await server.CalledAsync(1);

        await program.KillAsync();

        await using (var store = new TestStore(directory: folder))
        {
            await using var db = store.Reader.CreateDbContext();
            var row = Assert.Single(db.Usage);
            Assert.InRange(row.Held, 450, 100_000);
            Assert.Equal(0, row.Micros);
        }

        Directory.Delete(folder, recursive: true);
    }
}
