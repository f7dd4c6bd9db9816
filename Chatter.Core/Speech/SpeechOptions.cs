using System.Globalization;
using Chatter.Core.Language.Providers;
using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Speech;

/// <summary>Who is asked to speak.</summary>
public enum SpeechProvider
{
    /// <summary>espeak-ng if it is installed, else nobody.</summary>
    Auto,
    OpenAI,
    Espeak,
    None,
}

/// <summary>How messages become sound: <c>Chatter:Speech</c> of the configuration.</summary>
public sealed record SpeechOptions
{
    public const string Section = "Chatter:Speech";

    public SpeechProvider Provider { get; init; }

    /// <summary>The espeak-ng program: a name looked for on the PATH, or a file.</summary>
    public string EspeakProgram { get; init; } = "espeak-ng";

    /// <summary>How many lines are made into sound at once, 1 to 32; each is at most one child process or one call.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>How long one line may take, 0.1 to 120 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A line older than this when its turn comes stays silent, 1 s to 1 h.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A line with more than this many messages after it stays silent, 1 to 10,000.</summary>
    public int MostBehind { get; init; } = 20;

    /// <summary>Bytes the kept sounds may have together, at least 1 MB; the least recently heard go, and are made again when asked for.</summary>
    public long CacheBytes { get; init; } = 2_000_000_000;

    /// <summary>The OpenAI-compatible server that speaks; empty for the one that writes the messages.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The key for <see cref="Endpoint"/>; with no endpoint of its own, the model's key serves.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>The model that speaks, when a server does.</summary>
    public string Model { get; init; } = "tts-1";

    /// <summary>The form a server is asked for: <c>mp3</c>, a third of the size, or <c>wav</c>.</summary>
    public string Format { get; init; } = "mp3";

    /// <summary>Reads the section. Throws with every mistake named by its key.</summary>
    public static SpeechOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var mistakes = new List<string>();
        var standard = new SpeechOptions();
        var options = new SpeechOptions
        {
            Provider = Choice(section, "Provider", standard.Provider, mistakes),
            EspeakProgram = section["EspeakProgram"] is { Length: > 0 } program ? program : standard.EspeakProgram,
            Parallel = (int)Number(section, "Parallel", standard.Parallel, 1, 32, mistakes),
            Timeout = Time(section, "Timeout", standard.Timeout, 0.1, 120, mistakes),
            LateAfter = Time(section, "LateAfter", standard.LateAfter, 1, 3600, mistakes),
            MostBehind = (int)Number(section, "MostBehind", standard.MostBehind, 1, 10_000, mistakes),
            CacheBytes = Number(section, "CacheBytes", standard.CacheBytes, 1_000_000, 1_000_000_000_000, mistakes),
            Endpoint = Text(section, "Endpoint", standard.Endpoint, OpenAiAddress.IsGood, "an address such as http://localhost:8880/v1, without a name or password in it", mistakes),
            ApiKey = Text(section, "ApiKey", standard.ApiKey, key => key.All(c => c is >= '!' and <= '~'), "a key, without spaces or line ends", mistakes),
            Model = Text(section, "Model", standard.Model, model => model.Length <= 200, "the name of a model, at most 200 characters", mistakes),
            Format = Text(section, "Format", standard.Format, format => format is "mp3" or "wav", "mp3 or wav", mistakes),
        };
        return mistakes.Count == 0 ? options : throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes));
    }

    private static SpeechProvider Choice(IConfigurationSection section, string key, SpeechProvider standard, List<string> mistakes)
    {
        var text = section[key];
        if (string.IsNullOrWhiteSpace(text))
            return standard;
        if (Enum.TryParse<SpeechProvider>(text, ignoreCase: true, out var provider) && Enum.IsDefined(provider) && !char.IsDigit(text[0]))
            return provider;
        mistakes.Add($"{Section}:{key} must be auto, openai, espeak or none, but is {text}.");
        return standard;
    }

    private static string Text(
        IConfigurationSection section, string key, string standard, Func<string, bool> good, string what, List<string> mistakes)
    {
        var text = section[key]?.Trim();
        if (string.IsNullOrEmpty(text))
            return standard;
        if (!good(text))
            // What was set is not repeated: it may be a secret.
            mistakes.Add($"{Section}:{key} must be {what}.");
        return text;
    }

    private static long Number(IConfigurationSection section, string key, long standard, long least, long most, List<string> mistakes)
    {
        var text = section[key];
        if (string.IsNullOrWhiteSpace(text))
            return standard;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{Section}:{key} must be a whole number from {least} to {most}, but is {text}."));
        return standard;
    }

    /// <summary>A plain number is seconds; anything else a time as .NET writes it.</summary>
    private static TimeSpan Time(IConfigurationSection section, string key, TimeSpan standard, double least, double most, List<string> mistakes)
    {
        var text = section[key];
        if (string.IsNullOrWhiteSpace(text))
            return standard;
        double? seconds = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span.TotalSeconds
            : null;
        if (seconds >= least && seconds <= most)
            return TimeSpan.FromSeconds(seconds.Value);
        mistakes.Add(string.Create(
            CultureInfo.InvariantCulture, $"{Section}:{key} must be a time from {least} to {most} seconds, but is {text}."));
        return standard;
    }
}
