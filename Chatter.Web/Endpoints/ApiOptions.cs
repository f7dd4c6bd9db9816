using System.Globalization;

namespace Chatter.Web.Endpoints;

/// <summary>Who may read the API from other sites' pages, and how fast.</summary>
internal sealed record ApiOptions
{
    private const string OriginsKey = "Chatter:Cors:Origins";
    private const string PerMinuteKey = "Chatter:Limits:ApiPerMinute";

    /// <summary>Origins whose pages may read the API, such as <c>https://chat.example</c>; <c>*</c> for all; none unless set.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Requests to <c>/api</c> a minute from one address, all at once or spread, 1 to 1,000,000.</summary>
    public int PerMinute { get; init; } = 600;

    /// <exception cref="InvalidOperationException">A setting is wrong; every mistake is named by its key.</exception>
    public static ApiOptions Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var origins = configuration.GetSection(OriginsKey).GetChildren()
            .Where(entry => !string.IsNullOrWhiteSpace(entry.Value))
            .Select(entry => Origin(entry.Path, entry.Value!.Trim(), mistakes)).ToList();
        var perMinute = new ApiOptions().PerMinute;
        if (configuration[PerMinuteKey] is { Length: > 0 } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out perMinute) && perMinute is >= 1 and <= 1_000_000))
            mistakes.Add($"{PerMinuteKey} must be a whole number from 1 to 1000000, but is {text}.");
        return mistakes.Count == 0
            ? new ApiOptions { Origins = origins, PerMinute = perMinute }
            : throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes));
    }

    private static string Origin(string key, string text, List<string> mistakes)
    {
        if (text == "*")
            return text;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Fragment.Length == 0)
            return uri.GetLeftPart(UriPartial.Authority);
        mistakes.Add($"{key} must be an origin such as https://chat.example, or *, but is {text}.");
        return text;
    }
}
