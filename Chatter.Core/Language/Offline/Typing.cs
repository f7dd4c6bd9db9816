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
        (ThereIs(), "$1's"),
        (TheyAre(), "$1're"),
        (Have(), "$1've"),
        (IAm(), "I'm"),
        (Will(), "$1'll"),
    ];

    /// <summary>The same the other way, for those who write every word out.</summary>
    private static readonly (Regex Short, string Long)[] Written =
    [
        (Cant(), "cannot"),
        (Wont(), "will not"),
        (Nt(), "$1 not"),
        (HasGot(), "$1 has"),
        (Is(), "$1 is"),
        (Are(), "$1 are"),
        (Ve(), "$1 have"),
        (Ll(), "$1 will"),
        (Im(), "I am"),
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
        foreach (var (from, to) in _manner.Contractions ? Contracted : Written)
            text = from.Replace(text, to);

        if (_manner.Comma != ",")
            text = text.Replace(", ", _manner.Comma + " ", StringComparison.Ordinal);
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

    [GeneratedRegex(@"\bcan't\b")]
    private static partial Regex Cant();

    [GeneratedRegex(@"\bwon't\b")]
    private static partial Regex Wont();

    [GeneratedRegex(@"\b([Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Hh]as|[Hh]ave|[Hh]ad|[Ww]ould|[Cc]ould|[Ss]hould|[Nn]eed)n't\b")]
    private static partial Regex Nt();

    [GeneratedRegex(@"\b([Ii]t|[Tt]hat|[Tt]here|[Hh]e|[Ss]he|[Nn]obody|[Ww]ho)'s(?= (?:got|been|had|never been)\b)")]
    private static partial Regex HasGot();

    [GeneratedRegex(@"\b([Ii]t|[Tt]hat|[Tt]here|[Hh]e|[Ss]he|[Ww]ho|[Ww]hat)'s(?= [a-z])")]
    private static partial Regex Is();

    [GeneratedRegex(@"\b([Tt]hey|[Ww]e|[Yy]ou)'re\b")]
    private static partial Regex Are();

    [GeneratedRegex(@"\b(I|[Tt]hey|[Ww]e|[Yy]ou)'ve\b")]
    private static partial Regex Ve();

    [GeneratedRegex(@"\b(I|[Tt]hey|[Ww]e|[Yy]ou|[Ii]t|[Hh]e|[Ss]he)'ll\b")]
    private static partial Regex Ll();

    [GeneratedRegex(@"\bI'm\b")]
    private static partial Regex Im();

    [GeneratedRegex(@"\bcannot\b")]
    private static partial Regex Cannot();

    [GeneratedRegex(@"\bwill not\b")]
    private static partial Regex WillNot();

    [GeneratedRegex(@"\b([Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Hh]as|[Hh]ave|[Hh]ad|[Ww]ould|[Cc]ould|[Ss]hould|[Nn]eed) not\b")]
    private static partial Regex Not();

    [GeneratedRegex(@"(?<=^|[.,;:–!?] |\b(?:that|and|but|if|so|because|since|think|says|say|said|reckon|'cause|though|maybe|when|until|till|once|or|means) )([Ii]t|[Hh]e|[Ss]he) is(?= [a-z])(?! to\b)")]
    private static partial Regex ItIs();

    [GeneratedRegex(@"(?<!\b(?:all|as|than|what) )\b([Tt]hat|[Tt]here) is(?= [a-z])(?! to\b)")]
    private static partial Regex ThereIs();

    [GeneratedRegex(@"(?<=^|[.,;:–!?] |\b(?:that|and|but|if|so|because|since|think|says|say|said|reckon|'cause|though|maybe|when|until|till|once|or|means) )([Tt]hey|[Ww]e|[Yy]ou) are(?= [a-z])")]
    private static partial Regex TheyAre();

    [GeneratedRegex(@"(?<!\b(?:what|how|than|as|whatever) )\b(I|[Tt]hey|[Ww]e|[Yy]ou) have(?= (?:been|got|seen|had|not|never|already|learned|found|made|given|taken|put|known|come|no idea)\b)")]
    private static partial Regex Have();

    [GeneratedRegex(@"\bI am(?= [a-z])")]
    private static partial Regex IAm();

    [GeneratedRegex(@"\b(I|[Tt]hey|[Ww]e|[Yy]ou|[Ii]t|[Hh]e|[Ss]he) will(?= [a-z])")]
    private static partial Regex Will();
}
