using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Chatter.Web.Endpoints;

/// <summary>A query field of an endpoint as the API document tells of it; the endpoint reads it with <see cref="Asked"/>.</summary>
internal sealed record QueryField(string Name, string Description, bool Required = false, long? Least = null, long? Most = null, long? Standard = null, int? Longest = null)
{
    public static QueryField Number(string name, string description, long least, long? most = null, long? standard = null) =>
        new(name, description, Least: least, Most: most, Standard: standard);

    public static QueryField Text(string name, string description, int longest, bool required) =>
        new(name, description, required, Longest: longest);

    /// <summary>Adds to an operation the query fields its endpoint was given.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var field in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryField>())
            (operation.Parameters ??= []).Add(field.Parameter());
        return Task.CompletedTask;
    }

    private OpenApiParameter Parameter() => new()
    {
        Name = Name,
        In = ParameterLocation.Query,
        Required = Required,
        Description = Description,
        Schema = Longest is { } longest
            ? new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = longest }
            : new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int64",
                Minimum = Least?.ToString(CultureInfo.InvariantCulture),
                Maximum = Most?.ToString(CultureInfo.InvariantCulture),
                Default = Standard is { } standard ? JsonValue.Create(standard) : null,
            },
    };
}
