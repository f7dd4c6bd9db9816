using System.Globalization;
using System.Text;

namespace Chatter.Core.Archive;

/// <summary>
/// What someone typed, as a question the full-text index understands: every word must occur, the last one may be a
/// beginning of two letters or more. Nothing typed is ever syntax: what is neither letter, digit nor mark only separates words.
/// </summary>
public sealed class SearchQuery
{
    /// <summary>Characters a question may have.</summary>
    public const int LongestText = 200;

    /// <summary>Words a question may have.</summary>
    public const int MostTerms = 16;

    private SearchQuery(IReadOnlyList<string> terms) => Terms = terms;

    /// <summary>What must occur: a word each, or several that must follow one another, as in <c>don t</c>.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Whether there is a word to look for at all.</summary>
    public bool IsEmpty => Terms.Count == 0;

    /// <summary>Reads what was typed; the words after the <see cref="MostTerms"/>th are left out.</summary>
    public static SearchQuery Read(string typed) =>
        new([.. typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Words).Where(term => term.Length > 0).Take(MostTerms)]);

    /// <summary>The question in the index's own language.</summary>
    /// <param name="roomToken">The word that stands in the index for the room; null to ask of all rooms.</param>
    internal string Match(string? roomToken)
    {
        var match = new StringBuilder(roomToken is null ? "text : (" : $"room : \"{roomToken}\" AND text : (");
        foreach (var term in Terms)
            match.Append('"').Append(term).Append("\" ");
        match.Length--;
        return match.Append(MayBeBeginning(Terms[^1]) ? " *)" : ")").ToString();
    }

    /// <summary>One Latin letter begins too much to be worth finding; one character of a script without spaces is a word.</summary>
    private static bool MayBeBeginning(string term) => term.Length > term.LastIndexOf(' ') + 2 || term[^1] > 0x7F;

    private static string Words(string term)
    {
        var words = new StringBuilder(term.Length);
        foreach (var rune in term.EnumerateRunes())
        {
            if (IsOfWord(rune))
                words.Append(rune.ToString());
            else if (words.Length > 0 && words[^1] != ' ')
                words.Append(' ');
        }

        // Marks alone, without a letter to stand on, are no word.
        var text = words.ToString().Trim();
        return text.EnumerateRunes().Any(r => IsOfWord(r) && !IsMark(r)) ? text : "";
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetter(rune) || Rune.IsNumber(rune) || IsMark(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.PrivateUse;
}
