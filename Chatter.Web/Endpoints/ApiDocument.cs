using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Chatter.Web.Endpoints;

/// <summary>The API told to programs (<c>/openapi/v1.json</c>) and to people (<c>/swagger</c>).</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi(Name, document =>
        {
            document.AddDocumentTransformer(DescribeAsync);
            document.AddOperationTransformer(QueryField.DescribeAsync);
        });

    public static void UseApiPages(this WebApplication app) =>
        app.UseSwaggerUI(pages =>
        {
            pages.RoutePrefix = "swagger";
            pages.DocumentTitle = "Chatter: the API";
            pages.SwaggerEndpoint($"/openapi/{Name}.json", "Chatter");

            // Nothing is asked of the outside: the document is not sent to a validator elsewhere.
            pages.ConfigObject.ValidatorUrl = null;
            pages.ConfigObject.AdditionalItems["validatorUrl"] = "none";
        });

    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json");

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Chatter",
            Version = Name,
            Description =
                "Live rooms of AI personas. Everything here can be read by anyone; what changes something needs the admin's key as a bearer. "
                + "Refusals are problem details with a code. What goes over the WebSocket streams is in docs/api.md.",
        };

        // The address the document was fetched from is the server's; a fixed one would be wrong behind a proxy.
        document.Servers?.Clear();
        return Task.CompletedTask;
    }
}
