using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Start;

/// <summary>The built program as people start it: what only a process of its own can show.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("chatter-test-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task The_last_line_of_the_start_says_the_address_the_voices_and_where_the_data_is()
    {
        await using var chatter = await ChatterProcess.StartAsync(data);

        Assert.Contains(chatter.Address.ToString().TrimEnd('/'), chatter.StartLine);
        Assert.Contains("offline voice", chatter.StartLine);
        Assert.Contains(data, chatter.StartLine);
    }

    [Fact]
    public async Task A_fresh_start_talks_with_no_key_and_no_server()
    {
        await using var chatter = await ChatterProcess.StartAsync(data, environment: new Dictionary<string, string>
        {
            ["Chatter__Rooms__philosophy__AlwaysOn"] = "true",
            ["Chatter__Rooms__philosophy__Timing__InitialDelay"] = "0",
            ["Chatter__Rooms__philosophy__Timing__MinDelay"] = "0.1",
            ["Chatter__Rooms__philosophy__Timing__MaxDelay"] = "0.1",
        });

        var said = await MessagesAsync(chatter, "philosophy", atLeast: 5);

        Assert.Equal(said.Count, said.Select(m => m.GetProperty("text").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_refuses_with_a_sentence()
    {
        await using var first = await ChatterProcess.StartAsync(data);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatterProcess.StartAsync(data));

        Assert.Contains($"Another Chatter server is using {data}", refusal.Message);
    }

    [Fact]
    public async Task A_start_that_cannot_be_ends_with_the_sentence_that_says_why()
    {
        var wrong = new Dictionary<string, string> { ["Chatter__Rooms__philosophy__AudioProbability"] = "loud" };

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ChatterProcess.StartAsync(data, environment: wrong));

        var last = refusal.Message.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("Chatter cannot start.", last);
        Assert.Contains("AudioProbability", last);
    }

    [Fact]
    public async Task A_published_program_runs_from_any_folder_and_serves_its_files_whole()
    {
        var output = Path.Combine(data, "published");
        await PublishAsync(output);

        await using var chatter = await ChatterProcess.StartAsync(
            Path.Combine(data, "own"), Path.Combine(output, "Chatter.Web.dll"), workingDirectory: "/");

        using var http = new HttpClient { BaseAddress = chatter.Address };
        foreach (var file in new[] { "_framework/blazor.web.js", "_content/Radzen.Blazor/Radzen.Blazor.js", "favicon.svg" })
        {
            using var answer = await http.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    private static async Task<List<JsonElement>> MessagesAsync(ChatterProcess chatter, string room, int atLeast)
    {
        using var http = new HttpClient { BaseAddress = chatter.Address };
        var said = new List<JsonElement>();
        await Eventually.IsAsync(
            async () =>
            {
                var page = await http.GetFromJsonAsync<JsonElement>($"api/v1/rooms/{room}/messages");
                said = [.. page.GetProperty("items").EnumerateArray()];
                return said.Count >= atLeast;
            },
            $"{atLeast} messages are said");
        return said;
    }

    private static async Task PublishAsync(string output)
    {
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(ChatterProcess.Home, "Chatter.Web"), "--no-build", "-c", configuration, "-o", output, "-v", "quiet"])
        {
            RedirectStandardOutput = true,
        })!;
        var printed = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, printed);
    }
}
