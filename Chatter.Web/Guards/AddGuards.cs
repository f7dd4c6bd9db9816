using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace Chatter.Web.Guards;

/// <summary>What stands between the house and whoever knocks: who may come in, how much one may send, and how long one may keep others waiting.</summary>
internal static class GuardsFeature
{
    public static IServiceCollection AddGuards(this IServiceCollection services, IConfiguration settings)
    {
        var options = GuardOptions.Read(settings);
        services.AddSingleton(options);
        services.AddSingleton<SocketSeats>();
        services.AddSingleton<IStartupFilter, HeadRequests>();
        services.Configure<KestrelServerOptions>(kestrel => Limit(kestrel, options));
        services.Configure<FormOptions>(Limit);
        services.Configure<HubOptions>(Limit);
        services.Configure<CircuitOptions>(Limit);
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(10);
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        return services;
    }

    /// <summary>Goes before everything else in the pipeline.</summary>
    public static void UseGuards(this WebApplication app)
    {
        if (app.Services.GetRequiredService<GuardOptions>().Proxies is { Count: > 0 } proxies)
            app.UseForwardedHeaders(Trust(proxies));
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<SocketGuard>();
    }

    private static ForwardedHeadersOptions Trust(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        return forwarded;
    }

    private static void Limit(KestrelServerOptions kestrel, GuardOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 2L * options.Connections;

        // Never reached: the guard counts sockets and says why it refuses one.
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.Connections + 100L;
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }

    private static void Limit(FormOptions forms)
    {
        forms.ValueCountLimit = 64;
        forms.ValueLengthLimit = 64 * 1024;
        forms.MultipartBodyLengthLimit = 2 * 1024 * 1024;
    }

    private static void Limit(HubOptions hub)
    {
        hub.MaximumReceiveMessageSize = 32 * 1024;
        hub.MaximumParallelInvocationsPerClient = 1;
        hub.HandshakeTimeout = TimeSpan.FromSeconds(5);
        hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
        hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
        hub.EnableDetailedErrors = false;
    }

    private static void Limit(CircuitOptions circuits)
    {
        circuits.DetailedErrors = false;
        circuits.DisconnectedCircuitMaxRetained = 200;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(60);
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(10);
        circuits.MaxBufferedUnacknowledgedRenderBatches = 10;

        // The framework counts a page's own components against this too: the routes, the head, and room to change page.
        circuits.RootComponents.MaxJSRootComponents = 10;

        // Room, position and draft live in the page's address and its session storage; nothing of a circuit outlives it.
        circuits.PersistedCircuitInMemoryMaxRetained = 0;
    }
}
