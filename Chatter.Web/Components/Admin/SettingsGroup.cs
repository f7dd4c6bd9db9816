namespace Chatter.Web.Components.Admin;

/// <summary>Settings that stand together under a heading.</summary>
/// <param name="Keys">Their keys, or one that ends with a dot for all beneath it.</param>
public sealed record SettingsGroup(string Name, params IReadOnlyList<string> Keys)
{
    /// <summary>The room's own settings; what no other group names stands under the last.</summary>
    public static readonly IReadOnlyList<SettingsGroup> OfRoom =
    [
        new("When it talks", "AlwaysOn", "Timing.InitialDelay", "Timing.MinDelay", "Timing.MaxDelay", "SleepAfter", "Pace"),
        new("What about", "Topics", "TopicChange"),
        new("Sound", "AudioProbability"),
        new("The model", "Model", "Temperature", "MaxTokens", "ContextMessages", "OfflineFallback"),
        new("Money", "DailyCeiling", "MonthlyCeiling"),
    ];

    public static SettingsGroup OfPersona(string name, string id) => new(name, $"Personas.{id}.");

    public bool Holds(string key) => Keys.Any(k => k.EndsWith('.') ? key.StartsWith(k, StringComparison.Ordinal) : key == k);
}
