using Microsoft.AspNetCore.Components;

namespace Chatter.Web.Components.Admin;

/// <summary>Draws nothing and beats once a second, so that what stands around it looks again; a beat that takes longer is not doubled.</summary>
public sealed class Beat : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource gone = new();
    private Task running = Task.CompletedTask;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Parameter, EditorRequired]
    public required Func<Task> Every { get; set; }

    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        gone.Dispose();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            running = RunAsync();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Clock);
        while (await timer.WaitForNextTickAsync(gone.Token))
            await InvokeAsync(Every);
    }
}
