using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class SafetyListTests : IDisposable
{
    private readonly string _content = Directory.CreateTempSubdirectory("chatter-lists").FullName;

    public SafetyListTests()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_content, SafetyLists.Folder));
        foreach (var file in Directory.GetFiles(Path.Combine(Door.ContentRoot, SafetyLists.Folder)))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_content, recursive: true);

    [Theory]
    [InlineData("blocklist.json", "{ \"drop\": [\"...\"] }", "drop: \"...\"")]
    [InlineData("blocklist.json", "{ \"drop\": [\n 7 ] }", "$.drop[0], line 2")]
    [InlineData("blocklist.json", "{ \"drop\": [ ", "$.drop[0], line 1")]
    [InlineData("blocklist.json", "{ \"dorp\": [] }", "$.dorp, line 1")]
    [InlineData("blocklist.json", "words", "line 1")]
    [InlineData("blocklist.json", "null", "the whole file")]
    [InlineData("redaction.json", "{ \"rules\": [ { \"name\": \"x\", \"replace\": \"[x]\", \"patterns\": [\"(\"] } ] }", "x")]
    [InlineData("redaction.json", "{ \"rules\": [ { \"name\": \"x\", \"replace\": \"[x]\", \"patterns\": [\"a*\"] } ] }", "x")]
    [InlineData("redaction.json", "{ \"rules\": [ { \"name\": \"x\", \"replace\": \"[x]\", \"patterns\": [\"x\"] } ] }", "x")]
    [InlineData("redaction.json", "{ \"rules\": [ { \"name\": \"x\", \"replace\": \"[x]\", \"patterns\": [] } ] }", "x")]
    [InlineData("links.json", "{ \"endings\": [\"co.uk\"] }", "endings: \"co.uk\"")]
    [InlineData("links.json", "{ \"tracking\": [\"*\"] }", "tracking")]
    [InlineData("mentions.json", "{ \"everyone\": [\"@all\"] }", "everyone: \"@all\"")]
    [InlineData("mentions.json", "{ \"platforms\": [\"[\"] }", "platforms, entry 1")]
    public void A_mistake_in_a_list_is_told_by_file_entry_and_reason(string file, string text, string entry)
    {
        File.WriteAllText(Path.Combine(_content, SafetyLists.Folder, file), text);

        var mistake = Assert.Throws<SafetyListException>(() => SafetyRules.Load(_content));

        Assert.Equal(file, mistake.File);
        Assert.Equal(entry, mistake.Entry);
        Assert.NotEmpty(mistake.Reason);
        Assert.StartsWith($"moderation/{file}: {entry}: ", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_list_is_told()
    {
        File.Delete(Path.Combine(_content, SafetyLists.Folder, "links.json"));

        var mistake = Assert.Throws<SafetyListException>(() => SafetyRules.Load(_content));

        Assert.Equal("links.json", mistake.File);
    }

    [Fact]
    public void A_pattern_that_thinks_too_long_drops_the_line()
    {
        var rules = new SafetyRules(new SafetyLists
        {
            Redaction = new RedactionFile
            {
                // Looking ahead cannot be done without backtracking, and this backtracks for ever.
                Rules = [new RedactionEntry { Name = "slow", Replace = "[slow]", Patterns = ["(?=.)(a+)+$"] }],
            },
        });

        var verdict = rules.Check(new Utterance(new string('a', 60) + "!", AuthorKind.Viewer));

        Assert.Equal(Outcome.Dropped, verdict.Outcome);
        Assert.Equal([RuleNames.Timeout], verdict.Rules);
    }
}
