using Chatter.Core.Rooms;

namespace Chatter.Tests.Rooms;

public sealed class ContentLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatter-content").FullName;

    public ContentLoaderTests()
    {
        Write("personas/ada.json", """{ "name": "Ada", "color": "#8d75eb", "bio": "Counts.", "temperament": "calm", "beliefs": ["Numbers first."], "style": ["Be brief."] }""");
        Write("personas/bo.json", """{ "name": "Bo", "color": "#8d75eb", "bio": "Asks.", "temperament": "keen", "beliefs": ["Ask."], "style": ["Ask."] }""");
        Write("rooms/good.json", Room("good"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_good_room_comes_with_its_cast_and_its_raw_settings()
    {
        Write("rooms/good.json", Room("good", more: """, "settings": { "topics": ["One?"], "maxTokens": 90 }"""));

        var content = ContentLoader.Load(_folder);

        var room = Assert.Single(content.Rooms);
        Assert.Equal(["ada", "bo"], room.Cast.Select(p => p.Id.Value));
        Assert.Equal(90, room.Settings["maxTokens"]!.GetValue<int>());
        Assert.Equal("rooms/good.json", room.File);
        Assert.Empty(content.Problems);
    }

    [Fact]
    public void A_bad_room_disables_itself_only()
    {
        Write("rooms/bad.json", "{ \"slug\": ");

        var content = ContentLoader.Load(_folder);

        Assert.Equal("good", Assert.Single(content.Rooms).Card.Slug);
        var problem = Assert.Single(content.Problems);
        Assert.Equal("rooms/bad.json", problem.File);
        Assert.Contains("not valid JSON near line 1", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_persona_disables_only_the_rooms_where_it_sits()
    {
        Write("personas/cy.json", """{ "name": "Cy", "color": "red", "bio": "?", "temperament": "?", "beliefs": ["?"], "style": ["?"] }""");
        Write("rooms/other.json", Room("other", cast: "\"ada\", \"cy\""));

        var content = ContentLoader.Load(_folder);

        Assert.Equal("good", Assert.Single(content.Rooms).Card.Slug);
        Assert.Equal(
            ["personas/cy.json: color: must be a colour such as #7c9cff, is \"red\"", "rooms/other.json: cast[1]: persona \"cy\" cannot be used: see personas/cy.json"],
            content.Problems.Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("\"talkativness\": 0.4", "talkativness", "is not a key here")]
    [InlineData("\"talkativeness\": 4", "talkativeness", "must be a number from 0 to 1, is 4")]
    [InlineData("\"voice\": { \"pitch\": 120 }", "voice.pitch", "must be a number from 0 to 99")]
    [InlineData("\"voice\": { \"speed\": 150.5 }", "voice.speed", "must be a whole number")]
    [InlineData("\"voice\": { \"espeak\": \"; rm\" }", "voice.espeak", "must be an espeak-ng voice")]
    [InlineData("\"manner\": { \"frames\": { \"claim\": \"one\" } }", "manner.frames.claim", "must be a list of texts")]
    [InlineData("\"manner\": { \"frames\": { \"claim\": [\"{c}\", 7] } }", "manner.frames.claim[1]", "must be a text, is 7")]
    [InlineData("\"loves\": [\"\"]", "loves[0]", "is empty")]
    [InlineData("\"id\": \"eve\"", "id", "must be the file's name")]
    [InlineData("\"muted\": \"no\"", "muted", "must be true or false")]
    public void A_wrong_value_is_named_by_file_key_and_reason(string field, string key, string reason)
    {
        Write("personas/dee.json", """{ "name": "Dee", "color": "#8d75eb", "bio": "?", "temperament": "?", "beliefs": ["?"], "style": ["?"], """ + field + " }");

        var content = ContentLoader.Load(_folder);

        var problem = Assert.Single(content.Problems);
        Assert.Equal(("personas/dee.json", key), (problem.File, problem.Key));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Good1", "slug")]
    [InlineData("1good", "slug")]
    [InlineData("go-od", "slug")]
    public void A_slug_is_lower_case_letters_and_digits(string slug, string key)
    {
        Write("rooms/good.json", Room(slug).Replace("\"key\": \"" + slug, "\"key\": \"good", StringComparison.Ordinal));

        var content = ContentLoader.Load(_folder);

        Assert.Empty(content.Rooms);
        Assert.Equal(key, Assert.Single(content.Problems).Key);
    }

    [Fact]
    public void Two_rooms_cannot_share_a_slug_and_a_seat_is_taken_once()
    {
        Write("rooms/twin.json", Room("good").Replace("\"key\": \"good", "\"key\": \"twin", StringComparison.Ordinal));
        Write("rooms/twice.json", Room("twice", cast: "\"ada\", \"ada\", \"nobody\""));

        var content = ContentLoader.Load(_folder);

        Assert.Equal(["rooms/good.json"], content.Rooms.Select(r => r.File));
        Assert.Equal(
            [("rooms/twice.json", "cast[1]"), ("rooms/twice.json", "cast[2]"), ("rooms/twin.json", "slug")],
            content.Problems.Select(p => (p.File, p.Key)));
    }

    [Fact]
    public void Two_personas_in_a_room_cannot_go_by_one_name()
    {
        Write("personas/bo.json", """{ "name": "Bo", "aliases": ["ada"], "color": "#8d75eb", "bio": "Asks.", "temperament": "keen", "beliefs": ["Ask."], "style": ["Ask."] }""");

        var content = ContentLoader.Load(_folder);

        Assert.Empty(content.Rooms);
        Assert.Equal("cast[1]", Assert.Single(content.Problems).Key);
    }

    private static string Room(string slug, string cast = "\"ada\", \"bo\"", string more = "") =>
        $$"""{ "key": "{{slug}}", "slug": "{{slug}}", "name": "A room", "description": "For tests.", "cast": [{{cast}}]{{more}} }""";

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
