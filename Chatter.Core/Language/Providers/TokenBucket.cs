namespace Chatter.Core.Language.Providers;

/// <summary>Lets calls through at a steady rate, with a small burst; who waits is served in order.</summary>
public sealed class TokenBucket(int perMinute, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly TimeSpan step = TimeSpan.FromMinutes(1) / perMinute;
    private readonly TimeSpan burst = TimeSpan.FromSeconds(10);
    private readonly long origin = clock.GetTimestamp();
    private TimeSpan next;

    /// <summary>Takes a place: how long to wait until its turn comes, or null if that is longer than <paramref name="patience"/> (no place is taken).</summary>
    public TimeSpan? Take(TimeSpan patience)
    {
        lock (gate)
        {
            var now = clock.GetElapsedTime(origin);
            // `next` runs ahead of the clock by what was taken; the burst is how far it may.
            var from = next > now ? next : now;
            var wait = from + step - now - (burst > step ? burst : step);
            if (wait > patience)
                return null;
            next = from + step;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }
}
