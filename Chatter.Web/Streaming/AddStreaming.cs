namespace Chatter.Web.Streaming;

/// <summary>The rooms as plain WebSockets.</summary>
internal static class StreamingFeature
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    public static IServiceCollection AddStreaming(this IServiceCollection services)
    {
        services.AddSingleton<StreamWheel>();
        services.AddSingleton<StreamEndpoint>();
        return services;
    }

    public static void MapStream(this IEndpointRouteBuilder routes)
    {
        var stream = routes.ServiceProvider.GetRequiredService<StreamEndpoint>();
        routes.MapMethods("/stream/{slug}", Methods, http => stream.HandleAsync(http, (string)http.GetRouteValue("slug")!))
            .ExcludeFromDescription();
    }
}
