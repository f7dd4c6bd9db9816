namespace Chatter.Core.Language.Providers;

/// <summary>How hard and how patiently a provider is called.</summary>
public sealed record CallLimits
{
    /// <summary>Calls under way at one time.</summary>
    public int MaxParallel { get; init; } = 4;

    /// <summary>Calls a minute; a sixth of it may come at once.</summary>
    public int CallsPerMinute { get; init; } = 120;

    /// <summary>From the wish to the answer, waiting and retry included.</summary>
    public TimeSpan Whole { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>One call.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Second attempts after a failure that may pass.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Before the first retry, doubled for each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The share of calls that must fail for the provider to be left alone.</summary>
    public double BreakRatio { get; init; } = 0.5;

    /// <summary>Calls there must have been in <see cref="BreakWindow"/> before the share counts.</summary>
    public int BreakAfter { get; init; } = 5;

    public TimeSpan BreakWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the provider is left alone.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest Retry-After believed: a wrong clock or a hostile server must not silence a room for days.</summary>
    public TimeSpan LongestHold { get; init; } = TimeSpan.FromHours(1);
}
