using System.Text.Json.Nodes;

namespace Chatter.Core.Rooms.Settings;

/// <summary>Settings as nested JSON (<c>{"timing":{"minDelay":"00:00:15"}}</c>) and as values by key; the two say the same.</summary>
internal static class SettingsDocument
{
    /// <summary>The fields a document gives, as given; a null means that the field is given up. What is no setting becomes a refusal.</summary>
    public static Dictionary<string, JsonNode?> Flatten(JsonObject document, RoomFields fields, List<SettingRefusal> refusals)
    {
        var given = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        Flatten(document, "", fields, given, refusals);
        return given;
    }

    /// <summary>The canonical values of a document that is meant to be right; whatever is not becomes a refusal and is left out.</summary>
    public static Dictionary<string, JsonNode> Read(JsonObject document, RoomFields fields, List<SettingRefusal> refusals)
    {
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (key, raw) in Flatten(document, fields, refusals))
        {
            if (raw is null)
                continue;
            if (fields.Find(key)!.Canonical(raw, out var reason) is { } value)
                values[key] = value;
            else
                refusals.Add(new SettingRefusal(key, reason!));
        }

        return values;
    }

    /// <summary>The nested document of some values, in the order of the fields.</summary>
    public static JsonObject Compose(IEnumerable<KeyValuePair<string, JsonNode>> values)
    {
        var document = new JsonObject();
        foreach (var (key, value) in values)
        {
            var parts = key.Split('.');
            var place = document;
            foreach (var part in parts[..^1])
            {
                if (place[Name(part)] is not JsonObject inner)
                    place[Name(part)] = inner = [];
                place = inner;
            }

            place[Name(parts[^1])] = value.DeepClone();
        }

        return document;
    }

    private static void Flatten(
        JsonObject part, string path, RoomFields fields, Dictionary<string, JsonNode?> given, List<SettingRefusal> refusals)
    {
        foreach (var (name, value) in part)
        {
            var key = path + name;
            if (fields.Find(key) is { } field)
            {
                if (!given.TryAdd(field.Key, value))
                    refusals.Add(new SettingRefusal(field.Key, "is given twice"));
            }
            else if (fields.All.Any(f => f.Key.StartsWith(key + ".", StringComparison.OrdinalIgnoreCase)))
            {
                if (value is JsonObject inner)
                    Flatten(inner, key + ".", fields, given, refusals);
                else if (value is not null)
                    refusals.Add(new SettingRefusal(key, "must be an object { … }"));
            }
            else
            {
                refusals.Add(new SettingRefusal(key, Unknown(key, fields)));
            }
        }
    }

    private static string Unknown(string key, RoomFields fields) =>
        key.StartsWith("Personas.", StringComparison.OrdinalIgnoreCase)
            ? "is not a setting of a persona seated here"
            : $"is not a setting of a room; known are {string.Join(", ", fields.All.Select(f => f.Key).Where(k => !k.StartsWith("Personas.", StringComparison.Ordinal)))}";

    private static string Name(string part) => char.ToLowerInvariant(part[0]) + part[1..];
}
