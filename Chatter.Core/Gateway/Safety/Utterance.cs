using Chatter.Core.Domain;

namespace Chatter.Core.Gateway.Safety;

/// <summary>A line someone wants to say, with what the door needs to judge it.</summary>
/// <param name="Text">Anything at all, broken Unicode included.</param>
/// <param name="Kind">Who speaks; personas may write no links and address only <see cref="Names"/>.</param>
public readonly record struct Utterance(string Text, AuthorKind Kind)
{
    /// <summary>The speaker's own last lines in this room; a <see cref="RecentLines"/> is compared without being read again.</summary>
    public IReadOnlyList<string> Recent { get; init; } = [];

    /// <summary>Names (and aliases) of those who may be addressed with an at-sign in this room; they are never masked either.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>Graphemes this line may have, if fewer than the speaker's kind may.</summary>
    public int? MaxGraphemes { get; init; }
}

/// <summary>How long lines may be, in graphemes (what a reader counts as one character) and in bytes of UTF-8.</summary>
public sealed record SafetyLimits
{
    public int PersonGraphemes { get; init; } = 500;

    public int PersonBytes { get; init; } = 2_000;

    public int PersonaGraphemes { get; init; } = 600;

    public int PersonaBytes { get; init; } = 2_400;

    /// <summary>Combining marks kept on one base character.</summary>
    public int MarksPerBase { get; init; } = 4;

    internal (int Graphemes, int Bytes) For(in Utterance said)
    {
        var (graphemes, bytes) = said.Kind is AuthorKind.Persona
            ? (PersonaGraphemes, PersonaBytes)
            : (PersonGraphemes, PersonBytes);
        return (Math.Min(graphemes, said.MaxGraphemes ?? graphemes), bytes);
    }
}
