using Chatter.Core.Storage;
using Chatter.Web.Endpoints;

namespace Chatter.Web.Admin;

/// <summary>What holds for every endpoint of the admin's: no foreign page acts with the admin's cookie, nothing is cached, a store that cannot record is told.</summary>
internal static class AdminGuard
{
    public static async ValueTask<object?> KeepAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        if (IsForeign(request))
            return Problems.Of(StatusCodes.Status403Forbidden, "foreign_origin", "Another site may not act here in the admin's name.");
        response.Headers.CacheControl = "no-store";
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault)
        {
            return Problems.StoreUnavailable(fault.Message);
        }
    }

    /// <summary>Browsers send Origin with every change; a same-site page on another port brings the cookie along too.</summary>
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !HttpMethods.IsGet(request.Method)
        && request.Headers.Authorization.Count == 0
        && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
