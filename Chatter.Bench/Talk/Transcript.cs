using System.Diagnostics;
using Chatter.Core.Domain;

namespace Chatter.Bench.Talk;

/// <summary>Prints what a room of the offline voice says, to be read: <c>transcript --room philosophy --messages 60 --seed 1</c>.</summary>
internal static class Transcript
{
    public static Task<int> RunAsync(string[] args)
    {
        var rehearsal = new Rehearsal(Value("--content", "content"), Value("--room", "philosophy"), int.Parse(Value("--seed", "1")));
        var watch = new Stopwatch();
        var topic = "";
        var messages = int.Parse(Value("--messages", "60"));
        var skip = int.Parse(Value("--skip", "0"));
        for (var i = 0; i < messages + skip; i++)
        {
            if (i == 1)
                watch.Start();
            if (rehearsal.Step() is not { } said || i < skip)
                continue;
            if (said.Topic != topic)
                Console.WriteLine($"{Environment.NewLine}== {topic = said.Topic} ==");
            var mark = said.ReplyTo is { } to ? $" (to {to})" : "";
            var plan = args.Contains("--plan") ? $"   [{said.Trace["move"]} {said.Trace.GetValueOrDefault("used")}]" : "";
            Console.WriteLine($"{i + 1,4} {said.Author.Name}{mark}: {said.Text}{plan}");
        }

        foreach (var problem in rehearsal.Shelf.Problems)
            Console.Error.WriteLine(problem);
        Console.Error.WriteLine($"{rehearsal.Silences} silences; {watch.Elapsed.TotalMicroseconds / Math.Max(1, messages + skip - 1):F0} µs a turn");
        return Task.FromResult(0);

        string Value(string name, string otherwise)
        {
            var at = Array.IndexOf(args, name);
            return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
        }
    }
}
