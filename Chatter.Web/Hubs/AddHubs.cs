using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Chatter.Web.Hubs;

/// <summary>The rooms over SignalR.</summary>
internal static class HubsFeature
{
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddHubs(this IServiceCollection services)
    {
        services.AddSingleton<CallBudget>();
        services.AddSignalR().AddHubOptions<ChatHub>(hub =>
        {
            hub.MaximumReceiveMessageSize = 8 * 1024;
            hub.AddFilter<CallBudget>();
        });
        return services;
    }

    public static void MapHubs(this IEndpointRouteBuilder routes) => routes.MapHub<ChatHub>("/hubs/chat", endpoint =>
    {
        endpoint.Transports = HttpTransportType.WebSockets;
        endpoint.TransportSendTimeout = LongestWrite;
        endpoint.CloseOnAuthenticationExpiration = true;
        endpoint.AllowStatefulReconnects = false;
    });
}
