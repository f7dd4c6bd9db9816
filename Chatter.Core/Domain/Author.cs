namespace Chatter.Core.Domain;

/// <summary>What kind of being said or did something.</summary>
public enum AuthorKind
{
    Persona,
    Viewer,
    Member,
    Admin,
    System,
}

/// <summary>Who said something, as they looked when they said it: a later change of name or colour leaves old messages alone.</summary>
/// <param name="Kind">Persona, viewer, member, admin or the house itself.</param>
/// <param name="Id">A stable id within the kind; a persona's <see cref="PersonaId"/>.</param>
/// <param name="Name">The name shown.</param>
/// <param name="Color">The name's colour as <c>#rrggbb</c>.</param>
/// <param name="Badges">Short words shown beside the name, such as <c>host</c>.</param>
public sealed record Author(AuthorKind Kind, string Id, string Name, string Color, IReadOnlyList<string> Badges)
{
    /// <summary>The author's id across kinds, as stored and as used to tell two speakers apart: <c>persona:socrates</c>.</summary>
    public string Key => $"{Kind.ToString().ToLowerInvariant()}:{Id}";

    public bool Equals(Author? other) =>
        other is not null && Kind == other.Kind && Id == other.Id && Name == other.Name && Color == other.Color
        && Badges.SequenceEqual(other.Badges);

    public override int GetHashCode() => HashCode.Combine(Kind, Id, Name);
}
