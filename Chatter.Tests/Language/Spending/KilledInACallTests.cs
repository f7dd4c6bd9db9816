using System.Diagnostics;
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
        using var program = Start(folder, server);

        try
        {
            await server.CalledAsync(1, seconds: 60);
        }
        finally
        {
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync();
        }

        await using (var store = new TestStore(directory: folder))
        {
            await using var db = store.Reader.CreateDbContext();
            var row = Assert.Single(db.Usage);
            Assert.InRange(row.Held, 450, 100_000);
            Assert.Equal(0, row.Micros);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Process Start(string folder, FakeOpenAI server)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Chatter.Web.dll")])
        {
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["Chatter__DataDirectory"] = folder,
                ["Chatter__Language__Endpoint"] = server.Endpoint.ToString(),
                ["Chatter__Language__ApiKey"] = "test",
                ["Chatter__Speech__Provider"] = "none",
                ["Chatter__Rooms__cryptoana__Enabled"] = "false",
                ["Chatter__Rooms__philosophy__AlwaysOn"] = "true",
                ["Chatter__Rooms__philosophy__Timing__InitialDelay"] = "0",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var program = Process.Start(start)!;

        // Read and forgotten, so that a full pipe never stops the program.
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;
    }
}
