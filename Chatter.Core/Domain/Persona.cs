namespace Chatter.Core.Domain;

/// <summary>A character: who it is, how it speaks and sounds. Read from <c>content/personas/{id}.json</c>.</summary>
public sealed record Persona
{
    public required PersonaId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name's colour as <c>#rrggbb</c>, readable on dark and light.</summary>
    public required string Color { get; init; }

    public IReadOnlyList<string> Badges { get; init; } = [];

    /// <summary>One sentence for people: who this is.</summary>
    public required string Bio { get; init; }

    /// <summary>Temper in a few words, such as "patient, ironic, never sure".</summary>
    public required string Temperament { get; init; }

    /// <summary>What it holds to be true, each a sentence.</summary>
    public required IReadOnlyList<string> Beliefs { get; init; }

    /// <summary>How it speaks, each an instruction a writer could follow.</summary>
    public required IReadOnlyList<string> Style { get; init; }

    public IReadOnlyList<string> Loves { get; init; } = [];

    public IReadOnlyList<string> Hates { get; init; } = [];

    /// <summary>0 (silent) to 1 (speaks whenever it can); a weight among the cast.</summary>
    public double Talkativeness { get; init; } = 0.5;

    /// <summary>Other names people call it by, for mentions.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public VoiceCard Voice { get; init; } = new();

    /// <summary>The manner the offline voice speaks in.</summary>
    public Manner Manner { get; init; } = new();

    /// <summary>Muted by an admin: seated, but never given a turn.</summary>
    public bool Muted { get; init; }

    public Author AsAuthor() => new(AuthorKind.Persona, Id.Value, Name, Color, Badges);
}

/// <summary>How a persona sounds.</summary>
public sealed record VoiceCard
{
    /// <summary>An espeak-ng voice, such as <c>en-gb+m3</c>.</summary>
    public string Espeak { get; init; } = "en";

    /// <summary>espeak-ng's pitch, 0 to 99.</summary>
    public int Pitch { get; init; } = 50;

    /// <summary>Words a minute, 80 to 300.</summary>
    public int Speed { get; init; } = 165;

    /// <summary>A voice of OpenAI-compatible speech, such as <c>alloy</c>.</summary>
    public string OpenAi { get; init; } = "alloy";
}

/// <summary>How a persona puts things when the offline voice speaks for it; every list may be empty.</summary>
public sealed record Manner
{
    /// <summary>Moulds for a line, by move (<c>claim</c>, <c>challenge</c>, …), with slots such as <c>{c}</c>; docs/offline-voice.md lists both.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Frames { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How readily it makes a move, as a factor: 1 as others do, 0 never, 3 three times as often.</summary>
    public IReadOnlyDictionary<string, double> Moves { get; init; } = new Dictionary<string, double>();

    /// <summary>What it calls others, by persona id; others are called by their first alias or name.</summary>
    public IReadOnlyDictionary<string, string> Calls { get; init; } = new Dictionary<string, string>();

    /// <summary>Its own words for common ones, whole words only.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>Short sentences it is known for, said after a line now and then.</summary>
    public IReadOnlyList<string> Catchphrases { get; init; } = [];

    /// <summary>How many of its own lines pass between two catchphrases at least, 1 to 200.</summary>
    public int CatchphraseEvery { get; init; } = 14;

    /// <summary>What it puts before a claim to soften or harden it, such as <c>perhaps</c>.</summary>
    public IReadOnlyList<string> Hedges { get; init; } = [];

    /// <summary>The share of claims that get a hedge, 0 to 1.</summary>
    public double HedgeShare { get; init; }

    /// <summary>How readily it adds a second thought to a line, 0 to 1.</summary>
    public double Elaborates { get; init; } = 0.2;

    /// <summary>How readily it calls the person it answers by name, 0 to 1.</summary>
    public double Names { get; init; } = 0.5;

    public bool Contractions { get; init; }

    /// <summary>Types without capitals.</summary>
    public bool Lowercase { get; init; }

    /// <summary>What ends a plain sentence at the end of a line: a stop, nothing, an exclamation mark or an ellipsis.</summary>
    public string Stop { get; init; } = ".";

    /// <summary>What stands for the dash in a frame, such as <c> - </c>.</summary>
    public string Dash { get; init; } = " – ";

    /// <summary>What it types for a comma.</summary>
    public string Comma { get; init; } = ",";

    /// <summary>Emoji or signs it ends a line with.</summary>
    public IReadOnlyList<string> Signs { get; init; } = [];

    /// <summary>The share of lines that end in a sign, 0 to 1.</summary>
    public double SignShare { get; init; }
}
