using Chatter.Core.Archive;
using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Chatter.Web.Components.Rooms;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace Chatter.Web.Components;

/// <summary>The pages: Blazor on the server, drawn once before the circuit starts.</summary>
public static class Pages
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddRadzenComponents();
        services.TryAddSingleton<Search>();
        services.AddSingleton<RoomChunks>();
        services.AddScoped<CircuitPulse>();
        services.AddScoped<CircuitHandler>(circuit => circuit.GetRequiredService<CircuitPulse>());
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            // Backoff lasts 31 s in all. Whoever comes later gets a new circuit and reads on from their place.
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(60);
            options.DisconnectedCircuitMaxRetained = 200;
            options.PersistedCircuitInMemoryMaxRetained = 0;
        });
        return services;
    }

    /// <summary>Draws the page for what is not there. Stands before whatever a page needs to be drawn.</summary>
    public static void UsePages(this WebApplication app) =>
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapGet("/{slug:regex(^[a-z][a-z0-9]*$)}", (string slug, RoomDirectory rooms) =>
            rooms.Find(slug, Reader.Anonymous) is null ? Results.NotFound() : Results.Redirect($"/rooms/{slug}"))
            .ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true);
    }
}
