using System.Text.Json.Nodes;

namespace Chatter.Core.Rooms.Settings;

/// <summary>Says in words what a change of settings changed.</summary>
internal static class SettingsNote
{
    private const int MostNamed = 6;
    private const int LongestValue = 40;

    /// <param name="reason">Why, if there is more to say than what.</param>
    public static string Of(SettingsLayers before, SettingsLayers after, string reason)
    {
        var keys = before.Admin.Keys.Union(after.Admin.Keys)
            .Where(k => !JsonNode.DeepEquals(before.Admin.GetValueOrDefault(k), after.Admin.GetValueOrDefault(k)))
            .ToList();
        var named = keys.Take(MostNamed).Select(key => Change(before.Fields.Find(key)!, before, after));
        var rest = keys.Count > MostNamed ? $" and {keys.Count - MostNamed} more" : "";
        return (reason.Length > 0 ? reason + ": " : "") + string.Join("; ", named) + rest;
    }

    private static string Change(SettingField field, SettingsLayers before, SettingsLayers after)
    {
        var (was, now) = (Shown(Said(before, field)), Shown(Said(after, field)));
        return after.Admin.ContainsKey(field.Key) ? $"{field.Key} {was} → {now}" : $"{field.Key} {was} → {now} (reset)";
    }

    private static JsonNode? Said(SettingsLayers layers, SettingField field) =>
        layers.Admin.GetValueOrDefault(field.Key) ?? layers.Beneath(field);

    private static string Shown(JsonNode? value)
    {
        var text = value switch
        {
            null => "unset",
            JsonArray list => $"{list.Count} lines",
            _ => value.ToString(),
        };
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }
}
