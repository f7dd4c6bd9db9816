using System.Text.Encodings.Web;

namespace Chatter.Web.Endpoints;

/// <summary>The HTTP API: reading rooms, figures and the state of the house.</summary>
internal static class ApiFeature
{
    private const string Policy = "api";

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names its key.</exception>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        var options = ApiOptions.Read(configuration);
        services.AddCors(cors => cors.AddPolicy(Policy, policy =>
        {
            policy.WithMethods("GET", "HEAD").AllowAnyHeader().WithExposedHeaders("ETag", "Retry-After", "Chatter-Seq", "Chatter-Epoch");
            policy.WithOrigins([.. options.Origins]);
        }));
        services.AddPace(options.PerMinute);

        // Other alphabets as themselves, as on the streams; nothing of it is ever put into markup.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        services.AddApiDocument();
        services.AddSingleton<StoreReport>();
        services.AddSingleton<StatusReader>();
        services.AddMetricsPage();
        return services;
    }

    /// <summary>Goes after the guards and before authentication.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseMiddleware<ApiFaults>();
        app.UseCors();
        app.UseRateLimiter();
        app.UseApiPages();
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").RequireCors(Policy);
        api.MapRooms();
        api.MapStats("/stats");
        api.MapStatus();
        app.MapGroup("/api").RequireCors(Policy).MapStats("/stats");
        app.MapHealth();
        app.MapMetrics();
        app.MapApiDocument();
    }
}
