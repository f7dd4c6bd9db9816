using System.Text.Json.Nodes;
using Chatter.Core.Domain;

namespace Chatter.Core.Rooms.Settings;

/// <summary>One thing that can be set in a room: its key, what it means, what it may be, and where it lies in <see cref="RoomSettings"/>.</summary>
public sealed class SettingField
{
    private readonly Func<JsonNode, JsonNode?> canonical;
    private readonly Func<RoomSettings, JsonNode?> get;
    private readonly Func<RoomSettings, JsonNode, RoomSettings> set;

    private SettingField(
        string key, string meaning, Func<JsonNode, JsonNode?> canonical, Func<RoomSettings, JsonNode?> get, Func<RoomSettings, JsonNode, RoomSettings> set)
    {
        Key = key;
        Meaning = meaning;
        this.canonical = canonical;
        this.get = get;
        this.set = set;
    }

    /// <summary>The field's path, such as <c>Timing.MinDelay</c>.</summary>
    public string Key { get; }

    /// <summary>A sentence for the admin.</summary>
    public string Meaning { get; }

    public required SettingKind Kind { get; init; }

    /// <summary>What it may be, in words that stand after "must be".</summary>
    public required string Allowed { get; init; }

    /// <summary>The least a number or a time (in seconds) may be.</summary>
    public double? Least { get; init; }

    public double? Most { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    internal static SettingField Of<T>(
        string key, SettingForm<T> form, string meaning, Func<RoomSettings, object?> get, Func<RoomSettings, T, RoomSettings> set) =>
        new(
            key,
            meaning,
            raw => form.Read(raw) is { } found ? form.Write(found.Value) : null,
            settings => get(settings) is T value ? form.Write(value) : null,
            (settings, node) => set(settings, form.Read(node)!.Value.Value))
        {
            Kind = form.Kind,
            Allowed = form.Allowed,
            Least = form.Least,
            Most = form.Most,
            Choices = form.Choices,
        };

    /// <summary>The value in the one way it is written, or null with the reason why it cannot be taken.</summary>
    public JsonNode? Canonical(JsonNode raw, out string? reason)
    {
        var value = canonical(raw);
        reason = value is null ? $"must be {Allowed}, but is {Shown(raw)}" : null;
        return value;
    }

    /// <summary>The field's value, or null where it is left to the program or the persona's card.</summary>
    public JsonNode? Get(RoomSettings settings) => get(settings);

    /// <summary>The settings with this field changed to a canonical value.</summary>
    internal RoomSettings Set(RoomSettings settings, JsonNode value) => set(settings, value);

    private static string Shown(JsonNode raw)
    {
        var text = raw.ToJsonString();
        return text.Length > 60 ? text[..60] + "…" : text;
    }
}

/// <summary>A value that was not taken.</summary>
/// <param name="Field">The field's key, such as <c>Timing.MinDelay</c>.</param>
/// <param name="Reason">What it must be and what it was, to stand after the key.</param>
public sealed record SettingRefusal(string Field, string Reason)
{
    public override string ToString() => $"{Field} {Reason}.";
}
