using System.Text.RegularExpressions;

namespace Chatter.Tests;

/// <summary>Keeps the plan of docs/house.md by reading the sources.</summary>
public sealed partial class HouseRules
{
    /// <summary>From the ground up; a folder may use those before it. Folders of one storey know nothing of each other.</summary>
    private static readonly string[][] Storeys =
    [
        ["Domain"], ["Storage"], ["Logs"], ["Gateway"], ["Language"], ["Speech", "Archive", "Streams", "Memories", "Trends"],
        ["Personas"], ["Rooms"], ["Conversations", "Assistant", "Connectors"],
    ];

    private static readonly string Home = FindHome();

    [Fact]
    public void A_folder_of_the_core_uses_only_what_stands_below_it()
    {
        var breaches = Sources("Chatter.Core").SelectMany(file => Uses(file)
            .Where(used => !MayUse(FolderOf(file), used))
            .Select(used => $"{Path.GetRelativePath(Home, file)} uses {used}"));

        Assert.Empty(breaches);
    }

    [Fact]
    public void Every_folder_of_the_core_has_its_storey()
    {
        var known = Storeys.SelectMany(s => s).ToHashSet();

        var strangers = Sources("Chatter.Core").Select(FolderOf).Distinct().Where(f => !known.Contains(f));

        Assert.Empty(strangers);
    }

    [Fact]
    public void The_domain_has_no_packages_and_does_not_wait()
    {
        var breaches = Sources("Chatter.Core/Domain").Where(file => AsyncOrPackage().IsMatch(File.ReadAllText(file)));

        Assert.Empty(breaches.Select(Path.GetFileName));
    }

    [Fact]
    public void A_component_knows_no_store_and_no_model()
    {
        var breaches = Sources("Chatter.Web/Components", "*.razor").Concat(Sources("Chatter.Web/Components"))
            .Where(file => StoreOrModel().IsMatch(File.ReadAllText(file)));

        Assert.Empty(breaches.Select(file => Path.GetRelativePath(Home, file)));
    }

    [Fact]
    public void Names_are_the_fields_words()
    {
        var breaches = Sources("Chatter.Core").Concat(Sources("Chatter.Web")).Concat(Sources("Chatter.Bench"))
            .SelectMany(file => TypeName().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .Where(name => UnwantedWord().IsMatch(name));

        Assert.Empty(breaches);
    }

    [Fact]
    public void No_file_lets_the_whole_house_in_at_once()
    {
        var breaches = Sources("").Where(file => File.ReadAllText(file).Contains("global using " + "Chatter.", StringComparison.Ordinal));

        Assert.Empty(breaches.Select(file => Path.GetRelativePath(Home, file)));
    }

    [Fact]
    public void Public_types_say_in_a_sentence_what_they_are()
    {
        var silent = Sources("Chatter.Core")
            .SelectMany(file => UndocumentedType().Matches(File.ReadAllText(file)).Select(m => $"{Path.GetRelativePath(Home, file)}: {m.Groups[1].Value}"));

        Assert.Empty(silent);
    }

    private static IEnumerable<string> Uses(string file) =>
        CoreNamespace().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Distinct();

    private static bool MayUse(string folder, string used)
    {
        var here = Array.FindIndex(Storeys, s => s.Contains(folder));
        var there = Array.FindIndex(Storeys, s => s.Contains(used));
        return folder == used || there < here;
    }

    private static string FolderOf(string file) =>
        Path.GetRelativePath(Path.Combine(Home, "Chatter.Core"), file).Split(Path.DirectorySeparatorChar)[0];

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        Directory.Exists(Path.Combine(Home, folder))
            ? Directory.EnumerateFiles(Path.Combine(Home, folder), pattern, SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            : [];

    private static string FindHome()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Chatter.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Chatter.sln is in no folder above the tests.");
        return folder.FullName;
    }

    [GeneratedRegex(@"Chatter\.Core\.([A-Z]\w+)")]
    private static partial Regex CoreNamespace();

    [GeneratedRegex(@"\basync\b|\bTask\b|using Microsoft\.")]
    private static partial Regex AsyncOrPackage();

    [GeneratedRegex(@"DbContext|Chatter\.Core\.Storage|ILanguageModel|using OpenAI")]
    private static partial Regex StoreOrModel();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?([A-Z]\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(Manager|Helper|Utils?|Processor|Engine|Impl|Dto|Info)$")]
    private static partial Regex UnwantedWord();

    [GeneratedRegex(@"(?<!///[^\n]*\n)(?<!\][ \t]*\n)^public (?:sealed |static |abstract |partial |readonly )*(?:class|record|struct|interface|enum) (?:struct )?(\w+)", RegexOptions.Multiline)]
    private static partial Regex UndocumentedType();
}
