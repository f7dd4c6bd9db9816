using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chatter.Core.Domain;

namespace Chatter.Core.Language;

/// <summary>Makes one clean line of chat of what a model wrote; empty if nothing in it is fit to be said.</summary>
public static partial class OneLine
{
    /// <summary>Characters of an answer that are looked at.</summary>
    private const int LongestAnswer = 16_384;

    /// <summary>Characters of a line at most; what is longer ends with a sentence before.</summary>
    private const int LongestLine = 1000;

    private const string SentenceEnds = ".!?…。！？";
    private const string Closers = "\"'”’»)";
    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('\'', '\'')];

    /// <param name="cut">Whether the answer was cut off at its length: then only whole sentences of it are said.</param>
    public static string Of(string answer, Persona speaker, IReadOnlyList<Persona> cast, bool cut)
    {
        var whole = answer.Length <= LongestAnswer;
        var text = WithoutThoughts(whole ? answer : answer[..LongestAnswer]);
        text = Bare(FirstUtterance(text, cast));
        if (WithoutName(text, speaker, cast) is not { } line)
            return "";

        line = Spaced(WithoutDirections(WithoutMarks(line)));
        line = WithoutQuotes(line);
        if (cut || !whole || line.Length > LongestLine)
            line = WholeSentences(line.Length > LongestLine ? line[..LongestLine] : line);
        return line.Any(char.IsLetterOrDigit) ? line : "";
    }

    /// <summary>Some models think aloud first; thoughts that never end leave nothing to say.</summary>
    private static string WithoutThoughts(string text)
    {
        text = Thoughts().Replace(text, " ");
        var open = text.IndexOf("<think", StringComparison.OrdinalIgnoreCase);
        return (open >= 0 ? text[..open] : text).Trim();
    }

    /// <summary>The first paragraph or so, up to where the model begins to speak for somebody else.</summary>
    private static string FirstUtterance(string text, IReadOnlyList<Persona> cast)
    {
        var said = new StringBuilder();
        foreach (var raw in text.Split(['\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f']))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith("```", StringComparison.Ordinal))
                continue;
            if (said.Length > 0 && (line.StartsWith('{') || line.StartsWith("---", StringComparison.Ordinal) || cast.Any(p => NameBefore(line, p) is not null)))
                break;
            said.Append(said.Length == 0 ? "" : " ").Append(LineStart().Replace(line, ""));
        }

        return said.ToString();
    }

    /// <summary>A model that imitates the transcript answers in JSON; its text is what it meant.</summary>
    private static string Bare(string text)
    {
        if (!text.StartsWith('{'))
            return text;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("text", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    /// <summary>The line without the speaker's name in front; null if another persona's stands there, for those are not the speaker's words.</summary>
    private static string? WithoutName(string text, Persona speaker, IReadOnlyList<Persona> cast)
    {
        while (NameBefore(text, speaker) is { } rest)
            text = rest;
        return cast.Any(p => p.Id != speaker.Id && NameBefore(text, p) is not null) ? null : text;
    }

    private static string? NameBefore(string text, Persona persona)
    {
        foreach (var name in persona.Aliases.Prepend(persona.Name).Where(n => n.Length > 0))
        {
            var start = text.AsSpan().TrimStart(" *_[<\"“");
            if (!start.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            var after = start[name.Length..].TrimStart(" *_]>");
            if (after.StartsWith("(") && after.IndexOf(')') is > 0 and < 60 and var close)
                after = after[(close + 1)..].TrimStart(" *_");
            if (after.Length > 0 && after[0] is ':' or '：')
                return after[1..].TrimStart(" *_").ToString();
        }

        return null;
    }

    private static string WithoutMarks(string text)
    {
        text = Link().Replace(text, "$1");
        text = Address().Replace(text, "");
        text = PlatformMention().Replace(text, "");
        text = MassMention().Replace(text, "$1");
        text = Bold().Replace(text, "$2");
        return text.Replace("`", "", StringComparison.Ordinal);
    }

    /// <summary>Drops <c>*leans back*</c> and <c>(laughs)</c>, but keeps the words of <c>a *very* old question</c>.</summary>
    private static string WithoutDirections(string text)
    {
        text = Starred().Replace(text, found =>
        {
            var inside = found.Groups[2].Value;
            var before = text.AsSpan(0, found.Index).TrimEnd();
            var after = text.AsSpan(found.Index + found.Length).TrimStart();
            var apart = (before.Length == 0 || (SentenceEnds + Closers).Contains(before[^1]))
                && (after.Length == 0 || !char.IsLower(after[0])) && !SentenceEnds.Contains(inside[^1])
                && (after.Length == 0 || char.IsLetterOrDigit(after[0]) || Closers.Contains(after[0]) || "“«„*".Contains(after[0]));
            var onlyWord = before.Length == 0 && after.Length == 0 && char.IsUpper(inside[0]);
            return apart && !onlyWord ? " " : inside;
        });
        text = AsideFirst().Replace(text, "");
        return AsideOnly().IsMatch(text) ? "" : text;
    }

    private static string WithoutQuotes(string text)
    {
        foreach (var (open, close) in Quotes)
        {
            if (text.Length > 2 && text[0] == open && text[^1] == close
                && text.AsSpan(1, text.Length - 2).IndexOfAny(open, close) < 0)
            {
                return text[1..^1].Trim();
            }
        }

        return text;
    }

    private static string WholeSentences(string text)
    {
        for (var at = text.Length - 1; at >= 0; at--)
        {
            if (!SentenceEnds.Contains(text[at]))
                continue;
            var end = at + 1;
            while (end < text.Length && Closers.Contains(text[end]))
                end++;
            if (end == text.Length || text[end] == ' ' || "。！？".Contains(text[at]))
                return text[..end];
        }

        return "";
    }

    private static string Spaced(string text) =>
        string.Join(' ', new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"<think(ing)?>.*?</think(ing)?>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Thoughts();

    [GeneratedRegex(@"^(#{1,6}\s+|>\s*|[-•]\s+|\*\s+)+", RegexOptions.NonBacktracking)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"!?\[([^\]]{1,300})\]\([^)\s]{1,1000}\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"(https?://|www\.)\S+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"<[@#][!&]?\d{1,25}>", RegexOptions.NonBacktracking)]
    private static partial Regex PlatformMention();

    [GeneratedRegex(@"@(everyone|here|channel|all)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex MassMention();

    [GeneratedRegex(@"(\*\*|__|~~)([^*_~]{1,500})(\*\*|__|~~)", RegexOptions.NonBacktracking)]
    private static partial Regex Bold();

    [GeneratedRegex(@"(\*|\b_)([^*_\s][^*_]{0,120})(\*|_\b)", RegexOptions.NonBacktracking)]
    private static partial Regex Starred();

    [GeneratedRegex(@"^\s*(\([a-z][^)]{0,60}\)|\[[^\]]{1,60}\])\s*", RegexOptions.NonBacktracking)]
    private static partial Regex AsideFirst();

    [GeneratedRegex(@"^\s*(\([^)]*\)|\[[^\]]*\])\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex AsideOnly();
}
