using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Chatter.Core.Speech;

/// <summary>What of a message is for the ear: no links, no stage directions, no markup, no emoji.</summary>
public static class SpeechText
{
    /// <summary>Characters; far more than a message may have, few enough that no voice is busy for minutes.</summary>
    public const int Longest = 1000;

    // All of them run in linear time, whatever is written to provoke them.
    private static readonly Regex MarkdownLink = Linear(@"\[([^\[\]]*)\]\([^()\s]*\)");
    private static readonly Regex Link = Linear(@"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+");
    private static readonly Regex Emphasis = Linear(@"\*\*([^*]+)\*\*");
    private static readonly Regex StageDirection = Linear(@"\*[^*]*\*");
    private static readonly Regex Aside = Linear(@"\[[^\[\]]*\]");
    private static readonly Regex Tag = Linear(@"<[/!?a-z][^<>]*>");
    private static readonly Regex Emote = Linear(@":[a-z0-9_+-]{2,32}:");

    /// <summary>The words to speak, in one line; empty if there is nothing to say aloud.</summary>
    public static string From(string message)
    {
        var text = message.Length > 4 * Longest ? message[..(4 * Longest)] : message;
        text = MarkdownLink.Replace(text, "$1");
        text = Tag.Replace(text, " ");
        text = Link.Replace(text, " ");
        text = Emphasis.Replace(text, "$1");
        text = StageDirection.Replace(text, " ");
        text = Aside.Replace(text, " ");
        text = Emote.Replace(text, " ");
        text = Shorten(Plain(text));
        return text.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? text : "";
    }

    /// <summary>Keeps what can be pronounced and joins the rest by single spaces; a sign repeated is heard once.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        var last = new Rune(' ');
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSilent(rune))
                continue;
            var next = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || IsMarkup(rune) ? new Rune(' ') : rune;
            if (next == last && !Rune.IsLetterOrDigit(next))
                continue;
            plain.Append(next.ToString());
            last = next;
        }

        return plain.ToString().Trim();
    }

    private static bool IsMarkup(Rune rune) => rune.IsAscii && "[]<>{}*_`~|\\^#".Contains((char)rune.Value);

    private static bool IsSilent(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.EnclosingMark
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF);

    /// <summary>Cuts after the last whole word that fits.</summary>
    private static string Shorten(string text)
    {
        if (text.Length <= Longest)
            return text;
        var space = text.LastIndexOf(' ', Longest);
        var end = space > Longest / 2 ? space : char.IsLowSurrogate(text[Longest]) ? Longest - 1 : Longest;
        return text[..end];
    }

    private static Regex Linear(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
