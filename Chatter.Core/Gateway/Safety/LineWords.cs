namespace Chatter.Core.Gateway.Safety;

/// <summary>The words of a line as numbers: all of them in order as one, and each once in rising order.</summary>
/// <remarks>Case, accents, punctuation and repeated letters make no difference. Scripts written without blanks count every two neighbouring letters as a word.</remarks>
internal sealed class LineWords
{
    /// <summary>Lines of fewer words are short remarks, which may resemble each other.</summary>
    private const int FewestToResemble = 12;

    /// <summary>The share of words, of all that either line has, from which two lines are nearly the same.</summary>
    private const double Resemblance = 0.6;

    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly ulong _sequence;
    private readonly int _count;
    private readonly ulong[] _distinct;

    private LineWords(string line, ulong sequence, int count, ulong[] distinct)
    {
        Line = line;
        _sequence = sequence;
        _count = count;
        _distinct = distinct;
    }

    public string Line { get; }

    public static LineWords Of(string line)
    {
        var words = new List<ulong>(line.Length / 5 + 4);
        var (sequence, word) = (Basis, 0UL);
        var last = '\0';
        foreach (var c in line)
        {
            if (Folding.IsMark(c) || c is '\'' or '’' || char.IsLowSurrogate(c))
                continue;
            var letter = Folding.Plain(c) is not '\0' and var plain ? plain : char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '\0';
            if (letter == 0)
            {
                End(words, ref sequence, ref word);
            }
            else if (IsWrittenWithoutBlanks(letter))
            {
                End(words, ref sequence, ref word);
                word = Mixed(Mixed(Basis, IsWrittenWithoutBlanks(last) ? last : '\0'), letter);
                End(words, ref sequence, ref word);
            }
            else if (letter != last || word == 0 || char.IsDigit(letter))
            {
                word = Mixed(word == 0 ? Basis : word, letter);
            }

            last = letter;
        }

        End(words, ref sequence, ref word);
        var count = words.Count;
        return new LineWords(line, sequence, count, Distinct(words));
    }

    private static ulong[] Distinct(List<ulong> words)
    {
        words.Sort();
        var kept = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (i == 0 || words[i] != words[kept - 1])
                words[kept++] = words[i];
        }

        words.RemoveRange(kept, words.Count - kept);
        return words.ToArray();
    }

    /// <summary>True for the same words in the same order, and for long lines that share most of their words.</summary>
    public bool IsNearly(LineWords other)
    {
        if (_count == 0 || other._count == 0)
            return Line == other.Line;
        if (_sequence == other._sequence && _count == other._count)
            return true;
        return _count >= FewestToResemble && Shared(other) is var shared
            && shared >= Resemblance * (_distinct.Length + other._distinct.Length - shared);
    }

    private int Shared(LineWords other)
    {
        var (mine, theirs, shared) = (_distinct, other._distinct, 0);
        for (int i = 0, k = 0; i < mine.Length && k < theirs.Length;)
        {
            if (mine[i] == theirs[k])
                shared++;
            var (a, b) = (mine[i], theirs[k]);
            if (a <= b)
                i++;
            if (b <= a)
                k++;
        }

        return shared;
    }

    private static void End(List<ulong> words, ref ulong sequence, ref ulong word)
    {
        if (word == 0)
            return;
        words.Add(word);
        sequence = unchecked((sequence ^ word) * Prime);
        word = 0;
    }

    /// <summary>One step of the FNV-1a hash, a UTF-16 unit at a time.</summary>
    private static ulong Mixed(ulong hash, char c) => unchecked((hash ^ c) * Prime);

    private static bool IsWrittenWithoutBlanks(char c) =>
        c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');
}
