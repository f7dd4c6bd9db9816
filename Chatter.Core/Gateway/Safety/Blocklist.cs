using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Finds the listed words and phrases in a line, whole words only, and drops the line or covers them with stars.</summary>
internal sealed class Blocklist
{
    private const string Cover = "***";

    /// <summary>Words a phrase may have.</summary>
    private const int MostWords = 8;

    /// <summary>Fewer single letters in a row than this are initials, chords or coordinates.</summary>
    private const int FewestSpacedLetters = 4;

    private enum Class
    {
        Allow,
        Mask,
        Drop,
    }

    private readonly Vocabulary _vocabulary;

    /// <summary>Phrases by the id of their last word.</summary>
    private readonly Dictionary<int, List<Phrase>> _byLast = [];

    private sealed record Phrase(int[] Words, Class Class);

    private readonly record struct Hit(int Start, int End, Class Class);

    private readonly record struct Spoken(int Start, int Id);

    public Blocklist(BlocklistFile file)
    {
        var words = new Vocabulary.Builder();
        Add(words, file.Allow, Class.Allow, "allow");
        Add(words, file.Drop, Class.Drop, "drop");
        Add(words, file.Mask, Class.Mask, "mask");
        _vocabulary = words.Build();
    }

    /// <param name="draft">The line.</param>
    /// <param name="names">Names of the room that are never covered, whatever they sound like.</param>
    public void Apply(ref Draft draft, IReadOnlyCollection<string> names)
    {
        var text = draft.Text;
        var hits = Find(text);
        if (hits is null)
            return;
        hits.RemoveAll(hit => hit.Class is not Class.Allow && IsName(text.AsSpan(hit.Start, hit.End - hit.Start), names));
        var blocked = hits.FindAll(hit => hit.Class is not Class.Allow
            && !hits.Exists(allowed => allowed.Class is Class.Allow && allowed.Start <= hit.Start && allowed.End >= hit.End));
        if (blocked.Exists(hit => hit.Class is Class.Drop))
        {
            draft.Drop(RuleNames.Blocked);
        }
        else if (blocked.Count > 0)
        {
            draft.Become(Covered(text, blocked), RuleNames.Masked);
            draft.Flag(RuleNames.Masked);
        }
    }

    private List<Hit>? Find(string text)
    {
        List<Hit>? hits = null;
        Span<Spoken> phrase = stackalloc Spoken[MostWords];
        Span<int> singles = stackalloc int[Vocabulary.Longest];
        var (words, singleCount) = (0, 0);
        var (run, runWords) = (0, 0);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == ' ')
                (run, runWords) = (i + 1, 0);
            if (!IsOfWord(text, i))
            {
                i++;
                continue;
            }

            var end = EndOfWord(text, i);
            var id = FindWord(text.AsSpan(i, end - i));
            phrase[words++ % MostWords] = new Spoken(i, id);
            if (id != Vocabulary.Unknown)
                AddPhrases(id, phrase, words, end, ref hits);

