using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Core.Logs.Wire;
using Chatter.Core.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chatter.Web.Endpoints;

/// <summary>A room's whole log as JSON Lines.</summary>
internal static class ExportEndpoint
{
    public const string MediaType = "application/jsonl";

    /// <summary>Exports under way at one time in the whole house; one more is asked to come back.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Bytes written before the reader must have taken some.</summary>
    private const int Portion = 64 * 1024;

    private static int underWay;

    public static Results<PushStreamHttpResult, ProblemHttpResult> Serve(string slug, HttpResponse response, RoomDirectory rooms)
    {
        if (rooms.Find(slug, Reader.Anonymous) is not { Log: var log })
            return Problems.UnknownRoom(slug);
        if (Interlocked.Increment(ref underWay) > MostAtOnce)
        {
            Interlocked.Decrement(ref underWay);
            response.Headers.RetryAfter = "10";
            return Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_exports", "As many exports are under way as the house makes at once.");
        }

        response.RegisterForDispose(new Place());
        response.Headers["Chatter-Epoch"] = log.Epoch;
        response.Headers["Chatter-Seq"] = log.Head.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Stream(
            _ => WriteAsync(log, response, response.HttpContext.RequestAborted), MediaType + "; charset=utf-8", $"{slug}-{log.Head}.jsonl");
    }

    private static async Task WriteAsync(RoomLog log, HttpResponse response, CancellationToken cancellationToken)
    {
        var lines = response.BodyWriter;
        await using var json = new Utf8JsonWriter(lines, EventJson.Options);
        await foreach (var e in Export.ReadAsync(log, Reader.Anonymous, cancellationToken))
        {
            EventJson.Write(json, e);
            await json.FlushAsync(cancellationToken);
            json.Reset();
            lines.Write("\n"u8);
            if (lines.UnflushedBytes > Portion)
                await lines.FlushAsync(cancellationToken);
        }
    }

    private sealed class Place : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref underWay);
    }
}
