using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Chatter.Web.Endpoints;
using Microsoft.AspNetCore.Mvc;

namespace Chatter.Web.Admin;

/// <summary>What an admin wants said now.</summary>
/// <param name="Persona">The persona's id; null leaves it to the room.</param>
/// <param name="Wish">What about; null leaves it to the persona.</param>
internal sealed record SayWish(string? Persona, string? Wish);

/// <summary>Why a message is taken back.</summary>
internal sealed record RetractWish(string? Reason);

/// <summary>What an admin does in a room, over HTTP: ask for a message now, take one back.</summary>
internal static class RoomActions
{
    private const int LongestWish = 300;

    public static void MapActions(this RouteGroupBuilder room)
    {
        room.MapPost("/say", Say).WithSummary("Asks for a message now, of a persona and about something if given.");
        room.MapPost("/messages/{seq:long}/retract", RetractAsync).WithSummary("Takes a message back; its words go for good.");
    }

    private static IResult Say(string slug, RoomDirectory rooms, RoomHost host, [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] SayWish? wish)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        PersonaId? persona = string.IsNullOrWhiteSpace(wish?.Persona) ? null : new PersonaId(wish.Persona);
        if (persona is { } id && room.Cast.FirstOrDefault(p => p.Id == id) is not { Muted: false })
            return Problems.BadValue("persona", $"\"{id}\" does not sit in this room, or is muted.");
        if (wish?.Wish?.Length > LongestWish)
            return Problems.BadValue("wish", $"must have at most {LongestWish} characters, but has {wish.Wish.Length}.");
        return host.RequestTurn(room, persona, string.IsNullOrWhiteSpace(wish?.Wish) ? null : wish.Wish.Trim())
            ? Results.Accepted()
            : Problems.Of(StatusCodes.Status409Conflict, "busy", "The room is still busy with the last wishes.");
    }

    private static async Task<IResult> RetractAsync(
        string slug, long seq, RoomDirectory rooms, CancellationToken stop, [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] RetractWish? wish)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        return await room.RetractAsync(seq, AdminAccess.Name, wish?.Reason, stop).ConfigureAwait(false) switch
        {
            RetractionOutcome.Retracted => Results.NoContent(),
            RetractionOutcome.AlreadyRetracted => Problems.Of(StatusCodes.Status409Conflict, "already_retracted", $"Message {seq} was taken back already."),
            _ => Problems.Of(StatusCodes.Status404NotFound, "unknown_message", $"There is no message {seq} in this room."),
        };
    }
}