            singleCount = end - i == 1 ? AddSingle(text, i, singles, singleCount, ref hits) : 0;
            if (++runWords > 1 && (end == text.Length || text[end] == ' '))
                AddWord(text.AsSpan(run, end - run), run, end, ref hits);
            i = end;
        }

        return hits;
    }

    private int FindWord(ReadOnlySpan<char> word)
    {
        var id = _vocabulary.Find(word);
        if (id != Vocabulary.Unknown)
            return id;
        // "!" and "|" are letters in w!nd, but an exclamation after wind!
        var bare = word.Trim("!|¡+$€£¥@");
        return bare.Length == word.Length || bare.IsEmpty ? id : _vocabulary.Find(bare);
    }

    private void AddPhrases(int id, ReadOnlySpan<Spoken> spoken, int count, int end, ref List<Hit>? hits)
    {
        if (!_byLast.TryGetValue(id, out var phrases))
            return;
        foreach (var phrase in phrases)
        {
            var length = phrase.Words.Length;
            var matches = length <= count;
            for (var k = 0; matches && k < length; k++)
                matches = spoken[(count - length + k) % MostWords].Id == phrase.Words[k];
            if (matches)
                (hits ??= []).Add(new Hit(spoken[(count - length) % MostWords].Start, end, phrase.Class));
        }
    }

    /// <summary>Letters standing alone, near each other, are read together: every ending of the row that is a listed word counts.</summary>
    private int AddSingle(string text, int at, Span<int> starts, int count, ref List<Hit>? hits)
    {
        if (count > 0 && at - starts[count - 1] > 4)
            count = 0;
        if (count == starts.Length)
        {
            starts[1..].CopyTo(starts);
            count--;
        }

        starts[count++] = at;
        for (var first = count - FewestSpacedLetters; first >= 0; first--)
            AddWord(text.AsSpan(starts[first], at + 1 - starts[first]), starts[first], at + 1, ref hits);
        return count;
    }

    /// <summary>Reads a stretch as one word, whatever stands between its letters.</summary>
    private void AddWord(ReadOnlySpan<char> word, int start, int end, ref List<Hit>? hits)
    {
        var id = _vocabulary.Find(word);
        if (id == Vocabulary.Unknown || !_byLast.TryGetValue(id, out var phrases))
            return;
        foreach (var phrase in phrases)
        {
            if (phrase.Words.Length == 1)
                (hits ??= []).Add(new Hit(start, end, phrase.Class));
        }
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && (IsOfWord(text, end) || IsApostrophe(text, end)))
            end++;
        return end;
    }

    private static bool IsOfWord(string text, int at)
    {
        var c = text[at];
        return char.IsAsciiLetterOrDigit(c) || Folding.Plain(c) != 0 || Folding.IsSignForLetter(c) || Folding.IsFarLetter(c)
            || Folding.IsMark(c) || (at > 0 && text[at - 1] == Folding.MathAlphabets);
    }

    private static bool IsApostrophe(string text, int at) =>
        text[at] is '\'' or '’' && at > 0 && at + 1 < text.Length && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]);

    private static bool IsName(ReadOnlySpan<char> word, IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            foreach (var part in name.AsSpan().Split(' '))
            {
                if (word.Equals(name.AsSpan()[part], StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            if (word.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string Covered(string text, List<Hit> hits)
    {
        hits.Sort((a, b) => a.Start != b.Start ? a.Start - b.Start : b.End - a.End);
        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var hit in hits)
        {
            if (hit.Start >= copied)
                result.Append(text, copied, hit.Start - copied).Append(Cover);
            copied = Math.Max(copied, hit.End);
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private void Add(Vocabulary.Builder words, IReadOnlyList<string> entries, Class @class, string list)
    {
        foreach (var entry in entries)
        {
            var parts = entry.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var ids = parts.Select(words.Add).ToArray();
            if (ids.Length is 0 or > MostWords || ids.Contains(Vocabulary.Unknown))
                throw new SafetyListException(BlocklistFile.Name, $"{list}: \"{entry}\"", $"an entry is 1 to {MostWords} words of letters, each of at most {Vocabulary.Longest}");
            Add(new Phrase(ids, @class));
            if (ids.Length == 1 && !entry.EndsWith('s') && @class is not Class.Allow)
                Add(new Phrase([words.Add(entry + "s")], @class));
            // A phrase written without its blanks is the same phrase.
            if (ids.Length > 1 && @class is not Class.Allow && words.Add(string.Concat(parts)) is not Vocabulary.Unknown and var joined)
                Add(new Phrase([joined], @class));
        }
    }

    private void Add(Phrase phrase)
    {
        if (!_byLast.TryGetValue(phrase.Words[^1], out var phrases))
            _byLast[phrase.Words[^1]] = phrases = [];
        phrases.Add(phrase);
    }
}
