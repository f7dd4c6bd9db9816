using Microsoft.JSInterop;

namespace Chatter.Web.Components;

/// <summary>Lets go of what a page holds in the browser, which may be gone already.</summary>
internal static class ScriptReferences
{
    /// <summary>Calls the given function of the thing first, if one is named.</summary>
    public static async ValueTask LetGoAsync(this IJSObjectReference? reference, string? last = null)
    {
        if (reference is null)
            return;
        try
        {
            if (last is not null)
                await reference.InvokeVoidAsync(last);
            await reference.DisposeAsync();
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // With the browser gone there is nothing left to let go of.
        }
    }
}
