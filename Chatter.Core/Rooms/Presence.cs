using Chatter.Core.Domain;

namespace Chatter.Core.Rooms;

/// <summary>Who watches a room at this moment: circuits and sockets whose tab is visible, counted, never listed.</summary>
public sealed class Presence(TimeProvider clock)
{
    private readonly Lock gate = new();
    private int viewers;
    private long? lastSeen;
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Viewers
    {
        get
        {
            lock (gate)
                return viewers;
        }
    }

    /// <summary>Raised outside of locks when the count changes; must return at once.</summary>
    public event Action? Changed;

    /// <summary>Counts a viewer until the result is disposed; disposing twice counts once.</summary>
    public IDisposable Enter()
    {
        lock (gate)
        {
            viewers++;
            lastSeen = clock.GetTimestamp();
            arrival.TrySetResult();
        }

        Changed?.Invoke();
        return new Seat(this);
    }

    /// <summary>Somebody sees the room from outside, among others: it wakes, or stays awake, and nobody is counted.</summary>
    public void Glance()
    {
        lock (gate)
        {
            lastSeen = clock.GetTimestamp();
            arrival.TrySetResult();
        }
    }

    /// <summary>Whether anyone watches, or did so within <paramref name="span"/>.</summary>
    public bool SeenWithin(TimeSpan span)
    {
        lock (gate)
            return viewers > 0 || (lastSeen is { } seen && clock.GetElapsedTime(seen) < span);
    }

    /// <summary>Completes when the next viewer arrives, at once if there is one.</summary>
    public Task WaitForViewerAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (viewers > 0)
                return Task.CompletedTask;
            if (arrival.Task.IsCompleted)
                arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return arrival.Task.WaitAsync(cancellationToken);
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            viewers--;
            lastSeen = clock.GetTimestamp();
        }

        Changed?.Invoke();
    }

    private sealed class Seat(Presence presence) : IDisposable
    {
        private Presence? taken = presence;

        public void Dispose() => Interlocked.Exchange(ref taken, null)?.Leave();
    }
}
