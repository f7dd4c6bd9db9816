namespace Chatter.Tests.Fakes;

/// <summary>A clock that stands still until a test moves it; timers fire, in order, as it passes them.</summary>
public sealed class ManualClock(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start ?? new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan shown;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait: lets a test know that the code under test has begun to wait.</summary>
    public int Timers
    {
        get
        {
            lock (gate)
                return timers.Count(t => t.Due is not null);
        }
    }

    /// <summary>When the waiting timers are due: lets a test know what the code under test waits for.</summary>
    public IReadOnlyList<DateTimeOffset> NextTimers
    {
        get
        {
            lock (gate)
                return [.. timers.Select(t => t.Due).OfType<DateTimeOffset>()];
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now + shown;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return now.Ticks;
    }

    /// <summary>Sets the hands, forth or back, as people and time servers do: no time passes and no timer fires.</summary>
    public void Set(TimeSpan by)
    {
        lock (gate)
            shown += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (gate)
            timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, stopping at each timer on the way.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (gate)
            until = now + by;
        while (true)
        {
            ManualTimer? due;
            lock (gate)
            {
                due = timers.Where(t => t.Due <= until).MinBy(t => t.Due);
                now = due?.Due is { } at ? (at > now ? at : now) : until;
            }

            if (due is null)
                return;
            due.Fire();
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool atOnce;
            lock (clock.gate)
            {
                this.period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
                atOnce = dueTime == TimeSpan.Zero;
            }

            if (atOnce)
                Fire();
            return true;
        }

        public void Fire()
        {
            lock (clock.gate)
            {
                if (Due is null)
                    return;
                Due = period > TimeSpan.Zero ? Due + period : null;
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                Due = null;
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
