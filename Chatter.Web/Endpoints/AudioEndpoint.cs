using Chatter.Core.Domain;
using Chatter.Core.Speech;
using Microsoft.Net.Http.Headers;

namespace Chatter.Web.Endpoints;

/// <summary>Messages as sound: <c>/audio/{clip}</c>, by the clip's random public name.</summary>
public static class AudioEndpoint
{
    public static void MapAudio(this IEndpointRouteBuilder app) =>
        app.MapMethods("/audio/{clip}", ["GET", "HEAD"], ListenAsync)
            .WithTags("Audio")
            .WithSummary("The sound of a message; understands Range.");

    private static async Task<IResult> ListenAsync(string clip, HttpContext http, ClipShelf shelf, CancellationToken cancellationToken)
    {
        // The name is looked up, never made into a path.
        try
        {
            return await shelf.OpenAsync(clip, Reader.Anonymous, cancellationToken) is { } open
                ? Sound(http, open)
                : TypedResults.Problem(
                    statusCode: StatusCodes.Status404NotFound,
                    title: "There is no such clip.",
                    detail: "Its message may have been taken back.",
                    extensions: new Dictionary<string, object?> { ["code"] = "unknown_clip" });
        }
        catch (SpeechFailedException fault)
        {
            http.Response.Headers.RetryAfter = "10";
            return TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "The clip cannot be had at this moment.",
                detail: fault.Message,
                extensions: new Dictionary<string, object?> { ["code"] = "clip_unavailable" });
        }
    }

    private static IResult Sound(HttpContext http, OpenClip clip)
    {
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            clip.Content, clip.MediaType, lastModified: clip.LastModified, entityTag: new EntityTagHeaderValue(clip.Tag), enableRangeProcessing: true);
    }
}
