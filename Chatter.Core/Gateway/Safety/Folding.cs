using System.Globalization;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Brings letters back to the plain one they stand for: case, accents, width, fancy alphabets, look-alikes, and signs used as letters.</summary>
internal static class Folding
{
    private const int TableSize = 0x250;

    /// <summary>The plain letter (or digit) of each Latin character; 0 for what is none.</summary>
    private static readonly char[] Latin = LatinTable();

    /// <summary>Cyrillic and Greek letters that are drawn like Latin ones.</summary>
    private static readonly Dictionary<char, char> LookAlikes = Pairs("аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdԛqԝwгrпnαaβbεeηnιiκkνvοoρpτtυuχxωwϲcɡgɩiʀrⅼl");

    /// <summary>The plain letter or digit of a character, or 0 if it has none that this table knows.</summary>
    public static char Plain(char c) => c < TableSize ? Latin[c] : '\0';

    /// <summary>True for characters beyond the table that may be letters in disguise: other scripts, full width, circled, with loose marks.</summary>
    public static bool IsFarLetter(char c) => c >= TableSize
        && (char.IsLetterOrDigit(c) || c is (>= '\u2460' and <= '\u24FF') or MathAlphabets || IsMark(c));

    /// <summary>The first half of every letter of the mathematical alphabets.</summary>
    public const char MathAlphabets = '\uD835';

    public static bool IsMark(char c) => c >= '\u0300' && char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Signs and digits that are used as letters; 0 for others. The signs that may be an i or an l become the given one.</summary>
    public static char AsLetter(char c, char upright) => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' or '¡' => upright,
        '2' => 'z',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '6' or '9' => 'g',
        '7' or '+' => 't',
        '8' => 'b',
        '¢' => 'c',
        '£' => 'l',
        '¥' => 'y',
        _ => '\0',
    };

    public static bool IsSignForLetter(char c) => c is '@' or '$' or '!' or '|' or '¡' or '+' or '€' or '¢' or '£' or '¥';

    public static bool IsUpright(char c) => c is '1' or '!' or '|' or '¡';

    /// <summary>Rewrites a word that holds characters beyond the Latin table into plain ones, as far as they stand for such.</summary>
    public static string Unmask(ReadOnlySpan<char> word)
    {
        var hasLatin = word.ContainsAnyInRange('a', 'z') || word.ContainsAnyInRange('A', 'Z');
        var folded = new StringBuilder(word.Length);
        foreach (var c in Decomposed(word))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
                continue;
            // A word wholly in another script is a word of that script; among Latin letters the stranger is a disguise.
            var lower = char.ToLowerInvariant(c);
            folded.Append(hasLatin && LookAlikes.TryGetValue(lower, out var plain) ? plain : lower);
        }

        return folded.ToString();
    }

    private static string Decomposed(ReadOnlySpan<char> word)
    {
        var text = word.ToString();
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    private static char[] LatinTable()
    {
        var table = new char[TableSize];
        for (var c = '\0'; c < TableSize; c++)
        {
            if (!char.IsLetterOrDigit(c))
                continue;
            var first = char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormKD)[0]);
            table[c] = first is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? first : char.ToLowerInvariant(c);
        }

        foreach (var (from, to) in Pairs("øołlđdðdıißsæaœoþtħhŋnſsʼnƒfɡg"))
        {
            if (from < TableSize)
                table[from] = table[char.ToUpperInvariant(from)] = to;
        }

        return table;
    }

    private static Dictionary<char, char> Pairs(string pairs)
    {
        var map = new Dictionary<char, char>();
        for (var i = 0; i + 1 < pairs.Length; i += 2)
            map[pairs[i]] = pairs[i + 1];
        return map;
    }
}
