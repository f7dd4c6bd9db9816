using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Chatter.Web.Components;

/// <summary>Whether this circuit's browser is connected; while it is not, nothing is drawn for it and nobody is counted.</summary>
public sealed class CircuitPulse : CircuitHandler
{
    private volatile bool down;

    public bool IsDown => down;

    /// <summary>The browser is back; raised outside the circuit's own turn.</summary>
    public event Action? Up;

    /// <summary>The browser is gone, perhaps for good.</summary>
    public event Action? Down;

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        down = false;
        Up?.Invoke();
        return Task.CompletedTask;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        down = true;
        Down?.Invoke();
        return Task.CompletedTask;
    }
}
