namespace Chatter.Web.Endpoints;

/// <summary>How the house stands: <c>/api/v1/status</c>.</summary>
internal static class StatusEndpoint
{
    public static void MapStatus(this IEndpointRouteBuilder api)
    {
        // Made now: it remembers when the house opened.
        var status = api.ServiceProvider.GetRequiredService<StatusReader>();
        api.MapGet("/status", (HttpRequest request) => status.Read(request.IsHttps))
            .WithTags("Operation")
            .WithSummary("How the house stands: the model and the voice in use, whether all is recorded, what each room does and why, and what is wrong.");
    }
}
