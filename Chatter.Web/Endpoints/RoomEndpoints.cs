using System.Text.Json;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Logs.Wire;
using Chatter.Core.Rooms;

namespace Chatter.Web.Endpoints;

/// <summary>The rooms and what was said in them: <c>/api/v1/rooms</c>.</summary>
internal static class RoomEndpoints
{
    private const int MostItems = 200;
    private const int StandardItems = 50;
    private const string Json = "application/json";

    public static void MapRooms(this RouteGroupBuilder api)
    {
        var rooms = api.MapGroup("/rooms").WithTags("Rooms");
        rooms.MapGet("", All)
            .WithSummary("The rooms there are.");
        rooms.MapGet("/{slug}", One)
            .WithSummary("A room: what it is, what is talked about, who watches, and the number of its last event.")
            .Produces<RoomSummary>().ProducesProblem(StatusCodes.Status404NotFound);
        rooms.MapGet("/{slug}/messages", MessagesAsync)
            .WithSummary("Messages in rising order: the page just before a number, just after one, or the newest.")
            .WithDescription("Only messages: other events take numbers too, so these have gaps. A message taken back keeps its place as {\"type\":\"message\",\"seq\":…,\"retracted\":true}.")
            .WithMetadata(
                QueryField.Number("before", "Messages with a smaller number.", 1),
                QueryField.Number("after", "Messages with a greater number; not together with before.", 0),
                QueryField.Number("limit", "How many.", 1, MostItems, StandardItems),
                QueryField.Text("epoch", "The history your numbers are of; absent, the present one.", 64, required: false))
            .Produces<WireMessages>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        rooms.MapGet("/{slug}/search", SearchAsync)
            .WithSummary("Finds messages by their words, over the whole history, newest first.")
            .WithDescription("Every word must occur, whatever its case and accents; the last may be a beginning of two letters or more. Nothing in it is syntax.")
            .WithMetadata(
                QueryField.Text("q", "The words.", SearchQuery.LongestText, required: true),
                QueryField.Number("before", "Messages with a smaller number.", 1),
                QueryField.Number("limit", "How many.", 1, MostItems, StandardItems),
                QueryField.Text("epoch", "The history your numbers are of; absent, the present one.", 64, required: false))
            .Produces<WireFindings>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        rooms.MapGet("/{slug}/export", ExportEndpoint.Serve)
            .WithSummary("The room's whole log as JSON Lines, streamed.")
            .WithDescription("Every number from 1 to the last once, as the public sees it; what is not public is {\"type\":\"skip\",\"seq\":…}. The headers Chatter-Seq and Chatter-Epoch say where it ends and of which history it is.")
            .Produces<WireLine>(StatusCodes.Status200OK, ExportEndpoint.MediaType)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static IReadOnlyList<RoomSummary> All(RoomDirectory rooms) =>
        [.. rooms.All(Reader.Anonymous).Select(RoomSummary.Of)];

    private static IResult One(string slug, RoomDirectory rooms) =>
        rooms.Find(slug, Reader.Anonymous) is { } room ? TypedResults.Ok(RoomSummary.Of(room)) : Problems.UnknownRoom(slug);

    private static async Task<IResult> MessagesAsync(string slug, HttpRequest request, RoomDirectory rooms, CancellationToken cancellationToken)
    {
        if (rooms.Find(slug, Reader.Anonymous) is not { Log: var log })
            return Problems.UnknownRoom(slug);
        var asked = new Asked(request.Query);
        var before = asked.Number("before", 1, long.MaxValue);
        var after = asked.Number("after", 0, long.MaxValue);
        var limit = (int)(asked.Number("limit", 1, MostItems) ?? StandardItems);
        asked.Either("before", "after");
        asked.Epoch(log.Epoch);
        if (asked.Wrong is { } wrong)
            return wrong;

        var items = after is null
            ? await log.ReadMessagesBeforeAsync(before, limit, Reader.Anonymous, cancellationToken)
            : await log.ReadMessagesAfterAsync(after.Value, limit, Reader.Anonymous, cancellationToken);
        var (older, newer) = Beyond(log, items, before, after);
        return Page(log.Epoch, items, older, newer);
    }

    /// <summary>Where the pages before and after this one begin; null where there is none. Messages are counted without holes.</summary>
    private static (long? Older, long? Newer) Beyond(RoomLog log, IReadOnlyList<RoomEvent> items, long? before, long? after)
    {
        var count = log.MessageCount;
        if (items.Count > 0)
            return (items[0].Number == 1 ? null : items[0].Seq, items[^1].Number >= count ? null : items[^1].Seq);
        if (count == 0)
            return (null, null);
        return after is not null ? (Math.Min(after.Value, log.Head) + 1, null) : (null, before - 1);
    }

    private static async Task<IResult> SearchAsync(
        string slug, HttpRequest request, RoomDirectory rooms, Search search, CancellationToken cancellationToken)
    {
        if (rooms.Find(slug, Reader.Anonymous) is not { Log: var log })
            return Problems.UnknownRoom(slug);
        var asked = new Asked(request.Query);
        var words = asked.Text("q", SearchQuery.LongestText);
        var before = asked.Number("before", 1, long.MaxValue);
        var limit = (int)(asked.Number("limit", 1, MostItems) ?? StandardItems);
        asked.Epoch(log.Epoch);
        if (asked.Wrong is { } wrong)
            return wrong;

        var page = await search.FindAsync(log, SearchQuery.Read(words), before, limit, Reader.Anonymous, cancellationToken);
        return Findings(log.Epoch, page);
    }

    private static IResult Page(string epoch, IReadOnlyList<RoomEvent> items, long? before, long? after) =>
        TypedResults.Bytes(
            EventJson.Encode((epoch, items, before, after), static (json, page) =>
            {
                json.WriteStartObject();
                json.WriteStartArray("items"u8);
                foreach (var e in page.items)
                    EventJson.Write(json, e);
                json.WriteEndArray();
                WriteNumber(json, "before"u8, page.before);
                WriteNumber(json, "after"u8, page.after);
                json.WriteString("epoch"u8, page.epoch);
                json.WriteEndObject();
            }),
            Json);

    private static IResult Findings(string epoch, FoundPage page) =>
        TypedResults.Bytes(
            EventJson.Encode((epoch, page), static (json, found) =>
            {
                json.WriteStartObject();
                json.WriteStartArray("items"u8);
                foreach (var item in found.page.Items)
                    WriteFinding(json, item);
                json.WriteEndArray();
                WriteNumber(json, "before"u8, found.page.Before);
                json.WriteString("epoch"u8, found.epoch);
                json.WriteEndObject();
            }),
            Json);

    private static void WriteFinding(Utf8JsonWriter json, Found found)
    {
        json.WriteStartObject();
        json.WritePropertyName("message"u8);
        EventJson.Write(json, found.Message);
        json.WriteStartArray("hits"u8);
        foreach (var hit in found.Hits)
        {
            json.WriteStartArray();
            json.WriteNumberValue(hit.Start);
            json.WriteNumberValue(hit.Length);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
