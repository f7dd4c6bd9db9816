using Chatter.Core.Domain;
using Chatter.Core.Rooms;
using Chatter.Core.Storage;

namespace Chatter.Web.Endpoints;

/// <summary>For whoever watches over the process: <c>/healthz</c> (it lives) and <c>/readyz</c> (it can serve and record).</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/healthz", Methods, () => TypedResults.Text("ok\n"))
            .WithTags("Operation")
            .WithSummary("200 as long as the process answers.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        app.MapMethods("/readyz", Methods, Ready)
            .WithTags("Operation")
            .WithSummary("200 when rooms are open and what is said can be recorded; else 503 with the reason.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Ready(StoreWriter store, RoomDirectory rooms, IHostApplicationLifetime life)
    {
        if (life.ApplicationStopping.IsCancellationRequested)
            return NotReady("The server is stopping.");
        if (store.State is { Records: false } state)
            return NotReady(state.Reason ?? "Nothing can be recorded.");
        return rooms.All(Reader.Anonymous).Count == 0 ? NotReady("No room is open.") : TypedResults.Text("ready\n");
    }

    private static IResult NotReady(string reason) => Problems.Of(StatusCodes.Status503ServiceUnavailable, "not_ready", reason);
}
