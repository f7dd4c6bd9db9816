using Chatter.Core.Domain;

namespace Chatter.Core.Language.Offline;

/// <summary>
/// What has been said in a room, as the offline voice needs it: a fold over the last <see cref="Window"/> messages of the
/// log and nothing else, so that a state carried on and one rebuilt after a restart are the same.
/// </summary>
public sealed class DiscourseState
{
    /// <summary>Messages remembered; what is older is forgotten in full.</summary>
    public const int Window = 2000;

    /// <summary>Lines whose wording the next one is compared with.</summary>
    private const int Near = 50;

    private readonly Fact[] _ring = new Fact[Window];
    private readonly HashSet<ulong>[] _near = new HashSet<ulong>[Near];
    private readonly Dictionary<ulong, int> _sentences = [];
    private readonly Dictionary<string, long> _lastUsed = [];
    private int _next;

    /// <summary>How many messages are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the last event folded; 0 before the first.</summary>
    public long Seq { get; private set; }

    /// <summary>Takes in the next event of the log; events must come in order and each once.</summary>
    public void Fold(RoomEvent e)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(e.Seq, Seq);
        Seq = e.Seq;
        if (e.Body is Retracted retracted)
            Blank(retracted.Message);
        else if (Fact.Of(e) is { } fact)
            Add(fact);
    }

    /// <summary>The message said <paramref name="back"/> messages ago; 0 is the last one.</summary>
    internal Fact this[int back] => _ring[(_next - 1 - back + Window) % Window];

    /// <summary>Messages since this material or frame was last used, counted in events; <see cref="long.MaxValue"/> if it is not remembered.</summary>
    internal long Age(string key) => _lastUsed.TryGetValue(key, out var seq) ? Seq + 1 - seq : long.MaxValue;

    internal bool WasSaid(List<ulong> sentences)
    {
        foreach (var sentence in sentences)
        {
            if (_sentences.ContainsKey(sentence))
                return true;
        }

        return false;
    }

    /// <summary>The most runs of three words a text shares with any one of the last <see cref="Near"/> lines.</summary>
    internal int Likeness(HashSet<ulong> threes)
    {
        var most = 0;
        foreach (var line in _near)
        {
            if (line is null)
                continue;
            var shared = 0;
            foreach (var three in threes)
            {
                if (line.Contains(three))
                    shared++;
            }

            most = Math.Max(most, shared);
        }

        return most;
    }

    /// <summary>Everything the state knows, in an order of its own, to compare two states by.</summary>
    internal IEnumerable<string> Describe()
    {
        for (var back = Count - 1; back >= 0; back--)
            yield return $"{this[back].Seq} {this[back].Author} {this[back].Move} {string.Join('|', this[back].Used)} {this[back].Text}";
        foreach (var (sentence, count) in _sentences.OrderBy(s => s.Key))
            yield return $"{sentence:x} {count}";
        foreach (var (key, seq) in _lastUsed.OrderBy(u => u.Key, StringComparer.Ordinal))
            yield return $"{key} {seq}";
        foreach (var three in _near.Where(n => n is not null).SelectMany(n => n).Order())
            yield return $"{three:x}";
    }

    private void Add(Fact fact)
    {
        if (Count == Window)
            Forget(_ring[_next]);
        _near[_next % Near] = Wording.Threes(fact.Text);
        _ring[_next] = fact;
        _next = (_next + 1) % Window;
        Count = Math.Min(Count + 1, Window);
        foreach (var sentence in fact.Sentences)
            _sentences[sentence] = _sentences.GetValueOrDefault(sentence) + 1;
        foreach (var key in fact.Used)
            _lastUsed[key] = fact.Seq;
    }

    private void Forget(Fact fact)
    {
        foreach (var sentence in fact.Sentences)
        {
            if (--_sentences[sentence] == 0)
                _sentences.Remove(sentence);
        }

        foreach (var key in fact.Used)
        {
            if (_lastUsed.TryGetValue(key, out var seq) && seq == fact.Seq)
                _lastUsed.Remove(key);
        }
    }

    /// <summary>Takes a retracted message's words out again, as though the log had always shown its place empty.</summary>
    private void Blank(long seq)
    {
        for (var back = 0; back < Count; back++)
        {
            var at = (_next - 1 - back + Window) % Window;
            if (_ring[at].Seq < seq)
                return;
            if (_ring[at].Seq != seq)
                continue;

            var gone = _ring[at];
            Forget(gone);
            _ring[at] = Fact.Blank(seq);
            if (back < Near)
                _near[at % Near] = [];
            foreach (var key in gone.Used)
                FindEarlierUse(key);
            return;
        }
    }

    private void FindEarlierUse(string key)
    {
        if (_lastUsed.ContainsKey(key))
            return;
        for (var back = 0; back < Count; back++)
        {
            if (!this[back].Has(key))
                continue;
            _lastUsed[key] = this[back].Seq;
            return;
        }
    }
}
