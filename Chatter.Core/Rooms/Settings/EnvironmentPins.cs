using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Chatter.Core.Rooms.Settings;

/// <summary>
/// The room settings given by whoever starts the program (environment and command line). They pin their fields: the
/// admin cannot change them while they are there.
/// </summary>
public static class EnvironmentPins
{
    private const string Root = "Chatter:Rooms";

    /// <summary>The variable that pins a field, such as <c>Chatter__Rooms__philosophy__Timing__MinDelay</c>.</summary>
    public static string Variable(string slug, string field) =>
        $"Chatter__Rooms__{slug}__{field.Replace(".", "__", StringComparison.Ordinal)}";

    /// <summary>The slugs of rooms that the environment speaks of; one that is no room is a slip worth telling.</summary>
    public static IReadOnlyList<string> Slugs(IConfiguration configuration) =>
        [.. Providers(configuration).SelectMany(p => p.GetChildKeys([], Root)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The values pinned for a room.</summary>
    /// <exception cref="InvalidOperationException">A value cannot be used; the sentence names its key.</exception>
    internal static Dictionary<string, JsonNode> Read(IConfiguration configuration, string slug, RoomFields fields)
    {
        var path = $"{Root}:{slug}";
        RefuseFiles(configuration, path);
        var refusals = new List<SettingRefusal>();
        var values = SettingsDocument.Read(AsJson(configuration, path), fields, refusals);
        var layers = new SettingsLayers(fields, new Dictionary<string, JsonNode>(), new Dictionary<string, JsonNode>(), values);
        if (values.ContainsKey("Timing.MinDelay") && values.ContainsKey("Timing.MaxDelay") && layers.Contradiction(_ => true) is { } contradiction)
            refusals.Add(contradiction);
        if (refusals.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, refusals.Select(r => $"{path}:{r.Field.Replace('.', ':')} {r.Reason}.")));
        return values;
    }

    /// <summary>Room settings in appsettings.json would be a second file layer; there is one place for them.</summary>
    private static void RefuseFiles(IConfiguration configuration, string path)
    {
        foreach (var file in (configuration as IConfigurationRoot)?.Providers.OfType<FileConfigurationProvider>() ?? [])
        {
            if (file.GetChildKeys([], path).Any())
                throw new InvalidOperationException($"{path} is in {file.Source.Path}, where no room's settings are read: put them under \"settings\" in the room's file in content/rooms.");
        }
    }

    private static IEnumerable<IConfigurationProvider> Providers(IConfiguration configuration) =>
        (configuration as IConfigurationRoot)?.Providers.Where(p => p is not FileConfigurationProvider) ?? [];

    private static JsonObject AsJson(IConfiguration configuration, string path)
    {
        var providers = Providers(configuration).Reverse().ToList();
        return Node(providers, path) as JsonObject ?? [];
    }

    /// <summary>A section as JSON: children named 0, 1, 2… are a list, others an object, none a text.</summary>
    private static JsonNode? Node(IReadOnlyList<IConfigurationProvider> providers, string path)
    {
        var names = providers.SelectMany(p => p.GetChildKeys([], path)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0)
        {
            foreach (var provider in providers)
            {
                // A variable set to nothing is how containers and scripts leave one unset.
                if (provider.TryGet(path, out var text) && !string.IsNullOrEmpty(text))
                    return JsonValue.Create(text);
            }

            return null;
        }

        if (names.TrueForAll(n => n.All(char.IsAsciiDigit)))
            return new JsonArray([.. names.OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal).Select(n => Node(providers, $"{path}:{n}"))]);
        var part = new JsonObject();
        foreach (var name in names)
            part[name] = Node(providers, $"{path}:{name}");
        return part;
    }
}
