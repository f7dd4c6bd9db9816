using Chatter.Core.Domain;

namespace Chatter.Tests.Fakes;

/// <summary>Personas for tests that need somebody and do not care whom.</summary>
public static class People
{
    public static Persona Named(string name, double talkativeness = 0.5) => new()
    {
        Id = new PersonaId(name.ToLowerInvariant()),
        Name = name,
        Color = "#88aaff",
        Bio = $"{name} is here for a test.",
        Temperament = "even",
        Beliefs = [],
        Style = [],
        Talkativeness = talkativeness,
    };

    public static IReadOnlyList<Persona> Cast(params string[] names) => [.. names.Select(name => Named(name))];
}
