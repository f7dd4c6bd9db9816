using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Chatter.Web.Admin;

/// <summary>The admin's cookie: thirty days, and locked to its host wherever the connection is HTTPS.</summary>
internal sealed class AdminCookie(AdminSessions sessions) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    private const string PlainName = "chatter-admin";

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        options.Cookie.Name = PlainName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.CookieManager = new HostPrefix();
        options.ExpireTimeSpan = TimeSpan.FromDays(30);
        options.SlidingExpiration = false;
        options.LoginPath = "/admin/enter";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = RefuseAsync;
        options.Events.OnRedirectToAccessDenied = RefuseAsync;
        options.Events.OnValidatePrincipal = context =>
        {
            if (sessions.IsEnded(context.Principal))
                context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    public void Configure(CookieAuthenticationOptions options) => Configure(null, options);

    /// <summary>A page leads to the sign-in; a program is told.</summary>
    private static Task RefuseAsync(Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            return AdminAnswers.SignInFirst().ExecuteAsync(context.HttpContext);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    /// <summary>On HTTPS the cookie is called <c>__Host-…</c>, which browsers accept from this host alone; on plain HTTP they would refuse the name.</summary>
    private sealed class HostPrefix : ICookieManager
    {
        private readonly ChunkingCookieManager cookies = new();

        public string? GetRequestCookie(HttpContext context, string key) => cookies.GetRequestCookie(context, Name(context, key));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            cookies.AppendResponseCookie(context, Name(context, key), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
            cookies.DeleteCookie(context, Name(context, key), options);

        private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
    }
}

/// <summary>The sign-ins that were ended before their cookies expire, so that open pages and copied cookies end with them.</summary>
internal sealed class AdminSessions
{
    private const int Most = 1_000;

    // The oldest are forgotten first; their cookies were deleted in the browsers they belonged to.
    private readonly ConcurrentQueue<string> order = [];
    private readonly ConcurrentDictionary<string, bool> ended = [];

    public void End(ClaimsPrincipal user)
    {
        if (user.FindFirst(AdminAccess.SessionClaim)?.Value is not { Length: > 0 } session || !ended.TryAdd(session, true))
            return;
        order.Enqueue(session);
        while (order.Count > Most && order.TryDequeue(out var oldest))
            ended.TryRemove(oldest, out _);
    }

    public bool IsEnded(ClaimsPrincipal? user) =>
        user?.FindFirst(AdminAccess.SessionClaim)?.Value is { Length: > 0 } session && ended.ContainsKey(session);
}
