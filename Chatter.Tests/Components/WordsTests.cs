using System.Text.RegularExpressions;
using System.Xml.Linq;
using Chatter.Core.Domain;
using Chatter.Core.Rooms.Settings;
using Chatter.Tests.Fakes;
using Chatter.Web.Components.Admin;

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

    [Fact]
    public void Every_settings_name_meaning_and_heading_stands_there_too()
    {
        var kept = XDocument.Load(Path.Combine(Checkout.Root, "Chatter.Web", "Resources", "Components.Words.resx"))
            .Descendants("data").Select(d => d.Attribute("name")!.Value).ToHashSet();
        var card = new RoomCard { Key = "r", Slug = "r", Name = "R", Description = "", Cast = [new PersonaId("ada")] };

        var said = new RoomFields(card).All.SelectMany(f => new[] { SettingRow.Name(f), f.Meaning })
            .Concat(SettingsGroup.OfRoom.Select(g => g.Name))
            .Concat(Enum.GetNames<RoomPhase>());

        Assert.Empty(said.Where(word => !kept.Contains(word)).Distinct());
    }

    [GeneratedRegex("\\b(?:L|words)\\[\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Word();
}
