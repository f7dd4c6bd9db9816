using System.Collections;

namespace Chatter.Core.Gateway.Safety;

/// <summary>A speaker's last lines in a room, oldest first, ready to be compared with the next one. Safe for any number of threads.</summary>
/// <param name="capacity">Lines kept; the oldest is forgotten.</param>
public sealed class RecentLines(int capacity = RecentLines.Usual) : IReadOnlyList<string>
{
    public const int Usual = 8;

    private readonly Lock _lock = new();
    private LineWords[] _lines = [];

    public int Count => _lines.Length;

    public string this[int index] => _lines[index].Line;

    /// <summary>Remembers a line that was said (the verdict's text, once it is stored).</summary>
    public void Add(string line)
    {
        var words = LineWords.Of(line);
        lock (_lock)
        {
            var kept = _lines.Length < capacity ? _lines : _lines[(_lines.Length - capacity + 1)..];
            _lines = [.. kept, words];
        }
    }

    public IEnumerator<string> GetEnumerator() => _lines.Select(words => words.Line).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True if one of the lines says nearly the same.</summary>
    internal static bool Repeats(string line, IReadOnlyList<string> recent)
    {
        if (recent.Count == 0)
            return false;
        var words = LineWords.Of(line);
        if (recent is RecentLines { _lines: var known })
        {
            foreach (var earlier in known)
            {
                if (words.IsNearly(earlier))
                    return true;
            }

            return false;
        }

        foreach (var earlier in recent)
        {
            if (words.IsNearly(LineWords.Of(earlier)))
                return true;
        }

        return false;
    }
}
