using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Chatter.Web.Admin;

/// <summary>Lets programs in that send the admin's key as a bearer.</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<AdminOptions> admin, Attempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    private TimeSpan? wait;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Judge());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (wait is { } time)
        {
            Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return AdminAnswers.TooManyAttempts().ExecuteAsync(Context);
        }

        return AdminAnswers.SignInFirst().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => HandleChallengeAsync(properties);

    private AuthenticateResult Judge()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var address = Context.Connection.RemoteIpAddress;
        wait = attempts.Wait(address);
        if (wait is not null)
            return AuthenticateResult.Fail("Too many attempts.");
        if (admin.Value.Key.Length == 0 || !IsRight(header[Bearer.Length..].Trim(), admin.Value.Key))
        {
            attempts.Failed(address);
            return AuthenticateResult.Fail("A wrong key.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(AdminAccess.Principal(Scheme.Name), Scheme.Name));
    }

    /// <summary>Hashes are compared, so that not even the key's length shows in the time taken.</summary>
    private static bool IsRight(string presented, string key) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
