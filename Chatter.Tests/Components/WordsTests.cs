using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Components;

public sealed partial class WordsTests
{
    [Fact]
    public void Every_word_the_pages_say_stands_in_the_resource_file_for_translators()
    {
        var web = Path.Combine(Checkout.Root, "Chatter.Web");
        var kept = XDocument.Load(Path.Combine(web, "Resources", "Components.Words.resx"))
            .Descendants("data").Select(d => d.Attribute("name")!.Value).ToHashSet();

        var said = Directory.EnumerateFiles(Path.Combine(web, "Components"), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(f => Word().Matches(File.ReadAllText(f)))
            .Select(m => Regex.Unescape(m.Groups[1].Value));

        Assert.Empty(said.Where(word => !kept.Contains(word)).Distinct());
    }

    [GeneratedRegex("\\b(?:L|words)\\[\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Word();
}
