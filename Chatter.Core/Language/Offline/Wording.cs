namespace Chatter.Core.Language.Offline;

/// <summary>Takes lines apart into words, sentences and runs of three words, folded so that case and marks do not matter.</summary>
internal static class Wording
{
    /// <summary>Sentences shorter than this may come again.</summary>
    public const int LongEnough = 5;

    /// <summary>One number for each sentence of <see cref="LongEnough"/> words or more.</summary>
    public static List<ulong> Sentences(string text)
    {
        var sentences = new List<ulong>(2);
        var hash = 0UL;
        var words = 0;
        foreach (var (word, ends) in WordsOf(text))
        {
            hash = Dice.Mix(hash ^ word);
            words++;
            if (!ends)
                continue;
            if (words >= LongEnough)
                sentences.Add(hash);
            (hash, words) = (0, 0);
        }

        if (words >= LongEnough)
            sentences.Add(hash);
        return sentences;
    }

    /// <summary>One number for each run of three words.</summary>
    public static HashSet<ulong> Threes(string text)
    {
        var threes = new HashSet<ulong>();
        ulong first = 0, second = 0;
        var count = 0;
        foreach (var (word, _) in WordsOf(text))
        {
            if (++count >= 3)
                threes.Add(Dice.Mix(Dice.Mix(Dice.Mix(first) ^ second) ^ word));
            (first, second) = (second, word);
        }

        return threes;
    }

    /// <summary>The words of a text in lower case, without marks.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || (IsInner(text[i]) && start >= 0));
            if (inside && start < 0)
                start = i;
            if (inside || start < 0)
                continue;
            yield return text[start..i].TrimEnd('\'', '’', '-').ToLowerInvariant();
            start = -1;
        }
    }

    /// <summary>The hash of each word, and whether a sentence ends behind it.</summary>
    private static IEnumerable<(ulong Word, bool Ends)> WordsOf(string text)
    {
        var hash = 0UL;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsLetterOrDigit(c))
                hash = ((hash == 0 ? 14695981039346656037UL : hash) ^ char.ToLowerInvariant(c)) * 1099511628211UL;
            else if (hash != 0 && !IsInner(c))
            {
                yield return (hash, EndsSentence(text, i));
                hash = 0;
            }
        }

        if (hash != 0)
            yield return (hash, true);
    }

    private static bool EndsSentence(string text, int i)
    {
        while (i < text.Length && !char.IsWhiteSpace(text[i]))
        {
            if (text[i] is '.' or '!' or '?' or '…')
                return true;
            i++;
        }

        return false;
    }

    private static bool IsInner(char c) => c is '\'' or '’' or '-';
}
