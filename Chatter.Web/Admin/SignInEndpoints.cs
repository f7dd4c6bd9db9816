using System.Globalization;
using Chatter.Core.Domain;
using Chatter.Web.Components;
using Chatter.Web.Components.Admin;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Chatter.Web.Admin;

/// <summary>Exchanges the one-time token for a cookie, and gives the cookie back.</summary>
internal static class SignInEndpoints
{
    private const string Enter = "/admin/enter";
    private const string Home = "/admin";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Enter, (HttpContext context, string? token, string? returnUrl, bool wrong = false) => new RazorComponentResult<EnterDocument>(new
        {
            Token = token,
            ReturnUrl = IsOurs(returnUrl) ? returnUrl : null,
            Wrong = wrong,
            Preferences.Of(context).Light,
        })).ExcludeFromDescription();

        // Forms: the framework checks the antiforgery token before the handler runs.
        app.MapPost("/admin/sign-in", SignInAsync).ExcludeFromDescription();
        app.MapPost("/admin/sign-out", SignOutAsync).RequireAuthorization(AdminAccess.Policy).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, [FromForm] string? token, [FromForm] string? returnUrl, OneTimeToken secret, Attempts attempts, TimeProvider clock)
    {
        var address = context.Connection.RemoteIpAddress;
        if (attempts.Wait(address) is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return AdminAnswers.TooManyAttempts();
        }

        if (!secret.TryUse(token?.Trim() ?? ""))
        {
            attempts.Failed(address);
            return SeeOther($"{Enter}?wrong=true{(IsOurs(returnUrl) ? $"&returnUrl={Uri.EscapeDataString(returnUrl!)}" : "")}");
        }

        await context.SignInAsync(
            AdminAccess.CookieScheme,
            AdminAccess.Principal(AdminAccess.CookieScheme, EventIds.Next(clock).ToString("N")),
            new AuthenticationProperties { IsPersistent = true }).ConfigureAwait(false);
        return SeeOther(IsOurs(returnUrl) ? returnUrl! : Home);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, [FromForm] string? confirmed, AdminSessions sessions)
    {
        _ = confirmed;
        sessions.End(context.User);
        await context.SignOutAsync(AdminAccess.CookieScheme).ConfigureAwait(false);
        return SeeOther("/");
    }

    /// <summary>Only the admin's own pages are returned to: an address in a link must not lead a signed-in admin elsewhere.</summary>
    private static bool IsOurs(string? url) =>
        url is not null && (url == Home || url.StartsWith(Home + "/", StringComparison.Ordinal) || url.StartsWith(Home + "?", StringComparison.Ordinal));

    private static IResult SeeOther(string url) => new Redirection(url);

    /// <summary>303: whatever was posted, what follows is read.</summary>
    private sealed class Redirection(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
