using System.Security.Cryptography;

namespace Chatter.Web.Guards;

/// <summary>Puts on every answer what browsers need to be told: no sniffing, no framing, no scripts but the house's own.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static state => Write((HttpContext)state), http);
        return next(http);
    }

    private static Task Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy(http.IssuedNonce());
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        if (http.User.Identity is { IsAuthenticated: true } && headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    // Blazor needs <base>, hence base-uri 'self'; Radzen and positions of rows need style attributes.
    private static string Policy(string? nonce) =>
        "default-src 'none'; script-src 'self'" + (nonce is null ? "" : $" 'nonce-{nonce}'")
        + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'";
}

/// <summary>The one-time word by which an inline script of ours is told from anybody else's.</summary>
public static class Nonces
{
    private static readonly object Key = new();

    /// <summary>This answer's nonce, for <c>nonce="…"</c> on an inline script such as the import map; made when first asked for.</summary>
    public static string Nonce(this HttpContext http)
    {
        if (http.IssuedNonce() is { } issued)
            return issued;
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Items[Key] = nonce;
        return nonce;
    }

    internal static string? IssuedNonce(this HttpContext http) => http.Items.TryGetValue(Key, out var nonce) ? (string?)nonce : null;
}
