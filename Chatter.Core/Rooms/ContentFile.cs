using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Chatter.Core.Rooms;

/// <summary>
/// One JSON object of a content file, read field by field: every wrong value becomes a problem with its key,
/// and <see cref="Done"/> makes one of every key nobody asked for, so that a typing slip is seen.
/// </summary>
internal sealed partial class ContentFile
{
    /// <summary>Larger than any content file should be; a wrong file in the folder is not read into memory whole.</summary>
    private const int MostBytes = 1 << 20;

    private readonly JsonObject _object;
    private readonly string _file;
    private readonly string _path;
    private readonly List<ContentProblem> _problems;
    private readonly HashSet<string> _asked = [];

    private ContentFile(JsonObject json, string file, string path, List<ContentProblem> problems) =>
        (_object, _file, _path, _problems) = (json, file, path, problems);

    /// <summary>The file's object, or null with a problem noted.</summary>
    public static ContentFile? Open(string file, string path, List<ContentProblem> problems)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                problems.Add(new ContentProblem(file, "", $"is larger than {MostBytes / 1024} KiB"));
                return null;
            }

            var options = new JsonDocumentOptions
            {
                AllowDuplicateProperties = false,
                CommentHandling = JsonCommentHandling.Skip,
            };
            if (JsonNode.Parse(File.ReadAllText(path), documentOptions: options) is JsonObject json)
                return new ContentFile(json, file, "", problems);
            problems.Add(new ContentProblem(file, "", "must be a JSON object { … }"));
        }
        catch (JsonException e)
        {
            problems.Add(new ContentProblem(file, "", $"is not valid JSON near line {e.LineNumber + 1}: {FirstSentence(e.Message)}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ContentProblem(file, "", $"cannot be read: {e.Message}"));
        }

        return null;
    }

    public void Problem(string key, string reason) => _problems.Add(new ContentProblem(_file, _path + key, reason));

    /// <summary>Notes every key that was not asked for.</summary>
    public void Done()
    {
        foreach (var (key, _) in _object)
        {
            if (!_asked.Contains(key))
                Problem(key, $"is not a key here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
        }
    }

    public string Text(string key, int most = 400)
    {
        if (Find(key) is null)
        {
            Problem(key, "is missing");
            return "";
        }

        return Text(key, "", most);
    }

    public string Text(string key, string otherwise, int most = 400)
    {
        if (Find(key) is not { } node)
            return otherwise;
        return CheckText(key, node, most) ?? otherwise;
    }

    /// <summary>A text that matches a pattern of the house; empty with a problem noted if not.</summary>
    public string Matching(string key, Regex pattern, string looks)
    {
        var text = Text(key);
        return Fits(key, text, pattern, looks) ? text : "";
    }

    public string Matching(string key, string otherwise, Regex pattern, string looks)
    {
        var text = Text(key, otherwise);
        return Fits(key, text, pattern, looks) ? text : otherwise;
    }

    public IReadOnlyList<string> Texts(string key, int least = 0, int most = 64, int length = 400)
    {
        if (Find(key) is not { } node)
        {
            if (least > 0)
                Problem(key, $"is missing: a list of at least {least} texts");
            return [];
        }

        return TextsOf(key, node, least, most, length);
    }

    public double Number(string key, double otherwise, double least, double most)
    {
        if (Find(key) is not { } node)
            return otherwise;
        if (node is JsonValue value && value.TryGetValue(out double number) && number >= least && number <= most)
            return number;
        Problem(key, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}, is {Shown(node)}"));
        return otherwise;
    }

    public int Whole(string key, int otherwise, int least, int most)
    {
        var number = Number(key, otherwise, least, most);
        if (number == Math.Floor(number))
            return (int)number;
        Problem(key, $"must be a whole number from {least} to {most}");
        return otherwise;
    }

    public bool Flag(string key, bool otherwise)
    {
        if (Find(key) is not { } node)
            return otherwise;
        if (node is JsonValue value && value.TryGetValue(out bool flag))
            return flag;
        Problem(key, $"must be true or false, is {Shown(node)}");
        return otherwise;
    }

    public ContentFile? Part(string key)
    {
        if (Find(key) is not { } node)
            return null;
        if (node is JsonObject part)
            return new ContentFile(part, _file, $"{_path}{key}.", _problems);
        Problem(key, "must be an object { … }");
        return null;
    }

    public JsonObject RawObject(string key)
    {
        if (Find(key) is not { } node)
            return [];
        if (node is JsonObject raw)
            return (JsonObject)raw.DeepClone();
        Problem(key, "must be an object { … }");
        return [];
    }

    /// <summary>A part whose keys are free: each value is read by <paramref name="read"/>.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(string key, Func<ContentFile, string, T> read)
    {
        var map = new Dictionary<string, T>();
        if (Part(key) is not { } part)
            return map;
        foreach (var (name, _) in part._object)
            map[name] = read(part, name);
        return map;
    }

    private JsonNode? Find(string key)
    {
        _asked.Add(key);
        return _object.TryGetPropertyValue(key, out var node) ? node : null;
    }

    private string? CheckText(string key, JsonNode? node, int most)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text))
            Problem(key, $"must be a text, is {Shown(node)}");
        else if (string.IsNullOrWhiteSpace(text))
            Problem(key, "is empty");
        else if (text.Length > most)
            Problem(key, $"has {text.Length} characters, at most {most} are allowed");
        else if (text.Any(char.IsControl))
            Problem(key, "must be one line without control characters");
        else
            return text;
        return null;
    }

    private List<string> TextsOf(string key, JsonNode node, int least, int most, int length)
    {
        var texts = new List<string>();
        if (node is not JsonArray array)
        {
            Problem(key, "must be a list of texts [ … ]");
            return texts;
        }

        if (array.Count < least || array.Count > most)
            Problem(key, $"must have from {least} to {most} texts, has {array.Count}");
        for (var i = 0; i < array.Count; i++)
        {
            if (CheckText($"{key}[{i}]", array[i], length) is { } text)
                texts.Add(text);
        }

        return texts;
    }

    private bool Fits(string key, string text, Regex pattern, string looks)
    {
        if (text.Length == 0 || pattern.IsMatch(text))
            return text.Length > 0;
        Problem(key, $"must be {looks}, is \"{text}\"");
        return false;
    }

    private static string Shown(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length > 40 ? text[..40] + "…" : text;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    public static partial Regex Color();

    [GeneratedRegex("^[a-z][a-z0-9]*$")]
    public static partial Regex Slug();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    public static partial Regex Id();

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    public static partial Regex Language();

    [GeneratedRegex("^[a-z]{2,3}(-[a-z0-9]+)*([+][A-Za-z0-9_-]+)?$")]
    public static partial Regex Espeak();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*(\.json)?$")]
    public static partial Regex Material();
}
