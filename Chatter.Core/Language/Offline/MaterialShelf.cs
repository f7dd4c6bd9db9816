using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chatter.Core.Language.Offline;

/// <summary>The material of <c>content/offline</c>: a folder a room draws on, each file a topic, read once.</summary>
/// <param name="folder">The path of <c>content/offline</c>.</param>
public sealed class MaterialShelf(string folder)
{
    /// <summary>The file beside the topics that holds what all personas say alike.</summary>
    private const string HouseFile = "house.json";

    private readonly Dictionary<string, Material?> _read = [];
    private readonly List<string> _problems = [];
    private readonly Lock _gate = new();

    /// <summary>What was wrong in the files read so far, each with file, key and reason; a bad topic is left out.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
                return [.. _problems];
        }
    }

    /// <summary>A room's material, or null if there is none to be used.</summary>
    /// <param name="name">The folder's name, as in <c>material</c> of the room's file.</param>
    public Material? Find(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Contains("..", StringComparison.Ordinal))
            return null;
        lock (_gate)
        {
            if (!_read.TryGetValue(name, out var material))
                _read[name] = material = Read(name);
            return material;
        }
    }

    private Material? Read(string name)
    {
        var path = Path.Combine(folder, name);
        if (!Directory.Exists(path))
        {
            _problems.Add($"offline/{name}: there is no such folder; the offline voice has nothing to say in rooms that name it");
            return null;
        }

        var topics = new List<TopicMaterial>();
        IReadOnlyDictionary<string, IReadOnlyList<string>> frames = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var file in Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
                if (Path.GetFileName(file) == HouseFile)
                    frames = json.ToDictionary(pair => pair.Key, pair => TextsOf(json, pair.Key));
                else
                    topics.Add(ReadTopic(Path.GetFileNameWithoutExtension(file), json));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                _problems.Add($"offline/{name}/{Path.GetFileName(file)}: {e.Message}");
            }
        }

        if (topics.Count > 0)
            return new Material(topics, frames);
        _problems.Add($"offline/{name}: no topic could be read");
        return null;
    }

    private static TopicMaterial ReadTopic(string id, JsonObject json)
    {
        var positions = new List<Position>();
        foreach (var item in ListOf(json, "positions"))
            positions.Add(ReadPosition(id, positions.Count, AsObject(item, $"positions[{positions.Count}]")));
        return new TopicMaterial
        {
            Id = id,
            Title = TextOf(json, "topic"),
            Name = TextOf(json, "name"),
            Words = TextsOf(json, "words"),
            Angles = TextsOf(json, "angles"),
            Cruxes = TextsOf(json, "cruxes"),
            Quips = TextsOf(json, "quips"),
            Positions = positions.Count > 0 ? positions : throw new InvalidOperationException("positions: is empty"),
        };
    }

    private static Position ReadPosition(string topic, int number, JsonObject json)
    {
        var arguments = new List<Argument>();
        foreach (var item in ListOf(json, "arguments"))
        {
            var part = AsObject(item, $"positions[{number}].arguments[{arguments.Count}]");
            var clauses = Enum.GetNames<Facet>().Select(f => TextOf(part, f.ToLowerInvariant())).ToList();
            arguments.Add(new Argument($"{topic}/{number}/{arguments.Count}", topic, number, TextOf(part, "np"), clauses));
        }

        return new Position
        {
            Number = number,
            Name = TextOf(json, "name"),
            Hold = TextsOf(json, "hold"),
            By = TextsOf(json, "by"),
            Arguments = arguments.Count > 0 ? arguments : throw new InvalidOperationException($"positions[{number}].arguments: is empty"),
        };
    }

    private static JsonArray ListOf(JsonObject json, string key) =>
        json[key] as JsonArray ?? throw new InvalidOperationException($"{json.GetPath()}.{key}: must be a list");

    private static JsonObject AsObject(JsonNode? node, string key) =>
        node as JsonObject ?? throw new InvalidOperationException($"{key}: must be an object");

    private static string TextOf(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue(out string? text) && text.Trim().Length > 0
            ? text
            : throw new InvalidOperationException($"{json.GetPath()}.{key}: must be a text");

    private static IReadOnlyList<string> TextsOf(JsonObject json, string key)
    {
        var list = ListOf(json, key);
        return list.Count > 0 && list.All(t => t is JsonValue value && value.TryGetValue(out string? _))
            ? [.. list.Select(t => t!.GetValue<string>())]
            : throw new InvalidOperationException($"{json.GetPath()}.{key}: must be a list of texts, at least one");
    }
}
