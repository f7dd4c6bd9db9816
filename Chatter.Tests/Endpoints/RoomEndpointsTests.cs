using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Endpoints;

public sealed class RoomEndpointsTests : IAsyncLifetime
{
    private readonly TestChatter chatter = new();
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = chatter.Started().CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await chatter.DisposeAsync();

    [Fact]
    public async Task The_rooms_are_told_with_what_goes_on_in_them()
    {
        await chatter.SayAsync("hello");

        var rooms = await GetAsync("/api/v1/rooms");
        var room = await GetAsync("/api/v1/rooms/philosophy");

        Assert.Equal(["philosophy", "cryptoana"], rooms.EnumerateArray().Select(r => r.GetProperty("slug").GetString()).OrderDescending());
        foreach (var field in (string[])["name", "description", "topic", "pace", "enabled", "viewers", "seq"])
            Assert.True(room.TryGetProperty(field, out _), field);
        Assert.Equal(1, room.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task One_pages_back_to_the_first_message_without_a_gap_or_a_double()
    {
        for (var i = 1; i <= 230; i++)
            await chatter.SayAsync($"line {i}");
        await chatter.Room().Log.AppendAsync(new TopicChanged("time"), null, default);

        var seen = new List<string?>();
        var address = "/api/v1/rooms/philosophy/messages?limit=33";
        for (long? before = 0; before is not null;)
        {
            var page = await GetAsync(before == 0 ? address : $"{address}&before={before}");
            seen.InsertRange(0, page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("text").GetString()));
            before = Number(page, "before");
        }

        Assert.Equal(Enumerable.Range(1, 230).Select(i => $"line {i}"), seen);
    }

    [Fact]
    public async Task One_pages_forward_to_the_last_message_and_learns_that_it_is_the_last()
    {
        for (var i = 1; i <= 25; i++)
            await chatter.SayAsync($"line {i}");

        var first = await GetAsync("/api/v1/rooms/philosophy/messages?after=0&limit=20");
        var second = await GetAsync($"/api/v1/rooms/philosophy/messages?limit=20&after={Number(first, "after")}");

        Assert.Null(Number(first, "before"));
        Assert.Equal(5, second.GetProperty("items").GetArrayLength());
        Assert.Null(Number(second, "after"));
        Assert.Equal(21, Number(second, "before"));
    }

    [Fact]
    public async Task An_empty_room_has_an_empty_page()
    {
        var page = await GetAsync("/api/v1/rooms/philosophy/messages");

        Assert.Equal(0, page.GetProperty("items").GetArrayLength());
        Assert.Null(Number(page, "before"));
        Assert.Null(Number(page, "after"));
        Assert.Equal(chatter.Room().Log.Epoch, page.GetProperty("epoch").GetString());
    }

    [Fact]
    public async Task A_message_taken_back_keeps_only_its_place()
    {
        await chatter.SayAsync("regrettable");
        await chatter.Room().Log.AppendAsync(new Retracted(1, "admin", "rude"), null, default);

        var body = await http.GetStringAsync("/api/v1/rooms/philosophy/messages");
        var found = await GetAsync("/api/v1/rooms/philosophy/search?q=regrettable");

        Assert.Contains("""{"type":"message","seq":1,"retracted":true}""", body, StringComparison.Ordinal);
        Assert.Equal(0, found.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_is_found_says_where_the_words_stand()
    {
        await chatter.SayAsync("🙂 what is déjà vu?");
        await chatter.SayAsync("nothing");

        var page = await GetAsync("/api/v1/rooms/philosophy/search?q=deja");

        var found = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal("[[11,4]]", found.GetProperty("hits").GetRawText());
        Assert.Equal(1, found.GetProperty("message").GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task An_export_has_every_number_once_and_says_where_it_ends()
    {
        for (var i = 1; i <= 120; i++)
            await chatter.SayAsync($"line {i}\u2028");
        await chatter.Room().Log.AppendAsync(new SettingsChanged("{}", "admin", "secret"), null, default);

        var answer = await http.GetAsync("/api/v1/rooms/philosophy/export");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("application/jsonl", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("121", answer.Headers.GetValues("Chatter-Seq").Single());
        Assert.Equal(Enumerable.Range(1, 121), lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("seq").GetInt32()));
        Assert.Equal("""{"type":"skip","seq":121}""", lines[^1]);
    }

    [Theory]
    [InlineData("messages?limit=0", "limit")]
    [InlineData("messages?limit=201", "limit")]
    [InlineData("messages?limit=-1", "limit")]
    [InlineData("messages?limit=", "limit")]
    [InlineData("messages?limit=ten", "limit")]
    [InlineData("messages?limit=1.5", "limit")]
    [InlineData("messages?limit=1&limit=2", "limit")]
    [InlineData("messages?limit=99999999999999999999", "limit")]
    [InlineData("messages?before=-1", "before")]
    [InlineData("messages?before=0", "before")]
    [InlineData("messages?before=9223372036854775808", "before")]
    [InlineData("messages?after=-1", "after")]
    [InlineData("messages?after=%00", "after")]
    [InlineData("messages?after=١٢", "after")]
    [InlineData("messages?before=9&after=1", "after")]
    [InlineData("messages?epoch=another", "epoch")]
    [InlineData("search", "q")]
    [InlineData("search?q=", "q")]
    [InlineData("search?q=%20%20", "q")]
    [InlineData("search?q=a&q=b", "q")]
    [InlineData("search?q=a&before=x", "before")]
    [InlineData("search?q=a&limit=1000", "limit")]
    public async Task A_bad_value_is_refused_with_its_field(string query, string field)
    {
        var answer = await http.GetAsync("/api/v1/rooms/philosophy/" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_question_longer_than_may_be_is_refused()
    {
        var answer = await http.GetAsync("/api/v1/rooms/philosophy/search?q=" + new string('a', 5_000));

        Assert.Equal("q", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("/messages?before=9223372036854775807")]
    [InlineData("/messages?after=9223372036854775807")]
    [InlineData("/search?q=a&before=9223372036854775807")]
    [InlineData("/search?q=%22NEAR(%20%F0%9F%99%82%20*%00")]
    [InlineData("/search?q=%F0%9F%99%82")]
    public async Task What_is_only_odd_is_answered(string query)
    {
        await chatter.SayAsync("a");

        var answer = await http.GetAsync("/api/v1/rooms/philosophy" + query);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/rooms/nowhere", 404, "unknown_room")]
    [InlineData("GET", "/api/v1/rooms/nowhere/messages?limit=0", 404, "unknown_room")]
    [InlineData("GET", "/api/v1/rooms/..%2f..%2fetc/export", 404, "unknown_room")]
    [InlineData("GET", "/api/v1/nothing", 404, "unknown_address")]
    [InlineData("GET", "/api", 404, "unknown_address")]
    [InlineData("POST", "/api/v1/rooms", 405, "wrong_method")]
    [InlineData("DELETE", "/api/v1/rooms/philosophy/messages", 405, "wrong_method")]
    public async Task Every_refusal_is_problem_details_with_a_code(string method, string address, int status, string code)
    {
        var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), address));

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, "application/problem+json", code),
            ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, problem.GetProperty("code").GetString()));
    }

    private async Task<JsonElement> GetAsync(string address) => await http.GetFromJsonAsync<JsonElement>(address);

    private static long? Number(JsonElement page, string field) =>
        page.GetProperty(field) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
}
