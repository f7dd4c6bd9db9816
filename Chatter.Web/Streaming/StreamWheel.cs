using Chatter.Core.Logs.Framing;

namespace Chatter.Web.Streaming;

/// <summary>
/// Turns once a second for all sockets together: asks each for a sign of life, closes who gives none or takes nothing,
/// and cuts who does not answer the farewell. It stands still while there is no socket.
/// </summary>
internal sealed class StreamWheel : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LifeEvery = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LifeWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<StreamViewer> viewers = [];
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly CancellationTokenRegistration stopping;
    private bool closed;

    public StreamWheel(TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        this.clock = clock;
        timer = clock.CreateTimer(_ => Turn(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        stopping = lifetime.ApplicationStopping.Register(CloseAll);
    }

    /// <summary>How many sockets are on the wheel.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return viewers.Count;
        }
    }

    /// <summary>How many of them have a write that has not completed.</summary>
    public int Pending => Everybody().Count(v => v.Output.PendingSince != 0);

    /// <summary>How many owe a sign of life.</summary>
    public int Silent => Everybody().Count(v => v.IsSilent);

    /// <summary>How many have been told farewell and are still there.</summary>
    public int Closing => Everybody().Count(v => v.Output.IsClosing);

    public void Add(StreamViewer viewer)
    {
        lock (gate)
        {
            viewer.Place = viewers.Count;
            viewers.Add(viewer);
            if (viewers.Count == 1)
                timer.Change(Beat, Beat);
        }

        if (Volatile.Read(ref closed))
            SendAway(viewer);
    }

    public void Remove(StreamViewer viewer)
    {
        lock (gate)
        {
            var last = viewers[^1];
            viewers[viewer.Place] = last;
            last.Place = viewer.Place;
            viewers.RemoveAt(viewers.Count - 1);
            if (viewers.Count == 0)
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        stopping.Dispose();
        timer.Dispose();
    }

    private void Turn()
    {
        foreach (var viewer in Everybody())
            Look(viewer);
    }

    private void Look(StreamViewer viewer)
    {
        var output = viewer.Output;
        if (output.IsClosing)
        {
            if (Since(output.ClosingSince) > Linger)
                viewer.Abort();
        }
        else if (output.PendingSince is var pending and not 0 && Since(pending) > LongestWrite)
        {
            viewer.Close(CloseCodes.Slow, "Your socket took nothing for 10 s.");
        }
        else if (viewer.IsSilent && Since(viewer.Asked) > LifeWithin)
        {
            viewer.Close(CloseCodes.NoPong, "You gave no sign of life.");
        }
        else if (Since(viewer.Asked) >= LifeEvery)
        {
            viewer.AskForLife();
        }
    }

    private void CloseAll()
    {
        Volatile.Write(ref closed, true);
        foreach (var viewer in Everybody())
            SendAway(viewer);
    }

    private static void SendAway(StreamViewer viewer) => viewer.Close(CloseCodes.ShuttingDown, "The server is shutting down.");

    private StreamViewer[] Everybody()
    {
        lock (gate)
            return [.. viewers];
    }

    private TimeSpan Since(long stamp) => clock.GetElapsedTime(stamp);
}
