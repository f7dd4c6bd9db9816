namespace Chatter.Core.Archive;

/// <summary>When the store is copied, and how many copies stay. Bound from <c>Chatter:Backups</c>.</summary>
public sealed record BackupOptions
{
    public const string Section = "Chatter:Backups";

    /// <summary>Time between two copies; zero makes none by itself. Between 1 minute and 365 days.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Copies that stay, of each kind; with <see cref="Every"/> this is how long a message taken back is remembered. 1 to 1000.</summary>
    public int Keep { get; init; } = 7;

    /// <summary>What is wrong with the values, each naming its key; empty if nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Keep is < 1 or > 1000)
            yield return $"{Section}:Keep must be between 1 and 1000, but is {Keep}.";
        if (Every != TimeSpan.Zero && (Every < TimeSpan.FromMinutes(1) || Every > TimeSpan.FromDays(365)))
            yield return $"{Section}:Every must be 0 (no backups by themselves) or between 1 minute and 365 days, but is {Every}.";
    }
}
