using Chatter.Core.Domain;

namespace Chatter.Core.Logs;

/// <summary>How soon a reader of a feed is told.</summary>
public enum FeedPace
{
    /// <summary>For sockets: every 25 ms at most, 50 ms above 40 messages a second, 250 ms above 120.</summary>
    Swift,

    /// <summary>For pages, whose drawing costs more: every 100 ms at most, 250 ms above 120 messages a second.</summary>
    Calm,
}

/// <summary>
/// The listeners of one pace. The first event after a rest goes out at once, those that follow are gathered; the busier
/// the room, or the longer it takes to tell everybody, the more of them go together.
/// </summary>
internal sealed class FeedCadence(FeedPace pace, TimeProvider clock, Action<Exception> failed)
{
    /// <summary>So many events go out whether it is time or not, lest the recent ones be overwritten.</summary>
    private const int Most = 250;

    /// <summary>Timers may be this much early; an event this close to its time is due.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan LongestTick = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly List<Listener> listeners = [];
    private readonly Dictionary<Type, RoomSignal> signals = [];
    private Listener[] told = [];
    private bool listenersChanged;
    private long cursor;
    private long? flushed;
    private double perSecond;
    private TimeSpan cost;

    public int Count
    {
        get
        {
            lock (gate)
                return listeners.Count;
        }
    }

    /// <summary>The number of the last event handed out, or about to be.</summary>
    public long Told
    {
        get
        {
            lock (gate)
                return cursor;
        }
    }

    /// <summary>Adds a listener, who is told of all that comes after <paramref name="head"/> at the latest.</summary>
    public IDisposable Add(Action<RoomBatch> listener, long head)
    {
        var added = new Listener(this, listener);
        lock (gate)
        {
            if (listeners.Count == 0)
                cursor = head;
            added.Place = listeners.Count;
            listeners.Add(added);
            listenersChanged = true;
        }

        return added;
    }

    /// <summary>Keeps a signal for the next batch in place of an earlier one of its kind; forgotten if nobody listens.</summary>
    public void Put(RoomSignal signal)
    {
        lock (gate)
        {
            if (listeners.Count > 0)
                signals[signal.GetType()] = signal;
        }
    }

    /// <summary>How long until a batch is due if the log's head is here; null if there is nothing to tell.</summary>
    public TimeSpan? DueIn(long head)
    {
        lock (gate)
        {
            if (listeners.Count == 0 || (cursor >= head && signals.Count == 0))
                return null;
            if (flushed is not { } at || head - cursor >= Most)
                return TimeSpan.Zero;
            var left = Tick() - clock.GetElapsedTime(at);
            return left <= Grain ? TimeSpan.Zero : left;
        }
    }

    /// <summary>Tells the listeners what they have not been told, if it is due.</summary>
    public void Flush(RecentEvents recent)
    {
        var head = recent.Last;
        if (DueIn(head) != TimeSpan.Zero)
            return;
        RoomSignal[] news;
        Listener[] all;
        lock (gate)
        {
            all = Everybody();
            news = [.. signals.Values];
            signals.Clear();
        }

        var batch = Gather(recent, news);
        if (batch.Wire.Count == 0 && batch.Signals.Count == 0)
            return;

        // Before anybody is told: a reader who catches up meanwhile then stops where the next batch begins.
        lock (gate)
            cursor = Math.Max(cursor, batch.Last);
        var start = clock.GetTimestamp();
        foreach (var listener in all)
            Tell(listener, batch);
        Note(start, batch.Wire.Count);
    }

    private RoomBatch Gather(RecentEvents recent, RoomSignal[] news)
    {
        var events = recent.After(cursor, int.MaxValue) ?? recent.After(recent.First - 1, int.MaxValue)!;

        // Who has spoken is no longer about to.
        if (events.Length > 0 && news.OfType<Typing>().FirstOrDefault() is { } typing
            && events.Any(e => e.Event.Message?.Author.Key == typing.Author.Key))
            news = [.. news.Where(s => s != typing)];
        return new RoomBatch(events, news);
    }

    private void Tell(Listener listener, RoomBatch batch)
    {
        try
        {
            listener.Hear(batch);
        }
        catch (Exception fault)
        {
            failed(fault);
        }
    }

    private void Note(long start, int events)
    {
        lock (gate)
        {
            cost = clock.GetElapsedTime(start);
            var seconds = flushed is { } at ? Math.Max(clock.GetElapsedTime(at, start).TotalSeconds, 0.001) : 1;
            perSecond += (1 - Math.Exp(-seconds)) * ((events / seconds) - perSecond);
            flushed = start;
        }
    }

    private TimeSpan Tick()
    {
        var byRate = TimeSpan.FromMilliseconds((pace, perSecond) switch
        {
            (_, > 120) => 250,
            (FeedPace.Calm, _) => 100,
            (_, > 40) => 50,
            _ => 25,
        });

        // A room so full that telling everybody takes long keeps at most a quarter of a core busy with it.
        var byCost = cost * 4;
        return byCost <= byRate ? byRate : byCost < LongestTick ? byCost : LongestTick;
    }

    private Listener[] Everybody()
    {
        if (listenersChanged)
        {
            told = [.. listeners];
            listenersChanged = false;
        }

        return told;
    }

    private void Remove(Listener listener)
    {
        lock (gate)
        {
            var last = listeners[^1];
            listeners[listener.Place] = last;
            last.Place = listener.Place;
            listeners.RemoveAt(listeners.Count - 1);
            listenersChanged = true;
            if (listeners.Count > 0)
                return;

            // Nothing is kept for those who have left.
            told = [];
            signals.Clear();
        }
    }

    private sealed class Listener(FeedCadence cadence, Action<RoomBatch> hear) : IDisposable
    {
        private Action<RoomBatch>? hear = hear;

        public int Place { get; set; }

        public void Hear(RoomBatch batch) => Volatile.Read(ref hear)?.Invoke(batch);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref hear, null) is not null)
                cadence.Remove(this);
        }
    }
}
