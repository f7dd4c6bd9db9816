using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;

namespace Chatter.Tests.Gateway.Safety;

/// <summary>The rules with the lists that ship, and short ways of asking them.</summary>
internal static class Door
{
    public static readonly string ContentRoot = FindContent();

    public static readonly SafetyRules Rules = SafetyRules.Load(ContentRoot);

    public static Verdict Person(string text, params string[] recent) =>
        Rules.Check(new Utterance(text, AuthorKind.Member) { Recent = recent });

    public static Verdict Persona(string text, params string[] names) =>
        Rules.Check(new Utterance(text, AuthorKind.Persona) { Names = names });

    private static string FindContent()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Chatter.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("No Chatter.sln above the tests."), "content");
    }
}
