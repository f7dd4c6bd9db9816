using System.Text.RegularExpressions;

namespace Chatter.Core.Language.Prompts;

/// <summary>The texts prompts are put together from, read once from <c>content/prompts</c>.</summary>
public sealed partial class PromptTexts
{
    private static readonly string[] RulesSlots = ["name", "words", "language"];
    private static readonly string[] PersonaSlots = ["name", "bio", "temperament", "beliefs", "style", "loves", "hates"];
    private static readonly string[] TurnSlots = ["room", "name", "others", "topic", "transcript", "occasion"];

    /// <summary>What holds for every line of every persona.</summary>
    public required string Rules { get; init; }

    /// <summary>Who the speaker is.</summary>
    public required string Persona { get; init; }

    /// <summary>What was said, and what is wanted now.</summary>
    public required string Turn { get; init; }

    /// <summary>Reads the three texts. Throws with the file's name if one is missing or has a slot nobody fills.</summary>
    /// <param name="contentFolder">The folder that holds <c>prompts/</c>.</param>
    public static PromptTexts Load(string contentFolder)
    {
        var folder = Path.Combine(contentFolder, "prompts");
        return new PromptTexts
        {
            Rules = Read(folder, "rules.txt", RulesSlots),
            Persona = Read(folder, "persona.txt", PersonaSlots),
            Turn = Read(folder, "turn.txt", TurnSlots),
        };
    }

    /// <summary>Puts values into the slots, all at once: a value that looks like a slot stays what it is.</summary>
    internal static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Slot().Replace(text, slot => values.TryGetValue(slot.Groups[1].Value, out var value) ? value : slot.Value);

    private static string Read(string folder, string file, string[] slots)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
            throw new InvalidOperationException($"{path} is missing; it holds a part of what a model is told. Put it back from the repository.");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n").Trim();
        var unknown = Slot().Matches(text).Select(m => m.Groups[1].Value).FirstOrDefault(s => !slots.Contains(s));
        return unknown is null
            ? text
            : throw new InvalidOperationException($"{path} has a slot {{{unknown}}} that nothing fills; there are: {string.Join(", ", slots)}.");
    }

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Slot();
}
