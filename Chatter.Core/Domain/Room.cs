namespace Chatter.Core.Domain;

/// <summary>How a room's turns come about: one speaker at a time on the room's clock, or personas who decide alone.</summary>
public enum Pace
{
    Radio,
    Crowd,
}

/// <summary>What a room is before anyone has tuned it. Read from <c>content/rooms/{slug}.json</c>.</summary>
public sealed record RoomCard
{
    /// <summary>The id the room keeps when its slug or name changes.</summary>
    public required string Key { get; init; }

    /// <summary>The room's part of an address: <c>[a-z][a-z0-9]*</c>.</summary>
    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>A BCP 47 tag: prompts, voice and the page's <c>lang</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The room's own colour as <c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "#7c9cff";

    /// <summary>One emoji or sign drawn on the room's card.</summary>
    public string Sign { get; init; } = "";

    /// <summary>The folder or file in <c>content/offline</c> the offline voice draws on.</summary>
    public string? Material { get; init; }

    /// <summary>The personas seated here, by id.</summary>
    public required IReadOnlyList<PersonaId> Cast { get; init; }
}

/// <summary>The delays of a room's clock.</summary>
public sealed record Timing
{
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MinDelay { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What an admin tunes in a room; read afresh at each turn.</summary>
public sealed record RoomSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>Talk even when nobody watches.</summary>
    public bool AlwaysOn { get; init; }

    public Pace Pace { get; init; } = Pace.Radio;

    public Timing Timing { get; init; } = new();

    /// <summary>How long after the last viewer left the room still talks.</summary>
    public TimeSpan SleepAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The share of messages that become sound, 0 to 1.</summary>
    public double AudioProbability { get; init; } = 0.3;

    /// <summary>Tokens a message may have.</summary>
    public int MaxTokens { get; init; } = 150;

    /// <summary>How many of the last messages a prompt shows.</summary>
    public int ContextMessages { get; init; } = 6;

    /// <summary>Empty: the program's model.</summary>
    public string Model { get; init; } = "";

    /// <summary>Null: the program's temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Chance, 0 to 1, that a turn moves to another topic.</summary>
    public double TopicChange { get; init; } = 0.06;

    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Whether the offline voice takes over when the model fails or its ceiling is reached.</summary>
    public bool OfflineFallback { get; init; } = true;

    /// <summary>Dollars a day this room may spend.</summary>
    public decimal DailyCeiling { get; init; } = 1m;

    /// <summary>Dollars a month this room may spend.</summary>
    public decimal MonthlyCeiling { get; init; } = 10m;

    /// <summary>What the admin changed about personas seated here, by persona id.</summary>
    public IReadOnlyDictionary<string, PersonaOverride> Personas { get; init; } = new Dictionary<string, PersonaOverride>();
}

/// <summary>What an admin changed about a persona in one room; null leaves the card's word.</summary>
public sealed record PersonaOverride
{
    public bool? Muted { get; init; }

    public string? Name { get; init; }

    public string? Color { get; init; }

    public string? Bio { get; init; }

    public string? Temperament { get; init; }

    public double? Talkativeness { get; init; }

    public IReadOnlyList<string>? Beliefs { get; init; }

    public IReadOnlyList<string>? Style { get; init; }
}
