using System.Text.Json;

namespace Chatter.Core.Gateway.Safety;

/// <summary>The lists of <c>content/moderation</c>, read and checked.</summary>
public sealed record SafetyLists
{
    public const string Folder = "moderation";

    public BlocklistFile Blocklist { get; init; } = new();

    public RedactionFile Redaction { get; init; } = new();

    public LinksFile Links { get; init; } = new();

    public MentionsFile Mentions { get; init; } = new();

    /// <summary>Reads the four lists from the folder <c>moderation</c> of the content.</summary>
    /// <exception cref="SafetyListException">A list is missing, is no JSON, or holds an entry that cannot work.</exception>
    public static SafetyLists Read(string contentRoot) => new()
    {
        Blocklist = Read<BlocklistFile>(contentRoot, BlocklistFile.Name),
        Redaction = Read<RedactionFile>(contentRoot, RedactionFile.Name),
        Links = Read<LinksFile>(contentRoot, LinksFile.Name),
        Mentions = Read<MentionsFile>(contentRoot, MentionsFile.Name),
    };

    private static T Read<T>(string contentRoot, string name)
    {
        var path = Path.Combine(contentRoot, Folder, name);
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format)
                ?? throw new SafetyListException(name, "the whole file", "it holds null instead of an object");
        }
        catch (JsonException wrong)
        {
            var line = wrong.LineNumber is { } n ? $"line {n + 1}" : "the whole file";
            throw new SafetyListException(name, string.IsNullOrEmpty(wrong.Path) || wrong.Path == "$" ? line : $"{wrong.Path}, {line}", wrong.Message, wrong);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SafetyListException(name, "the whole file", $"it cannot be read at {path}: {unreadable.Message}", unreadable);
        }
    }

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };
}

/// <summary>A mistake in one of the lists of <c>content/moderation</c>: which file, which entry, and what is wrong with it.</summary>
public sealed class SafetyListException(string file, string entry, string reason, Exception? inner = null)
    : Exception($"{SafetyLists.Folder}/{file}: {entry}: {reason}", inner)
{
    public string File { get; } = file;

    public string Entry { get; } = entry;

    public string Reason { get; } = reason;
}

/// <summary>Words and phrases that are not said here. They match whole words, however they are disguised.</summary>
public sealed record BlocklistFile
{
    public const string Name = "blocklist.json";

    public string About { get; init; } = "";

    /// <summary>A line with one of these is not said at all.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>These are replaced by stars.</summary>
    public IReadOnlyList<string> Mask { get; init; } = [];

    /// <summary>Harmless words and phrases that would otherwise be caught.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];
}

/// <summary>What is taken out of lines because it is somebody's private matter.</summary>
public sealed record RedactionFile
{
    public const string Name = "redaction.json";

    public string About { get; init; } = "";

    public IReadOnlyList<RedactionEntry> Rules { get; init; } = [];
}

/// <summary>One kind of private matter.</summary>
public sealed record RedactionEntry
{
    /// <summary>The rule's name in counts, and the flag a line gets.</summary>
    public required string Name { get; init; }

    /// <summary>What stands in its place.</summary>
    public required string Replace { get; init; }

    /// <summary>Regular expressions; case is ignored unless <see cref="CaseMatters"/>.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>Only lines holding one of these are looked at (so that the others cost nothing); empty: all.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>A match must have at least this many digits; 0: any number.</summary>
    public int MinDigits { get; init; }

    /// <summary>A match may have at most this many digits; 0: any number.</summary>
    public int MaxDigits { get; init; }

    public bool CaseMatters { get; init; }

    /// <summary>Leave what is part of a link: numbers there are names of pages.</summary>
    public bool NotInLinks { get; init; }

    /// <summary>A match is a run of digits in which groups that pass the checksum of payment cards are looked for.</summary>
    public bool Cards { get; init; }
}

/// <summary>What the door knows about addresses on the web.</summary>
public sealed record LinksFile
{
    public const string Name = "links.json";

    public string About { get; init; } = "";

    /// <summary>Endings by which a bare <c>word.ending</c> is taken for a link.</summary>
    public IReadOnlyList<string> Endings { get; init; } = [];

    /// <summary>Endings that are also words: a link only if a path follows.</summary>
    public IReadOnlyList<string> EndingsBeforePath { get; init; } = [];

    /// <summary>Names that look like hosts but are things people talk about; no link unless a scheme or path is written.</summary>
    public IReadOnlyList<string> Things { get; init; } = [];

    /// <summary>Parameters that only follow people around; a star at the end stands for anything.</summary>
    public IReadOnlyList<string> Tracking { get; init; } = [];

    /// <summary>Hosts that hide where a link leads.</summary>
    public IReadOnlyList<string> Shorteners { get; init; } = [];

    /// <summary>Endings that are mostly used to deceive.</summary>
    public IReadOnlyList<string> RiskyEndings { get; init; } = [];

    /// <summary>Names that are often impersonated, each with the hosts that are really theirs.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Impersonated { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>Ways of calling everybody at once, here or on another platform.</summary>
public sealed record MentionsFile
{
    public const string Name = "mentions.json";

    public string About { get; init; } = "";

    /// <summary>Words that call a crowd when they follow an at-sign.</summary>
    public IReadOnlyList<string> Everyone { get; init; } = [];

    /// <summary>Regular expressions of other platforms' own notations.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>What stands in the place of another platform's notation.</summary>
    public string Replace { get; init; } = "[mention]";
}
