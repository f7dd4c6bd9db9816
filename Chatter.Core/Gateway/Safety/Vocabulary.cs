using System.Collections.Frozen;

namespace Chatter.Core.Gateway.Safety;

/// <summary>The words of the blocklist, found again in any disguise: a word is kept as its plain letters without repeats, with how often each was repeated.</summary>
/// <remarks>Text may repeat a letter more often than the word does, never less: <c>coooon</c> is found, <c>con</c> is not.</remarks>
internal sealed class Vocabulary
{
    /// <summary>Plain letters without repeats that a listed word may have.</summary>
    public const int Longest = 24;

    public const int Unknown = -1;

    private readonly FrozenDictionary<string, Word[]> _words;
    private readonly FrozenDictionary<string, Word[]>.AlternateLookup<ReadOnlySpan<char>> _byLetters;

    /// <summary>For each first letter, a bit for each length that a word beginning with it has: nearly every word of a text stops here.</summary>
    private readonly uint[] _lengths = new uint[26];

    private Vocabulary(Dictionary<string, List<Word>> words)
    {
        _words = words.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
        _byLetters = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var letters in words.Keys)
        {
            if (letters[0] is >= 'a' and <= 'z')
                _lengths[letters[0] - 'a'] |= 1u << letters.Length;
        }
    }

    private sealed record Word(int Id, int[] Repeats);

    /// <summary>The id of the listed word that this word of a text stands for, or <see cref="Unknown"/>. Characters between its letters are passed over.</summary>
    public int Find(ReadOnlySpan<char> word)
    {
        var (hasLetter, hasSign, hasUpright) = Look(word);
        if (!hasLetter && !hasSign)
            return Unknown;
        var found = FindAs(word, 'i');
        return found == Unknown && hasUpright ? FindAs(word, 'l') : found;
    }

    private int FindAs(ReadOnlySpan<char> word, char upright)
    {
        Span<char> letters = stackalloc char[Longest];
        Span<int> repeats = stackalloc int[Longest];
        var length = Fold(word, upright, letters, repeats);
        if (length <= 0)
            return Unknown;
        var first = letters[0];
        if (first is >= 'a' and <= 'z' && (_lengths[first - 'a'] & (1u << length)) == 0)
            return Unknown;
        if (!_byLetters.TryGetValue(letters[..length], out var words))
            return Unknown;
        foreach (var listed in words)
        {
            if (Covers(repeats[..length], listed.Repeats))
                return listed.Id;
        }

        return Unknown;
    }

    private static bool Covers(ReadOnlySpan<int> repeats, int[] needed)
    {
        for (var i = 0; i < repeats.Length; i++)
        {
            if (repeats[i] < needed[i])
                return false;
        }

        return true;
    }

    private static (bool Letter, bool Sign, bool Upright) Look(ReadOnlySpan<char> word)
    {
        var (letter, sign, upright) = (false, false, false);
        foreach (var c in word)
        {
            letter |= char.IsLetter(c) || Folding.IsFarLetter(c);
            sign |= c is '@' or '$';
            upright |= Folding.IsUpright(c);
        }

        return (letter, sign, upright);
    }

    /// <summary>Writes the plain letters without repeats; -1 if there are more than any listed word has.</summary>
    private static int Fold(ReadOnlySpan<char> word, char upright, Span<char> letters, Span<int> repeats)
    {
        foreach (var c in word)
        {
            if (Folding.IsFarLetter(c))
            {
                word = Folding.Unmask(word);
                break;
            }
        }

        var length = 0;
        foreach (var c in word)
        {
            var letter = Folding.AsLetter(c, upright);
            if (letter == 0)
                letter = Folding.Plain(c);
            if (letter == 0 && char.IsLetterOrDigit(c))
                letter = c;
            if (letter == 0)
                continue;
            if (length > 0 && letters[length - 1] == letter)
            {
                repeats[length - 1]++;
                continue;
            }

            if (length == letters.Length)
                return -1;
            (letters[length], repeats[length]) = (letter, 1);
            length++;
        }

        return length;
    }

    /// <summary>Collects words and gives each an id.</summary>
    public sealed class Builder
    {
        private readonly Dictionary<string, List<Word>> _words = new(StringComparer.Ordinal);
        private int _next;

        /// <summary>The word's id, or <see cref="Unknown"/> if it is too long or has no letters.</summary>
        public int Add(string word)
        {
            Span<char> letters = stackalloc char[Longest];
            Span<int> repeats = stackalloc int[Longest];
            var length = Fold(word, 'i', letters, repeats);
            if (length <= 0)
                return Unknown;
            var key = letters[..length].ToString();
            var needed = repeats[..length].ToArray();
            if (!_words.TryGetValue(key, out var same))
                _words[key] = same = [];
            var known = same.Find(listed => listed.Repeats.AsSpan().SequenceEqual(needed));
            if (known is not null)
                return known.Id;
            same.Add(new Word(_next, needed));
            // The word with most repeats first, so that "coon" is not found as "con" where both are listed.
            same.Sort((a, b) => b.Repeats.Sum() - a.Repeats.Sum());
            return _next++;
        }

        public Vocabulary Build() => new(_words);
    }
}
