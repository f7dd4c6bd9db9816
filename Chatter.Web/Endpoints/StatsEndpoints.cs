using Chatter.Core.Domain;
using Chatter.Core.Rooms;

namespace Chatter.Web.Endpoints;

/// <summary>The rooms' figures: <c>/api/v1/stats</c>, and under its old name <c>/api/stats</c>.</summary>
internal static class StatsEndpoints
{
    public static void MapStats(this IEndpointRouteBuilder api, string path) =>
        api.MapGet(path, All)
            .WithTags("Rooms")
            .WithSummary("Per room and in all: viewers, messages, messages a minute, tokens, dollars, clips.");

    private static StatsReport All(RoomDirectory rooms)
    {
        var each = rooms.All(Reader.Anonymous).Select(RoomFigures.Of).ToList();
        return new StatsReport(each, new Figures(
            each.Sum(r => r.Viewers), each.Sum(r => r.Messages), Math.Round(each.Sum(r => r.PerMinute), 1),
            each.Sum(r => r.Tokens), each.Sum(r => r.Cost), each.Sum(r => r.Clips)));
    }
}

/// <summary>The figures of each room and of all together.</summary>
public sealed record StatsReport(IReadOnlyList<RoomFigures> Rooms, Figures Totals);

/// <summary>Figures at one moment.</summary>
/// <param name="PerMinute">Messages a minute over the last five minutes.</param>
/// <param name="Tokens">Spent in all.</param>
/// <param name="Cost">Dollars spent in all.</param>
/// <param name="Clips">Messages that can be heard.</param>
public sealed record Figures(int Viewers, long Messages, double PerMinute, long Tokens, decimal Cost, long Clips);

/// <summary>One room's figures.</summary>
/// <param name="Room">Its slug.</param>
/// <param name="Seq">The number of the last event.</param>
public sealed record RoomFigures(
    string Room, string Name, int Viewers, long Messages, double PerMinute, long Tokens, decimal Cost, long Clips, long Seq)
{
    internal static RoomFigures Of(Room room)
    {
        // The counted figures are a second old at most; what costs nothing to know is of this moment.
        var counted = room.Statistics.Current;
        return new RoomFigures(
            room.Card.Slug, room.Card.Name, room.Presence.Viewers, room.Log.MessageCount, counted.PerMinute,
            counted.Tokens, counted.Cost, counted.Clips, room.Log.Head);
    }
}
