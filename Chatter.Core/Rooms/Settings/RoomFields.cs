using Chatter.Core.Domain;

namespace Chatter.Core.Rooms.Settings;

/// <summary>Everything that can be set in one room: the room's own fields, and those of each persona of its cast.</summary>
public sealed class RoomFields
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private static readonly IReadOnlyList<SettingField> Own =
    [
        SettingField.Of("Enabled", SettingForms.Switch,
            "The room is open and its personas talk; switched off it can be read but nobody speaks.",
            s => s.Enabled, (s, v) => s with { Enabled = v }),
        SettingField.Of("AlwaysOn", SettingForms.Switch,
            "Talk even when nobody watches. With a paid model this costs money day and night.",
            s => s.AlwaysOn, (s, v) => s with { AlwaysOn = v }),
        SettingField.Of("Pace", SettingForms.Choice<Pace>(),
            "How turns come about: radio is one speaker at a time on the room's clock, crowd will let each persona decide alone (until that comes, such a room talks like a radio).",
            s => s.Pace, (s, v) => s with { Pace = v }),
        SettingField.Of("Timing.InitialDelay", SettingForms.Span(TimeSpan.Zero, Day),
            "How long after the room wakes its first message comes.",
            s => s.Timing.InitialDelay, (s, v) => s with { Timing = s.Timing with { InitialDelay = v } }),
        SettingField.Of("Timing.MinDelay", SettingForms.Span(Tick, Day),
            "The shortest pause between two messages.",
            s => s.Timing.MinDelay, (s, v) => s with { Timing = s.Timing with { MinDelay = v } }),
        SettingField.Of("Timing.MaxDelay", SettingForms.Span(Tick, Day),
            "The longest pause between two messages; each pause is drawn between the two.",
            s => s.Timing.MaxDelay, (s, v) => s with { Timing = s.Timing with { MaxDelay = v } }),
        SettingField.Of("SleepAfter", SettingForms.Span(TimeSpan.Zero, TimeSpan.FromDays(7)),
            "How long after the last viewer left the room still talks.",
            s => s.SleepAfter, (s, v) => s with { SleepAfter = v }),
        SettingField.Of("Topics", SettingForms.Lines(100),
            "What the personas talk about.",
            s => s.Topics, (s, v) => s with { Topics = v }),
        SettingField.Of("TopicChange", SettingForms.Fraction(0, 1),
            "The chance that a turn moves on to another topic.",
            s => s.TopicChange, (s, v) => s with { TopicChange = v }),
        SettingField.Of("AudioProbability", SettingForms.Fraction(0, 1),
            "The share of messages that can be heard: 0 is none, 1 is all.",
            s => s.AudioProbability, (s, v) => s with { AudioProbability = v }),
        SettingField.Of("ContextMessages", SettingForms.Whole(1, 50, "messages"),
            "How many of the last messages a persona is shown before it speaks; more cost more.",
            s => s.ContextMessages, (s, v) => s with { ContextMessages = v }),
        SettingField.Of("MaxTokens", SettingForms.Whole(16, 4000, "tokens"),
            "The longest a model's answer may be.",
            s => s.MaxTokens, (s, v) => s with { MaxTokens = v }),
        SettingField.Of("Model", SettingForms.Line(0, 100),
            "The model that speaks here; empty is the program's, offline is the offline voice.",
            s => s.Model, (s, v) => s with { Model = v }),
        SettingField.Of("Temperature", SettingForms.Fraction(0, 2),
            "How freely the model chooses its words: 0 is dull, 2 is wild; unset it is the program's.",
            s => s.Temperature, (s, v) => s with { Temperature = v }),
        SettingField.Of("OfflineFallback", SettingForms.Switch,
            "The offline voice takes over when the model fails or a ceiling is reached; else the room is silent.",
            s => s.OfflineFallback, (s, v) => s with { OfflineFallback = v }),
        SettingField.Of("DailyCeiling", SettingForms.Dollars(1000),
            "What this room may spend on a day (UTC).",
            s => s.DailyCeiling, (s, v) => s with { DailyCeiling = v }),
        SettingField.Of("MonthlyCeiling", SettingForms.Dollars(10_000),
            "What this room may spend in a month (UTC).",
            s => s.MonthlyCeiling, (s, v) => s with { MonthlyCeiling = v }),
    ];

    private readonly Dictionary<string, SettingField> byKey;

    public RoomFields(RoomCard card)
    {
        All = [.. Own, .. card.Cast.SelectMany(PersonaFields.Of)];
        byKey = All.ToDictionary(f => f.Key, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The room's own fields first, then the cast's in its order.</summary>
    public IReadOnlyList<SettingField> All { get; }

    /// <summary>The field with this key in any case, or null.</summary>
    public SettingField? Find(string key) => byKey.GetValueOrDefault(key);
}
