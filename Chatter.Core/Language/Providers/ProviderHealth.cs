namespace Chatter.Core.Language.Providers;

/// <summary>How a provider stands.</summary>
public enum ProviderStanding
{
    /// <summary>Nothing has been asked of it yet.</summary>
    Unasked,

    /// <summary>The last call went well.</summary>
    Well,

    /// <summary>The last call failed.</summary>
    Failing,

    /// <summary>It is left alone for a while: it asked for that, or failed too often.</summary>
    LeftAlone,
}

/// <summary>A provider's figures at one moment.</summary>
/// <param name="Since">When it came to stand as it does.</param>
/// <param name="Trouble">Why the last failed call failed, as a sentence; null if none has.</param>
/// <param name="Until">Until when it is left alone; null if it is not.</param>
/// <param name="P50">The middle answer time of the last 256 good calls; null before the first.</param>
/// <param name="P95">The time 95 in 100 of them stayed under.</param>
public sealed record ProviderState(
    ProviderStanding Standing,
    DateTimeOffset Since,
    string? Trouble,
    DateTimeOffset? TroubleAt,
    DateTimeOffset? Until,
    long Calls,
    long Errors,
    int UnderWay,
    TimeSpan? P50,
    TimeSpan? P95);

/// <summary>Remembers how the calls to one provider went; of times only the last 256.</summary>
public sealed class ProviderHealth(TimeProvider clock)
{
    private const int Window = 256;

    private readonly Lock gate = new();
    private readonly TimeSpan[] times = new TimeSpan[Window];
    private ProviderStanding standing;
    private DateTimeOffset since = clock.GetUtcNow();
    private readonly long origin = clock.GetTimestamp();
    private DateTimeOffset? troubleAt;
    private TimeSpan restsUntil;
    private string? trouble;
    private long calls, errors, answers;
    private int underWay;

    public ProviderState Current
    {
        get
        {
            lock (gate)
            {
                var left = restsUntil - clock.GetElapsedTime(origin);
                var alone = left > TimeSpan.Zero;
                var sorted = times.AsSpan(0, (int)Math.Min(answers, Window)).ToArray();
                Array.Sort(sorted);
                return new ProviderState(
                    alone ? ProviderStanding.LeftAlone : standing, since, trouble, troubleAt, alone ? clock.GetUtcNow() + left : null,
                    calls, errors, underWay, At(sorted, 0.5), At(sorted, 0.95));
            }
        }
    }

    internal void Began()
    {
        lock (gate)
        {
            calls++;
            underWay++;
        }
    }

    internal void Answered(TimeSpan after)
    {
        lock (gate)
        {
            underWay--;
            times[answers++ % Window] = after;
            Stand(ProviderStanding.Well);
        }
    }

    internal void Failed(string sentence)
    {
        lock (gate)
        {
            underWay--;
            errors++;
            trouble = sentence;
            troubleAt = clock.GetUtcNow();
            Stand(ProviderStanding.Failing);
        }
    }

    /// <summary>A call ended without a word about the provider: it was broken off on our side.</summary>
    internal void BrokenOff()
    {
        lock (gate)
            underWay--;
    }

    internal void LeftAlone(TimeSpan span)
    {
        lock (gate)
            restsUntil = clock.GetElapsedTime(origin) + span;
    }

    private void Stand(ProviderStanding now)
    {
        if (standing != now)
            since = clock.GetUtcNow();
        standing = now;
    }

    private static TimeSpan? At(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
