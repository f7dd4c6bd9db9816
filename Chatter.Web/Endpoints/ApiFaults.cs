using Chatter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Chatter.Web.Endpoints;

/// <summary>Sees to it that under <c>/api</c> every refusal and every failure is problem details with a code.</summary>
internal sealed partial class ApiFaults(RequestDelegate next, ILogger<ApiFaults> log)
{
    private const string StoreRetry = "2";

    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            await next(http);
            return;
        }

        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await ProblemFor(fault, http).ExecuteAsync(http);
            return;
        }

        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } response)
            await Problems.Status(response.StatusCode).ExecuteAsync(http);
    }

    private IResult ProblemFor(Exception fault, HttpContext http)
    {
        switch (fault)
        {
            case BadHttpRequestException bad:
                return Problems.Status(bad.StatusCode);
            case StoreUnavailableException unavailable:
                http.Response.Headers.RetryAfter = StoreRetry;
                return Problems.StoreUnavailable(unavailable.Message);
            case SqliteException:
                LogFailed(log, http.Request.Path, fault);
                http.Response.Headers.RetryAfter = StoreRetry;
                return Problems.StoreUnavailable("The store cannot be read at this moment.");
            default:
                LogFailed(log, http.Request.Path, fault);
                return Problems.Status(StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(LogLevel.Error, "A request to {Path} failed.")]
    private static partial void LogFailed(ILogger log, string path, Exception fault);
}
