using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Chatter.Core.Rooms.Settings;
using Chatter.Web.Endpoints;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Chatter.Web.Admin;

/// <summary>A room's settings over HTTP: read whole, put back whole or changed in part, with their history.</summary>
internal static class SettingsEndpoints
{
    private const int LargestBody = 64 * 1024;

    // A key given twice is a slip that must not be settled by chance.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static void MapSettings(this RouteGroupBuilder room)
    {
        room.MapGet("/settings", Read).WithSummary("What holds now, as one document; its version is the ETag.");
        room.MapPut("/settings", (string slug, HttpContext context, RoomDirectory rooms, CancellationToken stop) =>
            ChangeAsync(slug, context, rooms, (book, body, version) => book.ReplaceAsync(body, version, AdminAccess.Name, stop), stop))
            .WithSummary("Makes the settings what the document says; fields it leaves out go back to the room's file.");
        room.MapPatch("/settings", (string slug, HttpContext context, RoomDirectory rooms, CancellationToken stop) =>
            ChangeAsync(slug, context, rooms, (book, body, version) => book.ChangeAsync(body, version, AdminAccess.Name, stop), stop))
            .WithSummary("Changes the fields given and leaves the others; null gives a field back to the room's file.");
        room.MapGet("/settings/fields", Fields).WithSummary("Every setting: its range, its meaning, its value and where that comes from.");
        room.MapGet("/settings/history", HistoryAsync).WithSummary("The last versions, newest first: who, when and what.");
        room.MapPost("/settings/rollback/{version:long}", RollBackAsync).WithSummary("Makes the settings what they were at a version, as a new version.");
    }

    private static IResult Read(string slug, HttpContext context, RoomDirectory rooms)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        var (version, document) = room.Settings.Read();
        context.Response.Headers.ETag = Tag(version);
        return Results.Ok(document);
    }

    private static IResult Fields(string slug, HttpContext context, RoomDirectory rooms)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        var view = room.Settings.View();
        context.Response.Headers.ETag = Tag(view.Version);
        return Results.Ok(view.Fields.Select(f => new
        {
            f.Field.Key,
            f.Value,
            Source = f.Source.ToString().ToLowerInvariant(),
            Pinned = f.IsPinned,
            f.Default,
            MustBe = f.Field.Allowed,
            f.Field.Least,
            f.Field.Most,
            f.Field.Meaning,
        }));
    }

    private static async Task<IResult> HistoryAsync(string slug, RoomDirectory rooms, CancellationToken stop, int limit = 50)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        return Results.Ok(await room.Settings.HistoryAsync(limit, stop).ConfigureAwait(false));
    }

    private static async Task<IResult> RollBackAsync(string slug, long version, HttpContext context, RoomDirectory rooms, CancellationToken stop)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        if (!TryReadVersion(context, out var seen))
            return BadVersion();
        var answer = await room.Settings.RollBackAsync(version, seen, AdminAccess.Name, stop).ConfigureAwait(false);
        return Answer(context, room.Settings, answer);
    }

    private static async Task<IResult> ChangeAsync(
        string slug, HttpContext context, RoomDirectory rooms, Func<RoomSettingsBook, JsonObject, long?, Task<SettingsAnswer>> change, CancellationToken stop)
    {
        if (rooms.Find(slug, Reader.Admin) is not { } room)
            return Problems.UnknownRoom(slug);
        if (string.IsNullOrEmpty(context.Request.Headers.IfMatch))
        {
            return Problems.Of(
                StatusCodes.Status428PreconditionRequired, "version_needed", "Send the version you have read, its ETag, as If-Match; or * to change whatever is there.");
        }

        if (!TryReadVersion(context, out var seen))
            return BadVersion();
        var (body, problem) = await ReadBodyAsync(context.Request, stop).ConfigureAwait(false);
        if (body is null)
            return problem!;
        return Answer(context, room.Settings, await change(room.Settings, body, seen).ConfigureAwait(false));
    }

    private static IResult Answer(HttpContext context, RoomSettingsBook book, SettingsAnswer answer)
    {
        context.Response.Headers.ETag = Tag(answer.Version);
        return answer.Outcome switch
        {
            SettingsOutcome.Stale => Problems.Of(
                StatusCodes.Status412PreconditionFailed, "version_changed",
                $"Somebody changed the settings in between; they are at version {answer.Version} now. Read them again.", ("version", answer.Version)),
            SettingsOutcome.NoSuchVersion => Problems.Of(StatusCodes.Status404NotFound, "unknown_version", "There is no such version of the settings."),
            SettingsOutcome.Refused => Problems.Of(
                StatusCodes.Status400BadRequest, "bad_value", string.Join(" ", answer.Refusals),
                ("field", answer.Refusals[0].Field), ("reason", answer.Refusals[0].Reason), ("refusals", answer.Refusals)),
            _ => Results.Ok(book.Read().Document),
        };
    }

    /// <summary>The version a change was made on: null for <c>*</c>. False if the header is no version.</summary>
    private static bool TryReadVersion(HttpContext context, out long? version)
    {
        version = null;
        var header = context.Request.Headers.IfMatch.ToString().Trim();
        if (header.Length == 0 || header == "*")
            return true;
        var read = long.TryParse(header.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        version = number;
        return read;
    }

    private static IResult BadVersion() => Problems.Of(
        StatusCodes.Status400BadRequest, "bad_value", "If-Match must be the ETag of the settings, such as \"12\".", ("field", HeaderNames.IfMatch));

    private static async Task<(JsonObject? Body, IResult? Problem)> ReadBodyAsync(HttpRequest request, CancellationToken stop)
    {
        if (!request.HasJsonContentType() && request.ContentType?.StartsWith("application/merge-patch+json", StringComparison.OrdinalIgnoreCase) is not true)
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not_json", "Send JSON, with Content-Type application/json."));
        using var body = new MemoryStream();
        var chunk = new byte[8 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, stop).ConfigureAwait(false)) > 0)
        {
            body.Write(chunk, 0, read);
            if (body.Length > LargestBody)
                return (null, Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"The settings are larger than {LargestBody / 1024} KiB."));
        }

        try
        {
            return JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), documentOptions: Strict) is JsonObject document
                ? (document, null)
                : (null, Problems.Of(StatusCodes.Status400BadRequest, "bad_json", "The body must be a JSON object { … }."));
        }
        catch (JsonException fault)
        {
            return (null, Problems.Of(StatusCodes.Status400BadRequest, "bad_json", $"The body is not valid JSON: {fault.Message}"));
        }
    }

    private static string Tag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
