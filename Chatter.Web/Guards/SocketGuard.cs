using Chatter.Web.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace Chatter.Web.Guards;

/// <summary>
/// Stands before everything that holds a connection open: lets in only pages of the house or of listed origins, only as
/// WebSockets, and only as many as there is room for.
/// </summary>
internal sealed class SocketGuard(RequestDelegate next, GuardOptions options, SocketSeats seats)
{
    private const string RetryAfter = "10";

    private static readonly PathString[] Doors = ["/_blazor", "/hubs", "/stream"];

    public Task InvokeAsync(HttpContext http)
    {
        if (!Array.Exists(Doors, door => http.Request.Path.StartsWithSegments(door)))
            return next(http);
        if (!IsWelcome(http.Request))
        {
            return RefuseAsync(
                http, StatusCodes.Status403Forbidden, "foreign_origin",
                "Pages of another site may not connect here. An admin can list its origin under Chatter:Origins.");
        }

        if (IsSocket(http))
            return SeatAsync(http);
        return IsOtherTransport(http.Request)
            ? RefuseAsync(http, StatusCodes.Status400BadRequest, "websockets_only", "This address speaks WebSocket only.")
            : next(http);
    }

    private async Task SeatAsync(HttpContext http)
    {
        var from = http.Connection.RemoteIpAddress;
        switch (seats.TryTake(from))
        {
            case SeatAnswer.HouseFull:
                http.Response.Headers.RetryAfter = RetryAfter;
                await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "house_full", "There are as many viewers as fit. Come back in a moment.").ConfigureAwait(false);
                return;
            case SeatAnswer.TooManyFromAddress:
                http.Response.Headers.RetryAfter = RetryAfter;
                await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "too_many_connections", "Your address has too many connections open.").ConfigureAwait(false);
                return;
        }

        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            seats.Leave(from);
        }
    }

    /// <summary>Programs send no origin; a page's must be the address it is talking to, or listed.</summary>
    private bool IsWelcome(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        if (!Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var page))
            return false;
        return IsOwn(page, request) || options.Origins.Contains(page.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsOwn(Uri page, HttpRequest request) =>
        page.Scheme == request.Scheme
        && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var here)
        && page.Port == here.Port
        && string.Equals(page.Host, here.Host, StringComparison.OrdinalIgnoreCase);

    private static bool IsSocket(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Long polling and event streams, which would slip by the count: they come with the id that negotiation gave.</summary>
    private static bool IsOtherTransport(HttpRequest request) =>
        request.Query.ContainsKey("id") && !request.Path.StartsWithSegments("/stream") && !request.Path.StartsWithSegments("/_blazor/disconnect");

    private static Task RefuseAsync(HttpContext http, int status, string code, string why) =>
        Problems.Of(status, code, why).ExecuteAsync(http);
}
