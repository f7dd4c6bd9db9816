namespace Chatter.Bench;

/// <summary>What the promises of speed and belief are measured with: the first argument names the measure.</summary>
internal static class Program
{
    /// <summary>The measures by name; each takes the remaining arguments and returns an exit code.</summary>
    private static readonly Dictionary<string, Func<string[], Task<int>>> Measures = new()
    {
        ["bursts"] = FanOut.FanOutMeasure.BurstsAsync,
        ["fanout"] = FanOut.FanOutMeasure.SteadyAsync,
        ["fanout-server"] = FanOut.FanOutServer.RunAsync,
        ["circuits"] = Circuits.CircuitMeasure.RunAsync,
        ["store"] = Store.StoreMeasure.RunAsync,
        ["talk"] = Talk.TalkMeasure.RunAsync,
        ["transcript"] = Talk.Transcript.RunAsync,
        ["write-until-killed"] = Store.WriteUntilKilled.RunAsync,
        ["search"] = Archive.SearchMeasure.RunAsync,
    };

    private static async Task<int> Main(string[] args)
    {
        if (args.Length > 0 && Measures.TryGetValue(args[0], out var measure))
            return await measure(args[1..]);
        Console.Error.WriteLine($"Say what to measure: {string.Join(", ", Measures.Keys.Order())}.");
        return 2;
    }
}
