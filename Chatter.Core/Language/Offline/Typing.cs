using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Chatter.Core.Domain;

namespace Chatter.Core.Language.Offline;

/// <summary>A persona's typing habits: its own words, contractions, capitals and how a line ends.</summary>
internal sealed partial class Typing
{
    private static readonly (Regex Long, string Short)[] Contracted =
    [
        (Cannot(), "can't"),
        (WillNot(), "won't"),
        (Not(), "$1n't"),
        (ItIs(), "$1's"),
        (TheyAre(), "$1're"),
        (Have(), "$1've"),
        (IAm(), "I'm"),
        (Will(), "$1'll"),
    ];

    private static readonly ConcurrentDictionary<Manner, Typing> Known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Manners known before the memory of them is dropped; a changed persona is a new manner.</summary>
    private const int MostKnown = 4096;

    private readonly Manner _manner;
    private readonly Regex? _swapped;

    private Typing(Manner manner)
    {
        _manner = manner;
        if (manner.Words.Count > 0)
            _swapped = new Regex($@"\b({string.Join('|', manner.Words.Keys.Select(Regex.Escape))})\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
    }

    public static Typing Of(Manner manner)
    {
        if (Known.Count >= MostKnown)
            Known.Clear();
        return Known.GetOrAdd(manner, m => new Typing(m));
    }

    /// <summary>A finished line in this persona's hand.</summary>
    public string Type(string text)
    {
        if (_swapped is not null)
            text = _swapped.Replace(text, Swap);
        if (_manner.Contractions)
        {
            foreach (var (full, contracted) in Contracted)
                text = full.Replace(text, contracted);
        }

        text = _manner.Lowercase ? Lower(text) : Capitals(text);
        if (_manner.Stop != "." && text.EndsWith('.') && !text.EndsWith("..", StringComparison.Ordinal))
            text = text[..^1] + _manner.Stop;
        return text;
    }

    private string Swap(Match match)
    {
        var word = _manner.Words[match.Value.ToLowerInvariant()];
        return char.IsUpper(match.ValueSpan[0]) ? Upper(word) : word;
    }

    public static string Upper(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetter(text[i]))
                return i > 0 && text[i - 1] != '\'' && text[i - 1] != '"' ? text : string.Concat(text.AsSpan(0, i), char.ToUpperInvariant(text[i]).ToString(), text.AsSpan(i + 1));
        }

        return text;
    }

    /// <summary>A capital where a sentence begins.</summary>
    private static string Capitals(string text)
    {
        var typed = new StringBuilder(text);
        var begins = true;
        for (var i = 0; i < typed.Length; i++)
        {
            if (char.IsLetterOrDigit(typed[i]))
            {
                if (begins)
                    typed[i] = char.ToUpperInvariant(typed[i]);
                begins = false;
            }
            else if (typed[i] is '.' or '!' or '?' && i + 1 < typed.Length && typed[i + 1] == ' ' && !(i > 0 && typed[i - 1] == '.'))
            {
                begins = true;
            }
        }

        return typed.ToString();
    }

    /// <summary>All small, but for abbreviations.</summary>
    private static string Lower(string text)
    {
        var typed = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var nearCapital = (i + 1 < text.Length && char.IsUpper(text[i + 1])) || (i > 0 && char.IsUpper(text[i - 1]));
            typed.Append(nearCapital ? text[i] : char.ToLowerInvariant(text[i]));
        }

        return typed.ToString();
    }

    [GeneratedRegex(@"\bcannot\b")]
    private static partial Regex Cannot();

    [GeneratedRegex(@"\bwill not\b")]
    private static partial Regex WillNot();

    [GeneratedRegex(@"\b([Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Hh]as|[Hh]ave|[Hh]ad|[Ww]ould|[Cc]ould|[Ss]hould|[Nn]eed) not\b")]
    private static partial Regex Not();

    [GeneratedRegex(@"(?<!\b(?:what|how|where|who|than|as|whatever|which|when|whether) )\b([Ii]t|[Tt]hat|[Tt]here|[Hh]e|[Ss]he) is(?= [a-z])(?! to\b)")]
    private static partial Regex ItIs();

    [GeneratedRegex(@"(?<!\b(?:what|how|where|who|than|as|whatever|which|when) )\b([Tt]hey|[Ww]e|[Yy]ou) are(?= [a-z])")]
    private static partial Regex TheyAre();

    [GeneratedRegex(@"(?<!\b(?:what|how|than|as|whatever) )\b(I|[Tt]hey|[Ww]e|[Yy]ou) have(?= (?:been|got|seen|had|not|never|already|learned|found|made|given|taken|put|known|come|no idea)\b)")]
    private static partial Regex Have();

    [GeneratedRegex(@"\bI am(?= [a-z])")]
    private static partial Regex IAm();

    [GeneratedRegex(@"\b(I|[Tt]hey|[Ww]e|[Yy]ou|[Ii]t|[Hh]e|[Ss]he) will(?= [a-z])")]
    private static partial Regex Will();
}
