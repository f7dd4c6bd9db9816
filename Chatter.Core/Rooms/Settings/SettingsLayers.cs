using System.Text.Json.Nodes;
using Chatter.Core.Domain;

namespace Chatter.Core.Rooms.Settings;

/// <summary>Where a setting's value comes from; a later layer beats an earlier one, field by field.</summary>
public enum SettingLayer
{
    Code,
    File,
    Admin,
    Environment,
}

/// <summary>The values of a room's settings, layer over layer; all values are canonical.</summary>
internal sealed record SettingsLayers(
    RoomFields Fields,
    IReadOnlyDictionary<string, JsonNode> File,
    IReadOnlyDictionary<string, JsonNode> Admin,
    IReadOnlyDictionary<string, JsonNode> Environment)
{
    private const string Shorter = "Timing.MinDelay";
    private const string Longer = "Timing.MaxDelay";

    private static readonly RoomSettings Code = new();

    /// <summary>The layer that decides a field.</summary>
    public SettingLayer Source(string key) =>
        Environment.ContainsKey(key) ? SettingLayer.Environment
        : Admin.ContainsKey(key) ? SettingLayer.Admin
        : File.ContainsKey(key) ? SettingLayer.File
        : SettingLayer.Code;

    /// <summary>What a field would be if the admin had said nothing.</summary>
    public JsonNode? Beneath(SettingField field) =>
        Environment.GetValueOrDefault(field.Key) ?? File.GetValueOrDefault(field.Key) ?? field.Get(Code);

    /// <summary>What the layer that decides a field says.</summary>
    public JsonNode? Said(SettingField field) =>
        Environment.GetValueOrDefault(field.Key) ?? Admin.GetValueOrDefault(field.Key) ?? File.GetValueOrDefault(field.Key) ?? field.Get(Code);

    /// <summary>What holds when all layers are laid over each other.</summary>
    public RoomSettings Resolve()
    {
        var settings = Code;
        foreach (var layer in (IReadOnlyDictionary<string, JsonNode>[])[File, Admin, Environment])
        {
            foreach (var (key, value) in layer)
                settings = Fields.Find(key)!.Set(settings, value);
        }

        return Reconcile(settings);
    }

    /// <summary>
    /// Whether the delays contradict each other: the shortest longer than the longest. Told of the field in
    /// <paramref name="touched"/>, or null if neither was touched or all is well.
    /// </summary>
    public SettingRefusal? Contradiction(Func<string, bool> touched)
    {
        var (least, most) = (Delay(Shorter), Delay(Longer));
        if (least <= most)
            return null;
        if (touched(Longer))
            return new SettingRefusal(Longer, $"must not be shorter than {Shorter}, which is {least:c} ({Word(Shorter)})");
        return touched(Shorter)
            ? new SettingRefusal(Shorter, $"must not be longer than {Longer}, which is {most:c} ({Word(Longer)})")
            : null;
    }

    /// <summary>Where two layers contradict each other, the stronger one's word holds and the other delay follows it.</summary>
    private RoomSettings Reconcile(RoomSettings settings)
    {
        var timing = settings.Timing;
        if (timing.MinDelay <= timing.MaxDelay)
            return settings;
        return settings with
        {
            Timing = Source(Shorter) > Source(Longer)
                ? timing with { MaxDelay = timing.MinDelay }
                : timing with { MinDelay = timing.MaxDelay },
        };
    }

    private TimeSpan Delay(string key) =>
        TimeSpan.Parse(Said(Fields.Find(key)!)!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    private string Word(string key) => $"from {Words.Of(Source(key))}";
}

/// <summary>Layers in words.</summary>
internal static class Words
{
    public static string Of(SettingLayer layer) => layer switch
    {
        SettingLayer.Environment => "the environment",
        SettingLayer.Admin => "the admin",
        SettingLayer.File => "the room's file",
        _ => "the program",
    };
}
