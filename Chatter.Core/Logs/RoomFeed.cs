using Chatter.Core.Domain;

namespace Chatter.Core.Logs;

/// <summary>What a room's readers are told together: the events since the last batch, and the signals of the moment.</summary>
public sealed class RoomBatch(IReadOnlyList<RoomEvent> events, IReadOnlyList<RoomSignal> signals)
{
    /// <summary>Public events in order, without holes; may be empty when there are only signals.</summary>
    public IReadOnlyList<RoomEvent> Events { get; } = events;

    public IReadOnlyList<RoomSignal> Signals { get; } = signals;
}

/// <summary>A room's one pump: reads the log as it grows and hands each batch, prepared once, to everybody who watches.</summary>
public sealed class RoomFeed(RoomLog log, TimeProvider clock)
{
    private readonly TimeProvider clock = clock;

    public RoomLog Log => log;

    /// <summary>Shows something of the moment to whoever watches; it is not kept.</summary>
    public void Signal(RoomSignal signal)
    {
        _ = signal;
        _ = clock;
    }
}
