using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Archive;

/// <summary>When the store is copied, and how many copies stay: <c>Chatter:Backups</c> of the configuration.</summary>
public sealed record BackupOptions
{
    public const string Section = "Chatter:Backups";

    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>Time between two copies, 1 minute to 365 days; zero makes none by itself.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Copies that stay, of each kind, 1 to 1000; with <see cref="Every"/> this is how long a message taken back is remembered.</summary>
    public int Keep { get; init; } = 7;

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A setting is out of range; every mistake is named by its key.</exception>
    public static BackupOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var mistakes = new List<string>();
        var options = new BackupOptions();
        if (section["Keep"] is { Length: > 0 } keep)
        {
            if (int.TryParse(keep, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1000)
                options = options with { Keep = number };
            else
                mistakes.Add($"{Section}:Keep must be a whole number from 1 to 1000, but is {keep}.");
        }

        if (section["Every"] is { Length: > 0 } every)
        {
            if (Time(every) is { } time && (time == TimeSpan.Zero || (time >= Least && time <= Most)))
                options = options with { Every = time };
            else
                mistakes.Add($"{Section}:Every must be 0 (none by themselves) or a time from 1 minute to 365 days, such as 1.00:00:00, but is {every}.");
        }

        return mistakes.Count == 0 ? options : throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes));
    }

    /// <summary>A plain number is seconds; anything else a time as .NET writes it.</summary>
    private static TimeSpan? Time(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return seconds >= 0 && seconds <= Most.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
    }
}
