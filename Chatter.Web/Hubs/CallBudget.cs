using Chatter.Web.Streaming;
using Microsoft.AspNetCore.SignalR;

namespace Chatter.Web.Hubs;

/// <summary>Lets each connection make so many calls in ten seconds; who makes more is cut off.</summary>
internal sealed class CallBudget(TimeProvider clock) : IHubFilter
{
    private static readonly object Key = new();

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var items = call.Context.Items;
        var budget = items.TryGetValue(Key, out var known) ? (RateBudget)known! : RateBudget.OfClient(clock);
        items[Key] = budget;
        if (budget.TrySpend())
            return next(call);
        call.Context.Abort();
        throw new HubException("too_many_requests: more than 20 calls in 10 s.");
    }
}
