using System.Net;
using System.Text.Json.Nodes;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Admin;

public sealed class SettingsEndpointsTests
{
    private static readonly (string Body, string Code, string? Field)[] BadBodies =
    [
        ("""{"audioProbability": 3}""", "bad_value", "AudioProbability"),
        ("""{"timing": {"minDelay": "x"}}""", "bad_value", "Timing.MinDelay"),
        ("""{"timing": {"initialDelay": 1}}""", "bad_value", "Timing.InitialDelay"),
        ("""{"speed": 3}""", "bad_value", "speed"),
        ("[1]", "bad_json", null),
        ("""{"maxTokens": 100,""", "bad_json", null),
        ("""{"maxTokens": 100, "maxTokens": 200}""", "bad_json", null),
        ("", "bad_json", null),
        ("null", "bad_json", null),
    ];

    [Fact]
    public async Task A_stranger_may_do_nothing_of_the_admins()
    {
        await using var chatter = new TestChatter().Started();
        await chatter.SayAsync("hello");
        var stranger = chatter.Stranger();

        foreach (var call in (string[])["GET settings", "PUT settings", "PATCH settings", "GET settings/fields", "GET settings/history", "POST settings/rollback/0", "POST say", "POST messages/1/retract"])
        {
            var (method, path) = (call.Split(' ')[0], call.Split(' ')[1]);
            var answer = await stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/api/v1/rooms/philosophy/{path}"));
            Assert.Equal((call, HttpStatusCode.Unauthorized), (call, answer.StatusCode));
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal("hello", (await chatter.LastAsync()).Message?.Text);
    }

    [Fact]
    public async Task What_was_read_can_be_changed_and_put_back_on_its_version()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        var admin = chatter.Admin();
        var read = await admin.GetAsync("/api/v1/rooms/philosophy/settings");
        var document = await read.JsonAsync();
        document["timing"]!["maxDelay"] = 45;

        var put = await admin.PutSettingsAsync(document.ToJsonString(), read.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal("00:00:45", (string?)(await put.JsonAsync())["timing"]!["maxDelay"]);
        Assert.Equal($"\"{chatter.Room().Settings.Version}\"", put.Headers.ETag!.Tag);
        Assert.Equal(45, chatter.Room().Settings.Current.Timing.MaxDelay.TotalSeconds);
        Assert.Equal(1, chatter.Room().Settings.Version);
    }

    [Fact]
    public async Task A_change_without_the_version_it_was_made_on_is_not_taken()
    {
        await using var chatter = new TestChatter().WithKey().Started();

        var answer = await chatter.Admin().PutSettingsAsync("""{"maxTokens": 100}""", null);

        Assert.Equal((HttpStatusCode)428, answer.StatusCode);
        Assert.Equal(0, chatter.Room().Settings.Version);
    }

    [Fact]
    public async Task A_change_made_on_an_older_version_is_told_the_version_that_holds()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        await chatter.Admin().PutSettingsAsync("""{"maxTokens": 100}""", "\"0\"");

        var answer = await chatter.Admin().PutSettingsAsync("""{"maxTokens": 200}""", "\"0\"");

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal("version_changed", (string?)(await answer.JsonAsync())["code"]);
        Assert.Equal(("\"1\"", 100), (answer.Headers.ETag!.Tag, chatter.Room().Settings.Current.MaxTokens));
    }

    [Fact]
    public async Task A_part_can_be_changed_alone()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        await chatter.Admin().SendSettingsAsync(HttpMethod.Patch, """{"maxTokens": 100}""", "*");

        await chatter.Admin().SendSettingsAsync(HttpMethod.Patch, """{"enabled": false}""", "*");

        Assert.Equal((100, false), (chatter.Room().Settings.Current.MaxTokens, chatter.Room().Settings.Current.Enabled));
    }

    [Fact]
    public async Task A_bad_value_is_refused_with_the_field_and_the_reason_and_changes_nothing()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        var admin = chatter.Admin();

        foreach (var (body, code, field) in BadBodies)
        {
            var answer = await admin.PutSettingsAsync(body, "*");
            var problem = await answer.JsonAsync();
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, answer.StatusCode));
            Assert.Equal((code, field), ((string?)problem["code"], (string?)problem["field"]));
            Assert.Contains(field ?? "JSON", (string?)problem["detail"]);
        }

        Assert.Equal(0, chatter.Room().Settings.Version);
    }

    [Fact]
    public async Task A_huge_body_is_refused_before_it_is_read_whole()
    {
        await using var chatter = new TestChatter().WithKey().Started();

        var answer = await chatter.Admin().PutSettingsAsync($$"""{"model": "{{new string('x', 1 << 20)}}"}""", "*");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_fields_tell_range_meaning_source_and_pin()
    {
        await using var chatter = new TestChatter().WithKey().Started();

        var fields = JsonNode.Parse(await chatter.Admin().GetStringAsync("/api/v1/rooms/philosophy/settings/fields"))!.AsArray();

        var delay = fields.Single(f => (string?)f!["key"] == "Timing.InitialDelay")!;
        Assert.Equal(("environment", true), ((string?)delay["source"], (bool)delay["pinned"]!));
        Assert.Contains("a time from 0 s to 24 h", (string?)delay["mustBe"]);
        Assert.Contains("first message", (string?)delay["meaning"]);
    }

    [Fact]
    public async Task History_names_the_versions_and_any_of_them_can_be_gone_back_to()
    {
        await using var chatter = new TestChatter().WithKey().Started();
        var admin = chatter.Admin();
        await admin.PutSettingsAsync("""{"maxTokens": 100}""", "*");
        await admin.PutSettingsAsync("""{"maxTokens": 200}""", "*");
        var history = JsonNode.Parse(await admin.GetStringAsync("/api/v1/rooms/philosophy/settings/history"))!.AsArray();

        var back = await admin.PostAsync($"/api/v1/rooms/philosophy/settings/rollback/{history[1]!["version"]}", null);
        var never = await admin.PostAsync("/api/v1/rooms/philosophy/settings/rollback/77", null);

        Assert.Equal((HttpStatusCode.OK, 100), (back.StatusCode, chatter.Room().Settings.Current.MaxTokens));
        Assert.Equal(("admin", "MaxTokens 150 → 100"), ((string?)history[1]!["by"], (string?)history[1]!["note"]));
        Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
    }

    [Fact]
    public async Task An_unknown_room_is_told_apart_from_a_refusal_only_by_the_admin()
    {
        await using var chatter = new TestChatter().WithKey().Started();

        var admin = await chatter.Admin().GetAsync("/api/v1/rooms/nowhere/settings");
        var stranger = await chatter.Stranger().GetAsync("/api/v1/rooms/nowhere/settings");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (admin.StatusCode, stranger.StatusCode));
    }

    [Fact]
    public async Task A_page_of_another_origin_cannot_act_with_the_admins_cookie()
    {
        await using var chatter = new TestChatter().Started();
        var client = chatter.Stranger();
        await client.EnterAsync(chatter.Token());
        client.DefaultRequestHeaders.Add("Origin", "http://localhost:3000");

        var answer = await client.PostAsync("/api/v1/rooms/philosophy/settings/rollback/0", null);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
