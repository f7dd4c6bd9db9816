using System.Text;
using System.Text.RegularExpressions;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Keeps lines from calling everybody, or anybody on another platform: the name stays, its power to call is taken.</summary>
internal sealed class Mentions
{
    private readonly string[] _everyone;
    private readonly Regex[] _platforms;
    private readonly string _replace;

    public Mentions(MentionsFile file)
    {
        _everyone = [.. file.Everyone];
        _replace = file.Replace;
        _platforms = [.. file.Platforms.Select((pattern, i) => Patterns.Listed(MentionsFile.Name, $"platforms, entry {i + 1}", pattern))];
        foreach (var word in _everyone)
        {
            if (word.Length == 0 || !word.All(char.IsLetterOrDigit))
                throw new SafetyListException(MentionsFile.Name, $"everyone: \"{word}\"", "a word is letters and digits, without the at-sign");
        }

        if (_platforms.Any(pattern => pattern.IsMatch(_replace)))
            throw new SafetyListException(MentionsFile.Name, "replace", $"{_replace} is itself one of the notations to be replaced");
    }

    /// <param name="draft">The line.</param>
    /// <param name="names">Who may be called by name.</param>
    /// <param name="onlyNames">Whether an at-sign before any other name is taken away too.</param>
    public void Apply(ref Draft draft, IReadOnlyCollection<string> names, bool onlyNames)
    {
        if (draft.Text.Contains('<'))
        {
            foreach (var pattern in _platforms)
                Become(ref draft, pattern.Replace(draft.Text, _replace));
        }

        if (draft.Text.AsSpan().ContainsAny('@', '＠', '﹫'))
            Become(ref draft, WithoutCalls(draft.Text, names, onlyNames));
    }

    private static void Become(ref Draft draft, string text)
    {
        if (text == draft.Text)
            return;
        draft.Become(text, RuleNames.Mention);
        draft.Flag(RuleNames.Mention);
    }

    private string WithoutCalls(string text, IReadOnlyCollection<string> names, bool onlyNames)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var signs = i;
            while (signs < text.Length && IsAtSign(text[signs]))
                signs++;
            var rest = text.AsSpan(signs);
            var calls = signs > i && !rest.IsEmpty && (char.IsLetterOrDigit(rest[0]) || char.IsSurrogate(rest[0]) || rest[0] == '_');
            var silenced = calls && !StartsWithAny(rest, names) && (onlyNames || StartsWithAny(rest, _everyone));
            if (!silenced)
                result.Append(text, i, signs - i);
            if (signs < text.Length)
                result.Append(text[signs]);
            i = signs + 1;
        }

        return result.ToString();
    }

    private static bool IsAtSign(char c) => c is '@' or '＠' or '﹫';

    private static bool StartsWithAny(ReadOnlySpan<char> text, IReadOnlyCollection<string> words)
    {
        foreach (var word in words)
        {
            if (word.Length > 0 && text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (text.Length == word.Length || !(char.IsLetterOrDigit(text[word.Length]) || text[word.Length] == '_')))
                return true;
        }

        return false;
    }
}
