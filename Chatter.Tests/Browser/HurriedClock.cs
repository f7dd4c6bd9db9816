namespace Chatter.Tests.Browser;

/// <summary>A clock that runs many times as fast as others, so that an hour of talk is there in a minute; until it is told to walk.</summary>
internal sealed class HurriedClock(DateTimeOffset start, double haste) : TimeProvider
{
    private readonly Lock gate = new();
    private DateTimeOffset anchor = start;
    private long since = System.GetTimestamp();
    private double haste = haste;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return anchor + (System.GetElapsedTime(since) * haste);
    }

    /// <summary>From here on it is a clock like any other.</summary>
    public void Walk()
    {
        lock (gate)
        {
            anchor += System.GetElapsedTime(since) * haste;
            since = System.GetTimestamp();
            haste = 1;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan || time == TimeSpan.Zero)
            return time;
        lock (gate)
            return TimeSpan.FromMilliseconds(Math.Max(1, time.TotalMilliseconds / haste));
    }
}
