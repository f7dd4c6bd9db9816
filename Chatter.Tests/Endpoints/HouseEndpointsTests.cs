using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chatter.Tests.Fakes;
using Microsoft.Data.Sqlite;

namespace Chatter.Tests.Endpoints;

public sealed partial class HouseEndpointsTests
{
    [Fact]
    public async Task The_figures_are_the_same_under_both_names()
    {
        await using var chatter = new TestChatter().Started();
        var http = chatter.CreateClient();
        await chatter.SayAsync("one");

        var now = await http.GetFromJsonAsync<JsonElement>("/api/v1/stats");
        var old = await http.GetFromJsonAsync<JsonElement>("/api/stats");

        Assert.Equal(1, now.GetProperty("totals").GetProperty("messages").GetInt32());
        Assert.Equal(now.GetRawText(), old.GetRawText());
    }

    [Fact]
    public async Task The_status_says_plainly_that_the_offline_voice_speaks()
    {
        await using var chatter = new TestChatter().With("Chatter:Speech:Provider", "none").Started();

        var status = await chatter.CreateClient().GetFromJsonAsync<JsonElement>("/api/v1/status");

        Assert.True(status.GetProperty("model").GetProperty("offline").GetBoolean());
        Assert.Contains("offline voice speaks", status.GetProperty("model").GetProperty("said").GetString(), StringComparison.Ordinal);
        Assert.True(status.GetProperty("store").GetProperty("records").GetBoolean());
        Assert.Contains(status.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("plain HTTP", StringComparison.Ordinal));
        Assert.DoesNotContain(chatter.DataDirectory, status.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_nothing_can_be_recorded_the_house_lives_but_is_not_ready_and_what_was_said_can_be_read()
    {
        await using var chatter = new TestChatter().Started();
        var http = chatter.CreateClient();
        await chatter.SayAsync("before");
        await using var other = new SqliteConnection($"Data Source={Path.Combine(chatter.DataDirectory, "chatter.db")};Pooling=False");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<Core.Storage.StoreUnavailableException>(() => chatter.SayAsync("lost"));

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
        var ready = await http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("locked", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("before", await http.GetStringAsync("/api/v1/rooms/philosophy/messages"), StringComparison.Ordinal);
        Assert.Contains("chatter_store_records 0", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_of_the_metrics_is_of_their_format_and_every_figure_ours()
    {
        await using var chatter = new TestChatter().Started();
        var http = chatter.CreateClient();
        await http.GetAsync("/api/v1/rooms");

        var lines = (await http.GetStringAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Matches(MetricLine(), line));
        Assert.Contains(lines, l => l.StartsWith("chatter_room_viewers{room=\"philosophy\"} 0", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("chatter_http_request_duration_seconds_count{route=\"/api/v1/rooms/\"", StringComparison.Ordinal)
            || l.StartsWith("chatter_http_request_duration_seconds_count{route=\"/api/v1/rooms\"", StringComparison.Ordinal));
        Assert.Equal(lines.Distinct().Count(), lines.Length);
    }

    [Fact]
    public async Task Who_asks_too_fast_is_told_when_to_come_back_and_the_rest_of_the_house_stays_open()
    {
        await using var chatter = new TestChatter().With("Chatter:Limits:ApiPerMinute", "5").Started();
        var http = chatter.CreateClient();
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/rooms")).StatusCode);

        var refused = await http.GetAsync("/api/v1/rooms");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("too_fast", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz")).StatusCode);
    }

    [Theory]
    [InlineData(null, "https://friend.example", null)]
    [InlineData("https://friend.example", "https://friend.example", "https://friend.example")]
    [InlineData("https://friend.example", "https://evil.example", null)]
    [InlineData("*", "https://anyone.example", "*")]
    public async Task Pages_of_other_sites_read_the_api_only_if_their_origin_is_listed(string? listed, string origin, string? allowed)
    {
        await using var chatter = new TestChatter();
        if (listed is not null)
            chatter.With("Chatter:Cors:Origins:0", listed);
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/rooms") { Headers = { { "Origin", origin } } };

        var answer = await chatter.Started().CreateClient().SendAsync(request);

        Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
    }

    [Fact]
    public async Task Every_endpoint_of_the_api_is_described_with_a_summary_and_its_answers()
    {
        await using var chatter = new TestChatter().Started();
        var http = chatter.CreateClient();

        var document = await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value))).ToList();
        Assert.Contains("get /api/v1/rooms/{slug}/search", operations.Select(o => o.Name));
        Assert.Empty(operations.Where(o => !o.Value.TryGetProperty("summary", out _)).Select(o => o.Name));
        Assert.Empty(operations.Where(o => o.Value.GetProperty("responses").EnumerateObject().All(r => r.Name[0] != '2')).Select(o => o.Name));
        var search = operations.Single(o => o.Name == "get /api/v1/rooms/{slug}/search").Value;
        Assert.Contains(search.GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == "q");
    }

    [Fact]
    public async Task The_pages_of_the_api_come_whole_from_the_house()
    {
        await using var chatter = new TestChatter().Started();
        var http = chatter.CreateClient();

        var page = await http.GetStringAsync("/swagger/index.html");

        Assert.DoesNotMatch(InlineScript(), page);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        foreach (Match file in FileOfPage().Matches(page))
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/swagger/" + file.Groups[1].Value)).StatusCode);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) chatter_\w+ .+|chatter_\w+(\{\w+="([^"\\]|\\.)*"(,\w+="([^"\\]|\\.)*")*\})? (-?\d+(\.\d+)?(E[+-]?\d+)?|\+Inf|NaN))$""")]
    private static partial Regex MetricLine();

    [GeneratedRegex("<script(?![^>]*src=)[^>]*>")]
    private static partial Regex InlineScript();

    [GeneratedRegex("""(?:src|href)="\./([^"]+)""")]
    private static partial Regex FileOfPage();
}
