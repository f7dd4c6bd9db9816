namespace Chatter.Web.Guards;

/// <summary>
/// Answers HEAD with the headers of GET, at every address that has one: whoever watches over a site from outside asks so.
/// </summary>
internal sealed class HeadRequests : IStartupFilter
{
    // A filter, because the address's endpoint is chosen by method before anything else in the pipeline runs.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (http, rest) =>
        {
            // The server keeps in mind what was asked and sends no body.
            if (HttpMethods.IsHead(http.Request.Method))
                http.Request.Method = HttpMethods.Get;
            return rest(http);
        });
        next(app);
    };
}
