using Chatter.Core.Domain;
using Chatter.Core.Logs.Wire;

namespace Chatter.Core.Logs;

/// <summary>
/// What a room's readers are told together: the events since the last batch, and the signals of the moment. One object
/// for all readers; what is made of it (frames, markup) is made once and kept on it.
/// </summary>
public sealed class RoomBatch
{
    private readonly Lock gate = new();
    private readonly List<object> made = [];
    private IReadOnlyList<RoomEvent>? events;

    public RoomBatch(IReadOnlyList<RoomEvent> events, IReadOnlyList<RoomSignal> signals)
        : this([.. events.Select(e => new WireEvent(e))], signals)
    {
    }

    internal RoomBatch(WireEvent[] wire, IReadOnlyList<RoomSignal> signals)
    {
        Wire = wire;
        Signals = signals;
    }

    /// <summary>Public events in order, without holes; may be empty when there are only signals.</summary>
    public IReadOnlyList<RoomEvent> Events => events ??= Array.ConvertAll((WireEvent[])Wire, w => w.Event);

    /// <summary>The same events beside their JSON.</summary>
    public IReadOnlyList<WireEvent> Wire { get; }

    /// <summary>At most one of a kind, the latest.</summary>
    public IReadOnlyList<RoomSignal> Signals { get; }

    /// <summary>The number of the first event; 0 without events.</summary>
    public long First => Wire.Count == 0 ? 0 : Wire[0].Seq;

    /// <summary>The number of the last event; 0 without events.</summary>
    public long Last => Wire.Count == 0 ? 0 : Wire[^1].Seq;

    /// <summary>
    /// The one <typeparamref name="T"/> made of this batch: made by the first who asks, while others who ask wait, and
    /// the same object for everybody. <paramref name="make"/> must be quick and may itself ask for other things made.
    /// </summary>
    public T GetOrAdd<T>(Func<RoomBatch, T> make) where T : class
    {
        lock (gate)
        {
            foreach (var thing in made)
            {
                if (thing is T known)
                    return known;
            }

            var fresh = make(this);
            made.Add(fresh);
            return fresh;
        }
    }
}
