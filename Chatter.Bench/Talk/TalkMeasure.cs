using System.Diagnostics;
using Chatter.Core.Domain;

namespace Chatter.Bench.Talk;

/// <summary>Measures a long talk of the offline voice: <c>talk --messages 2600 --seed 1</c>, for every room with material.</summary>
internal static class TalkMeasure
{
    public static Task<int> RunAsync(string[] args)
    {
        foreach (var room in (string[])["philosophy", "cryptoana"])
            Measure(room, int.Parse(Value("--messages", "2600")), int.Parse(Value("--seed", "1")));
        return Task.FromResult(0);

        string Value(string name, string otherwise)
        {
            var at = Array.IndexOf(args, name);
            return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
        }
    }

    private static void Measure(string room, int count, int seed)
    {
        var rehearsal = new Rehearsal("content", room, seed);
        for (var i = 0; i < 100; i++)
            rehearsal.Step();
        var watch = Stopwatch.StartNew();
        for (var i = 100; i < count; i++)
            rehearsal.Step();
        watch.Stop();

        var messages = rehearsal.Events.Select(e => e.Message!).ToList();
        Console.WriteLine($"{room}, seed {seed}: {messages.Count} lines, {rehearsal.Silences} silences, {watch.Elapsed.TotalMicroseconds / (count - 100):F0} µs a turn");
        Console.WriteLine($"  lines of {messages.Min(m => m.Text.Length)} to {messages.Max(m => m.Text.Length)} characters, {messages.Average(m => m.Text.Length):F0} on average");
        Console.WriteLine($"  moves: {string.Join(", ", messages.CountBy(m => m.Trace["move"]).OrderByDescending(m => m.Value).Select(m => $"{m.Key} {m.Value}"))}");
        ReportReuse(messages);
        ReportSpeakers(messages);
    }

    /// <summary>How far apart the same part of an argument comes back.</summary>
    private static void ReportReuse(List<Message> messages)
    {
        var last = new Dictionary<string, int>();
        var gaps = new List<int>();
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var key in messages[i].Trace["used"].Split('|').Where(k => k.Contains('/')))
            {
                if (last.TryGetValue(key, out var before))
                    gaps.Add(i - before);
                last[key] = i;
            }
        }

        gaps.Sort();
        Console.WriteLine(gaps.Count == 0
            ? $"  {last.Count} parts of arguments used, none twice"
            : $"  {last.Count} parts of arguments used; {gaps.Count} came again, nearest after {gaps[0]}, a tenth within {gaps[gaps.Count / 10]}, half within {gaps[gaps.Count / 2]} lines");
    }

    /// <summary>How often the speaker is told from the text alone, on topics the judge never heard.</summary>
    private static void ReportSpeakers(List<Message> messages)
    {
        var topics = messages.Select(m => m.Topic).Distinct().Order().ToList();
        var learned = topics.Take(topics.Count / 2).ToHashSet();
        var judge = new SpeakerJudge();
        foreach (var message in messages.Where(m => learned.Contains(m.Topic)))
            judge.Learn(message.Author.Id, message.Text);
        var asked = messages.Where(m => !learned.Contains(m.Topic)).ToList();
        var told = asked.CountBy(m => (m.Author.Id, Right: judge.WhoSaid(m.Text) == m.Author.Id)).ToDictionary();
        Console.WriteLine($"  speaker told: {asked.Count(m => judge.WhoSaid(m.Text) == m.Author.Id) * 100.0 / asked.Count:F1} % ("
            + string.Join(", ", asked.Select(m => m.Author.Id).Distinct().Order().Select(id => $"{id} {told.GetValueOrDefault((id, true)) * 100.0 / asked.Count(m => m.Author.Id == id):F0}")) + ")");
    }
}
