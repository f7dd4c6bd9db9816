using Chatter.Web.Streaming;
using Microsoft.AspNetCore.SignalR;

namespace Chatter.Web.Hubs;

/// <summary>Lets each connection make so many calls in ten seconds; who makes more is cut off.</summary>
internal sealed partial class CallBudget(TimeProvider clock, ILogger<CallBudget> log) : IHubFilter
{
    private static readonly object Key = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var items = call.Context.Items;
        var budget = items.TryGetValue(Key, out var known) ? (RateBudget)known! : RateBudget.OfClient(clock);
        items[Key] = budget;
        if (!budget.TrySpend())
        {
            call.Context.Abort();
            throw new HubException("too_many_requests: more than 20 calls in 10 s.");
        }

        try
        {
            return await next(call).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not HubException && !call.Context.ConnectionAborted.IsCancellationRequested)
        {
            LogFailed(log, call.HubMethodName, fault);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "A call of {Method} failed.")]
    private static partial void LogFailed(ILogger log, string method, Exception fault);
}
