namespace Chatter.Bench.Talk;

/// <summary>Guesses who said a line from runs of one to four characters: naive Bayes with add-one smoothing.</summary>
public sealed class SpeakerJudge
{
    private const int LongestRun = 4;

    private readonly Dictionary<string, (Dictionary<string, int> Runs, int Total, int Lines)> _speakers = [];
    private readonly HashSet<string> _known = [];

    public void Learn(string speaker, string text)
    {
        var (runs, total, lines) = _speakers.TryGetValue(speaker, out var known) ? known : ([], 0, 0);
        foreach (var run in RunsOf(text))
        {
            runs[run] = runs.GetValueOrDefault(run) + 1;
            _known.Add(run);
            total++;
        }

        _speakers[speaker] = (runs, total, lines + 1);
    }

    public string WhoSaid(string text)
    {
        var runs = RunsOf(text).ToList();
        return _speakers.MaxBy(s => runs.Sum(run => Math.Log((s.Value.Runs.GetValueOrDefault(run) + 1.0) / (s.Value.Total + _known.Count)))).Key;
    }

    private static IEnumerable<string> RunsOf(string text)
    {
        var padded = $"^{text}$";
        for (var length = 1; length <= LongestRun; length++)
        {
            for (var at = 0; at + length <= padded.Length; at++)
                yield return padded.Substring(at, length);
        }
    }
}
