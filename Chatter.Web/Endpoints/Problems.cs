using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chatter.Web.Endpoints;

/// <summary>The refusals of the HTTP API: problem details (RFC 9457) with a <c>code</c> that programs can rely on.</summary>
internal static class Problems
{
    public static ProblemHttpResult UnknownRoom(string slug) =>
        Of(StatusCodes.Status404NotFound, "unknown_room", $"There is no room \"{Short(slug)}\".");

    public static ProblemHttpResult BadValue(string field, string reason) =>
        Of(StatusCodes.Status400BadRequest, "bad_value", $"{field} {reason}", ("field", field), ("reason", reason));

    public static ProblemHttpResult UnknownEpoch(string present) =>
        Of(StatusCodes.Status400BadRequest, "unknown_epoch",
            "The numbers you hold are of another history: a backup was put back since. Throw away what you have and begin anew.",
            ("field", "epoch"), ("epoch", present));

    public static ProblemHttpResult TooFast() =>
        Of(StatusCodes.Status429TooManyRequests, "too_fast", "Your address asks more often than it may; wait as long as Retry-After says.");

    public static ProblemHttpResult StoreUnavailable(string reason) =>
        Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", reason);

    /// <summary>For answers that nobody gave a body: an unknown address, a wrong method and the like.</summary>
    public static ProblemHttpResult Status(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Of(status, "bad_request", "The request cannot be understood."),
        StatusCodes.Status401Unauthorized => Of(status, "not_signed_in", "Sign in first."),
        StatusCodes.Status403Forbidden => Of(status, "not_allowed", "You may not do that."),
        StatusCodes.Status404NotFound => Of(status, "unknown_address", "There is nothing at this address; /openapi/v1.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => Of(status, "wrong_method", "This address does not know that method; Allow names those it knows."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "too_large", "The body is larger than it may be."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "wrong_media_type", "The body's Content-Type is not one this address reads."),
        StatusCodes.Status429TooManyRequests => TooFast(),
        >= 500 => Of(status, "failed", "Something failed here; it is in the server's log."),
        _ => Of(status, "refused", "The request was refused."),
    };

    public static ProblemHttpResult Of(int status, string code, string detail, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (name, value) in more)
            extensions[name] = value;
        return TypedResults.Problem(detail, statusCode: status, type: "about:blank", extensions: extensions);
    }

    /// <summary>What a stranger sent, short enough to be sent back.</summary>
    private static string Short(string text) =>
        text.Length <= 60 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 60)}…");
}
