using System.Text.Json;
using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Storage;

namespace Chatter.Tests.Storage;

/// <summary>
/// A line of every type and version ever written, as it lies in someone's database. A file here is never changed; a new
/// version of a type gets a new file beside the old one.
/// </summary>
public sealed class StoredLineTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Storage", "StoredLines");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_line_once_stored_is_read_for_ever(string file)
    {
        var (row, line) = Read(file);

        var read = EventCodec.Decode(row);

        if (line["body"] is { } body)
            Assert.Equal(body.GetValue<string>(), read.Body.GetType().Name);
        var properties = JsonSerializer.SerializeToNode(read.Body, read.Body.GetType())!;
        foreach (var (name, expected) in line["reads"]!.AsObject())
            Assert.True(Holds(properties[name], expected), $"{name} is {properties[name]?.ToJsonString() ?? "null"}");
        Assert.Equal((row.At, row.Number), (read.At.ToUnixTimeMilliseconds(), read.Number));
    }

    [Fact]
    public void Every_kind_of_event_that_is_stored_today_has_a_line_here()
    {
        var stored = Directory.GetFiles(Folder).Select(f => Read(f).Row).Select(r => (r.Type, r.Version)).ToHashSet();

        var missing = Today().Where(body => !stored.Contains((body.Type, body.Version))).Select(body => body.Type);

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("message.1.json")]
    [InlineData("message.1.bare.json")]
    [InlineData("audio.1.json")]
    [InlineData("retracted.1.json")]
    [InlineData("topic.1.json")]
    [InlineData("settings.1.json")]
    public void The_form_written_today_has_not_changed_under_the_same_version(string file)
    {
        var (row, _) = Read(file);

        var written = EventCodec.Encode(EventCodec.Decode(row).Body);

        Assert.Equal(row.Data, written);
    }

    /// <summary>Whether all that is expected is there; what a newer program adds beside it does no harm.</summary>
    private static bool Holds(JsonNode? actual, JsonNode? expected) => expected is JsonObject parts
        ? actual is JsonObject whole && parts.All(part => Holds(whole[part.Key], part.Value))
        : JsonNode.DeepEquals(actual, expected);

    private static EventBody[] Today() =>
    [
        new Message { Author = new Author(AuthorKind.Persona, "a", "A", "#000000", []), Text = "" },
        new AudioReady(1, "", "", 0, ""),
        new Retracted(1, "", null),
        new TopicChanged(""),
        new SettingsChanged("", "", ""),
    ];

    private static (EventRow Row, JsonNode Line) Read(string file)
    {
        var line = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
        var row = line["row"]!;
        row["RoomId"] = 1;
        row["Seq"] = 20;
        return (row.Deserialize<EventRow>()!, line);
    }
}
