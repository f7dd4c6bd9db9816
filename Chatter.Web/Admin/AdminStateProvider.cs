using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Chatter.Web.Admin;

/// <summary>Who a page belongs to; an open page notices within seconds that its sign-in was ended.</summary>
internal sealed class AdminStateProvider(ILoggerFactory logs, AdminSessions sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(!sessions.IsEnded(authenticationState.User));
}
