namespace Chatter.Web.Streaming;

/// <summary>So many things in so long a time, looked at over every such span: not one more, wherever the span begins.</summary>
internal sealed class RateBudget(int most, TimeSpan span, TimeProvider clock)
{
    /// <summary>Frames or calls of one client in ten seconds.</summary>
    public const int ClientFrames = 20;

    public static readonly TimeSpan ClientSpan = TimeSpan.FromSeconds(10);

    // The stamps of the last ones, round and round; 0 has not been used.
    private readonly long[] stamps = new long[most];
    private int next;

    public static RateBudget OfClient(TimeProvider clock) => new(ClientFrames, ClientSpan, clock);

    /// <summary>Spends one. False if the budget is used up: nothing is spent then.</summary>
    public bool TrySpend()
    {
        var oldest = stamps[next];
        if (oldest != 0 && clock.GetElapsedTime(oldest) < span)
            return false;
        stamps[next] = clock.GetTimestamp();
        next = (next + 1) % stamps.Length;
        return true;
    }
}
