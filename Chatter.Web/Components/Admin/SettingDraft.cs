using System.Globalization;
using System.Text.Json.Nodes;
using Chatter.Core.Rooms.Settings;

namespace Chatter.Web.Components.Admin;

/// <summary>
/// What an admin has typed and not yet saved. It keeps the typed words through every refresh and every conflict; only
/// saving or discarding ends them.
/// </summary>
internal sealed class SettingDraft
{
    private readonly Dictionary<string, string?> typed = [];
    private readonly Dictionary<string, string> seen = [];

    /// <summary>The fields changed and not saved.</summary>
    public int Count => typed.Count;

    /// <summary>The version that was there when the first of them was typed.</summary>
    public long Version { get; private set; }

    public bool Has(string key) => typed.ContainsKey(key);

    /// <summary>Whether the field will go back to the file when saved.</summary>
    public bool IsReset(string key) => typed.TryGetValue(key, out var text) && text is null;

    /// <summary>What the field shows: what was typed, else what holds.</summary>
    public string Text(SettingView view, JsonNode? card) =>
        typed.TryGetValue(view.Field.Key, out var text) ? text ?? Shown(view.Field, view.Default ?? card) : Shown(view.Field, view.Value ?? card);

    /// <param name="version">The version of the settings on the screen.</param>
    public void Type(SettingView view, JsonNode? card, string text, long version) => Note(view, card, text, version);

    /// <summary>Gives the field back to the room's file, when saved.</summary>
    public void Reset(SettingView view, JsonNode? card, long version) => Note(view, card, null, version);

    /// <summary>Whether somebody else changed the field since it was typed here.</summary>
    public bool IsOvertaken(SettingView view, JsonNode? card) =>
        seen.TryGetValue(view.Field.Key, out var before) && before != Shown(view.Field, view.Value ?? card);

    public void Discard()
    {
        typed.Clear();
        seen.Clear();
    }

    /// <summary>From now on the changes are meant on this version: the admin has seen what is there.</summary>
    public void Rebase(long version, IEnumerable<(SettingView View, JsonNode? Card)> fields)
    {
        Version = version;
        foreach (var (view, card) in fields)
        {
            if (seen.ContainsKey(view.Field.Key))
                seen[view.Field.Key] = Shown(view.Field, view.Value ?? card);
        }
    }

    /// <summary>The changes as the settings take them.</summary>
    public JsonObject ToChange(IEnumerable<SettingView> fields)
    {
        var change = new JsonObject();
        foreach (var view in fields)
        {
            if (typed.TryGetValue(view.Field.Key, out var text))
                change[view.Field.Key] = text is null ? null : Node(view, text);
        }

        return change;
    }

    /// <summary>A value as it stands in a field: times in seconds where they are short, lists a line each.</summary>
    public static string Shown(SettingField field, JsonNode? value) => value switch
    {
        null => "",
        JsonArray lines => string.Join('\n', lines.Select(l => l!.ToString())),
        _ when field.Kind == SettingKind.Switch => value.ToJsonString(),
        _ when field.Kind == SettingKind.Span => Span(value.ToString()),
        _ => value.ToString(),
    };

    private static string Span(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span < TimeSpan.FromMinutes(2)
            ? span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)
            : text;

    private static JsonNode? Node(SettingView view, string text) => view.Field.Kind switch
    {
        SettingKind.Lines => new JsonArray([.. text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Select(l => JsonValue.Create(l))]),
        // An emptied field is given back, except where an empty text is a value of its own.
        _ when text.Trim().Length == 0 && (view.Field.Kind != SettingKind.Text || view.Default is null) => null,
        _ => JsonValue.Create(text.Trim()),
    };

    private void Note(SettingView view, JsonNode? card, string? text, long version)
    {
        var key = view.Field.Key;
        if (text is not null && text.Trim() == Shown(view.Field, view.Value ?? card))
        {
            typed.Remove(key);
            seen.Remove(key);
            return;
        }

        if (typed.Count == 0)
            Version = version;
        seen.TryAdd(key, Shown(view.Field, view.Value ?? card));
        typed[key] = text;
    }
}
