namespace Chatter.Core.Language.Offline;

/// <summary>What the offline voice of a room knows: topics, the positions one can hold in them, and their arguments.</summary>
public sealed class Material
{
    private readonly Dictionary<string, Argument> _arguments = [];
    private readonly Dictionary<string, TopicMaterial> _byId = [];
    private readonly Dictionary<string, TopicMaterial> _byTitle = new(StringComparer.OrdinalIgnoreCase);

    public Material(IReadOnlyList<TopicMaterial> topics, IReadOnlyDictionary<string, IReadOnlyList<string>> frames)
    {
        Topics = topics;
        Frames = frames;
        foreach (var topic in topics)
        {
            _byId[topic.Id] = topic;
            _byTitle[topic.Title] = topic;
            foreach (var argument in topic.Positions.SelectMany(p => p.Arguments))
                _arguments[argument.Key] = argument;
        }

        Index = new WordIndex(this);
    }

    public IReadOnlyList<TopicMaterial> Topics { get; }

    /// <summary>Moulds by move for personas that have none of their own, and for what is said alike by all.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Frames { get; }

    /// <summary>Finds topics and arguments by the words of a line.</summary>
    internal WordIndex Index { get; }

    public TopicMaterial TopicOf(Argument argument) => _byId[argument.Topic];

    public Argument? FindArgument(string key) => _arguments.GetValueOrDefault(key);

    /// <summary>The topic with this title, else the one whose words the title holds most of, else null.</summary>
    public TopicMaterial? FindTopic(string title) =>
        _byTitle.GetValueOrDefault(title) ?? Index.Hear(title).Topic;
}

/// <summary>One thing to talk about.</summary>
public sealed record TopicMaterial
{
    /// <summary>The file's name without ending.</summary>
    public required string Id { get; init; }

    /// <summary>The question as it stands among a room's topics.</summary>
    public required string Title { get; init; }

    /// <summary>A noun phrase that follows "about".</summary>
    public required string Name { get; init; }

    /// <summary>Words by which a line is known to be about this.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Clauses that open the topic.</summary>
    public required IReadOnlyList<string> Angles { get; init; }

    /// <summary>Clauses with "whether" that divide its positions.</summary>
    public required IReadOnlyList<string> Cruxes { get; init; }

    /// <summary>Jokes, each a clause.</summary>
    public required IReadOnlyList<string> Quips { get; init; }

    public required IReadOnlyList<Position> Positions { get; init; }

    /// <summary>The position a persona takes here: the one that names it, else one of its own for ever.</summary>
    public Position PositionOf(string personaId)
    {
        foreach (var position in Positions)
        {
            if (position.By.Contains(personaId))
                return position;
        }

        return Positions[(int)(Dice.Hash(personaId, Id) % (ulong)Positions.Count)];
    }
}

/// <summary>An answer one can give to a topic's question, and the arguments for it.</summary>
public sealed record Position
{
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>Clauses that say the position in one breath.</summary>
    public required IReadOnlyList<string> Hold { get; init; }

    /// <summary>Ids of the personas who hold it.</summary>
    public required IReadOnlyList<string> By { get; init; }

    public required IReadOnlyList<Argument> Arguments { get; init; }
}

/// <summary>The parts of an argument, in the order a talk tends to meet them.</summary>
public enum Facet
{
    Says,
    Why,
    Case,
    Ask,
    But,
    Yet,
}

/// <summary>One argument: what it says, why, a case, the question it raises, what speaks against it and the answer to that.</summary>
/// <param name="Key"><c>topic/position/argument</c>, stable while the file is.</param>
/// <param name="Topic">The id of its topic.</param>
/// <param name="Name">A singular noun phrase to refer back with.</param>
/// <param name="Clauses">The facets as clauses in the order of <see cref="Facet"/>, without capital or stop; <c>@id</c> before one keeps it for that persona.</param>
public sealed record Argument(string Key, string Topic, int Position, string Name, IReadOnlyList<string> Clauses)
{
    private readonly (string? Owner, string Text)[] _clauses = [.. Clauses.Select(Owned)];


    /// <summary>The trace of each facet.</summary>
    private readonly string[] _keys = [.. Enum.GetNames<Facet>().Select(f => $"{Key}:{f.ToLowerInvariant()}")];

    public string this[Facet facet] => _clauses[(int)facet].Text;

    /// <summary>Whether this persona may say it: some clauses are in one character's own tongue.</summary>
    public bool MaySay(Facet facet, string personaId) => _clauses[(int)facet].Owner is not { } owner || owner == personaId;

    public string KeyOf(Facet facet) => _keys[(int)facet];

    private static (string? Owner, string Text) Owned(string clause)
    {
        var end = clause.IndexOf(' ', StringComparison.Ordinal);
        return clause.StartsWith('@') && end > 0 ? (clause[1..end], clause[(end + 1)..]) : (null, clause);
    }
}
