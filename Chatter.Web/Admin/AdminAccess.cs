using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Chatter.Web.Admin;

/// <summary>The words by which the program speaks of the admin's rights.</summary>
internal static class AdminAccess
{
    /// <summary>The policy of pages and endpoints that are the admin's.</summary>
    public const string Policy = "Admin";

    public const string CookieScheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public const string KeyScheme = "AdminKey";

    /// <summary>Chooses between the two by what the request brings.</summary>
    public const string EitherScheme = "AdminCookieOrKey";

    /// <summary>How changes made by the admin are signed, until there are accounts.</summary>
    public const string Name = "admin";

    private const string Role = "admin";

    /// <param name="session">Tells this sign-in from others, so that it can be ended.</param>
    public static ClaimsPrincipal Principal(string scheme, string session = "") =>
        new(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role), new Claim(SessionClaim, session)], scheme));

    public const string SessionClaim = "session";

    public static bool IsAdmin(ClaimsPrincipal user) => user.Identity?.IsAuthenticated is true && user.IsInRole(Role);
}
