using Chatter.Core.Domain;
using Chatter.Core.Rooms;

namespace Chatter.Web.Endpoints;

/// <summary>A room as the outside sees it at one moment.</summary>
/// <param name="Slug">Its part of addresses.</param>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Topic">What is talked about; null before the first message.</param>
/// <param name="Pace"><c>radio</c> or <c>crowd</c>.</param>
/// <param name="Phase"><c>asleep</c>, <c>talking</c>, <c>paused</c> or <c>off</c>.</param>
/// <param name="Reason">Why it does not talk, if it does not.</param>
/// <param name="Messages">Messages ever said, those taken back included.</param>
/// <param name="Seq">The number of the last event; 0 for an empty room.</param>
/// <param name="Epoch">The history that numbers are of.</param>
public sealed record RoomSummary(
    string Slug,
    string Name,
    string Description,
    string Language,
    string Color,
    string Sign,
    string? Topic,
    string Pace,
    bool Enabled,
    string Phase,
    string? Reason,
    int Viewers,
    long Messages,
    long Seq,
    string Epoch,
    IReadOnlyList<CastMember> Cast)
{
    public static RoomSummary Of(Room room)
    {
        var (card, settings, phase) = (room.Card, room.Settings.Current, room.Phase);
        return new RoomSummary(
            card.Slug, card.Name, card.Description, card.Language, card.Color, card.Sign,
            room.Topic.Length > 0 ? room.Topic : null,
            settings.Pace.ToString().ToLowerInvariant(), settings.Enabled,
            phase.Phase.ToString().ToLowerInvariant(), phase.Reason,
            room.Presence.Viewers, room.Log.MessageCount, room.Log.Head, room.Log.Epoch,
            [.. room.Cast.Select(CastMember.Of)]);
    }
}

/// <summary>A persona seated in a room, as the outside sees it.</summary>
public sealed record CastMember(string Id, string Name, string Color, string Bio, IReadOnlyList<string> Badges)
{
    internal static CastMember Of(Persona persona) =>
        new(persona.Id.Value, persona.Name, persona.Color, persona.Bio, persona.AsAuthor().Badges);
}
