using Chatter.Core.Domain;
using Chatter.Core.Logs.Wire;

namespace Chatter.Core.Logs;

/// <summary>
/// The last events of a room with their encodings, so that a herd coming back is served without asking the store. When it
/// is full the oldest go; they are in the store.
/// </summary>
internal sealed class RecentEvents
{
    private const int Slots = 512;

    private readonly Lock gate = new();
    private readonly WireEvent[] ring = new WireEvent[Slots];
    private long first;
    private long last;

    public RecentEvents(long head) => (first, last) = (head + 1, head);

    /// <summary>The number of the last event held, or before the first to come.</summary>
    public long Last
    {
        get
        {
            lock (gate)
                return last;
        }
    }

    public long First
    {
        get
        {
            lock (gate)
                return first;
        }
    }

    /// <summary>Forgets everything; the next event will be the one after <paramref name="head"/>.</summary>
    public void StartAt(long head)
    {
        lock (gate)
        {
            Array.Clear(ring);
            (first, last) = (head + 1, head);
        }
    }

    /// <summary>Adds what follows; what is already there, or would leave a hole, is left out.</summary>
    public void Append(IReadOnlyList<RoomEvent> events)
    {
        lock (gate)
        {
            foreach (var e in events)
            {
                if (e.Seq != last + 1)
                    continue;
                ring[e.Seq % Slots] = new WireEvent(e);
                last = e.Seq;
                first = Math.Max(first, last - Slots + 1);
                if (e.Body is Retracted retracted)
                    Erase(retracted.Message);
            }
        }
    }

    /// <summary>Adds what came before; only as much as there is room for, and only if it joins on.</summary>
    public void Prepend(IReadOnlyList<RoomEvent> events)
    {
        lock (gate)
        {
            for (var i = events.Count - 1; i >= 0; i--)
            {
                if (events[i].Seq != first - 1 || last - events[i].Seq >= Slots)
                    continue;
                first--;
                ring[first % Slots] = new WireEvent(events[i]);
            }

            // What was taken back while the page was being read from the store.
            for (var seq = first; seq <= last; seq++)
            {
                if (ring[seq % Slots].Event.Body is Retracted retracted)
                    Erase(retracted.Message);
            }
        }
    }

    /// <summary>The events after a number, at most <paramref name="limit"/>; null if they reach further back than this.</summary>
    public WireEvent[]? After(long after, int limit)
    {
        lock (gate)
        {
            if (after + 1 < first)
                return null;
            var count = (int)Math.Clamp(last - after, 0, limit);
            var events = new WireEvent[count];
            for (var i = 0; i < count; i++)
                events[i] = ring[(after + 1 + i) % Slots];
            return events;
        }
    }

    private void Erase(long seq)
    {
        if (seq >= first && seq <= last)
            ring[seq % Slots] = ring[seq % Slots].Erased();
    }
}
