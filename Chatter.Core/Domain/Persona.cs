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
}
