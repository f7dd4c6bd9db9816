using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Chatter.Core.Language.Providers;

/// <summary>Says what went wrong with a call, in sentences for people and facts for the retry.</summary>
public static class OpenAiFaults
{
    private const int LongestErrorBody = 16 * 1024;

    /// <summary>What a refusal means. Reads a little of the body, for its code.</summary>
    /// <param name="keys">Where address, model and key are set, such as <c>Chatter:Language</c>.</param>
    /// <param name="whose">What the server is for, such as <c>model</c> or <c>voice</c>.</param>
    public static async Task<ProviderFaultException> FromAsync(
        PipelineResponse response, string keys, TimeProvider clock, CancellationToken cancellationToken, string whose = "model")
    {
        var code = await CodeAsync(response, cancellationToken).ConfigureAwait(false);
        var status = response.Status;
        var said = code is null ? $"({status})" : $"({status} {code})";
        var what = status switch
        {
            401 or 403 => $"The {whose}'s server does not accept the key {said}. Check {keys}:ApiKey or OPENAI_API_KEY.",
            404 => $"The {whose}'s server does not know the address or the model {said}. Check {keys}:Endpoint and {keys}:Model.",
            429 when code == "insufficient_quota" => $"The account at the {whose}'s server has no money left {said}.",
            429 => $"The {whose}'s server asks for fewer calls {said}.",
            >= 500 => $"The {whose}'s server has trouble of its own {said}.",
            >= 300 and < 400 => $"The {whose}'s server sends us elsewhere {said}, which is not followed. Check {keys}:Endpoint.",
            _ => $"The {whose}'s server refuses the call {said}.",
        };
        return new ProviderFaultException(what)
        {
            MayPass = status is 408 or 409 or 429 or >= 500 && code != "insufficient_quota",
            RetryAfter = RetryAfter(response.Headers, clock.GetUtcNow()),
        };
    }

    /// <summary>What an exception on the way means.</summary>
    /// <param name="whose">What the server is for, such as <c>model</c> or <c>voice</c>.</param>
    public static ProviderFaultException From(Exception fault, string whose = "model")
    {
        var http = fault as HttpRequestException ?? fault.InnerException as HttpRequestException;
        return http?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new($"The {whose}'s server cannot be found by its name.", fault) { MayPass = true },
            HttpRequestError.ConnectionError => new($"The {whose}'s server cannot be reached.", fault) { MayPass = true },
            HttpRequestError.SecureConnectionError => new($"No safe connection to the {whose}'s server comes about.", fault),
            _ when fault is IOException or HttpRequestException or ClientResultException =>
                new($"The connection to the {whose}'s server broke.", fault) { MayPass = true, MayBeBilled = true },
            _ => new($"The {whose}'s server answered something that is not an answer.", fault) { MayBeBilled = true },
        };
    }

    /// <summary>The wait a server asks for: <c>retry-after-ms</c>, or Retry-After in seconds or as a date. Null if it asks for none.</summary>
    public static TimeSpan? RetryAfter(PipelineResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValue("retry-after-ms", out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) && ms is >= 0 and < 1e12)
        {
            return TimeSpan.FromMilliseconds(ms);
        }

        if (!headers.TryGetValue("Retry-After", out text) || text is null)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
        if (!RetryConditionHeaderValue.TryParse(text, out var value) || value.Date is not { } date)
            return null;
        return date > now ? date - now : TimeSpan.Zero;
    }

    /// <summary>The error's short code; whatever else a server writes may hold names and keys, and is not repeated.</summary>
    private static async Task<string?> CodeAsync(PipelineResponse response, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = new BoundedStream(response.ContentStream ?? Stream.Null, LongestErrorBody);
            using var json = await JsonDocument.ParseAsync(body, default, cancellationToken).ConfigureAwait(false);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("error", out var error)
                || error.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return Text(error, "code") ?? Text(error, "type");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 40 } text
        && text.All(c => char.IsAsciiLetterLower(c) || c == '_')
            ? text
            : null;
}
