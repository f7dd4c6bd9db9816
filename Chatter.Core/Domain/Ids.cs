namespace Chatter.Core.Domain;

/// <summary>The number a room has for ever in this store; slugs and names may change, this never does and never recurs.</summary>
public readonly record struct RoomId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The id a persona has for ever: the name of its file in <c>content/personas</c>, lower-case letters, digits and hyphens.</summary>
public readonly record struct PersonaId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Makes the ids of events: UUIDs of version 7, whose time is the given clock's.</summary>
public static class EventIds
{
    public static Guid Next(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}
