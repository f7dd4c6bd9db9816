using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Rooms;

namespace Chatter.Web.Components.Admin;

/// <summary>What stands on a persona's card for a setting that is left to it.</summary>
internal static class PersonaCards
{
    /// <param name="key">Such as <c>Personas.lysandra.Bio</c>; null is answered for keys of other kinds.</param>
    public static JsonNode? Value(Room room, string key)
    {
        var parts = key.Split('.');
        if (parts is not ["Personas", var id, var field] || room.Seats.FirstOrDefault(p => p.Id.Value == id) is not { } persona)
            return null;
        return field switch
        {
            nameof(Persona.Muted) => JsonValue.Create(persona.Muted),
            nameof(Persona.Name) => JsonValue.Create(persona.Name),
            nameof(Persona.Color) => JsonValue.Create(persona.Color),
            nameof(Persona.Bio) => JsonValue.Create(persona.Bio),
            nameof(Persona.Temperament) => JsonValue.Create(persona.Temperament),
            nameof(Persona.Talkativeness) => JsonValue.Create(persona.Talkativeness),
            nameof(Persona.Beliefs) => Lines(persona.Beliefs),
            nameof(Persona.Style) => Lines(persona.Style),
            _ => null,
        };
    }

    private static JsonArray Lines(IReadOnlyList<string> lines) => new([.. lines.Select(l => JsonValue.Create(l))]);
}
