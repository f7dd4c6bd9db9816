using Chatter.Core.Domain;
using Chatter.Core.Logs.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Core.Logs;

/// <summary>
/// A room's one pump: reads the log as it grows and hands each batch, prepared once, to everybody who watches. It rests
/// while nothing grows or nobody listens.
/// </summary>
public sealed partial class RoomFeed
{
    /// <summary>The most events <see cref="ReadAsync"/> gives at once.</summary>
    public const int Page = 500;

    /// <summary>Events read from the log in one go; the memory's tail is read before it is trimmed when so many wait.</summary>
    private const int Sip = 40;

    private const int Gulp = 200;

    private const int ReadersAtOnce = 4;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(250);

    private readonly RoomLog log;
    private readonly TimeProvider clock;
    private readonly ILogger told;
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private readonly RecentEvents recent;
    private readonly SemaphoreSlim warming = new(1);

    // Readers far behind take turns, so that many of them neither fill the memory nor starve the rest of the house.
    private readonly SemaphoreSlim pages = new(ReadersAtOnce);

    private readonly FeedCadence swift, calm;
    private bool awake, waiting;
    private long planned;
    private StatsChanged? stats;
    private RoomPhaseChanged? phase;

    public RoomFeed(RoomLog log, TimeProvider clock, ILogger<RoomFeed>? told = null)
    {
        this.log = log;
        this.clock = clock;
        this.told = told ?? NullLogger<RoomFeed>.Instance;
        recent = new RecentEvents(log.Head);
        swift = new FeedCadence(FeedPace.Swift, clock, Failed);
        calm = new FeedCadence(FeedPace.Calm, clock, Failed);
        timer = clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        log.Subscribe(Wake);
    }

    public RoomLog Log => log;

    /// <summary>How many listen at this moment.</summary>
    public int Listeners => swift.Count + calm.Count;

    /// <summary>The number of the last event handed to swift readers: who is behind catches up to here, where the next batch begins.</summary>
    public long Told => swift.Told;

    /// <summary>The figures last signalled, for those who come later.</summary>
    public StatsChanged? LatestStats => Volatile.Read(ref stats);

    /// <summary>The phase last signalled, for those who come later.</summary>
    public RoomPhaseChanged? LatestPhase => Volatile.Read(ref phase);

    /// <summary>
    /// Hands every batch to the listener, on the pump: it must return at once. Batches join on without holes. Subscribe
    /// first, then read what was before: what comes in between is then told twice rather than never.
    /// </summary>
    public IDisposable Subscribe(Action<RoomBatch> listener, FeedPace pace = FeedPace.Calm)
    {
        var cadence = pace == FeedPace.Swift ? swift : calm;
        lock (gate)
        {
            // Nobody listened, so nothing was pumped: begin at the present.
            if (Listeners == 0 && !awake && recent.Last < log.Head)
                recent.StartAt(log.Head);
            return cadence.Add(listener, recent.Last);
        }
    }

    /// <summary>Shows something of the moment to whoever watches; it is not kept, and of each kind only the latest is shown.</summary>
    public void Signal(RoomSignal signal)
    {
        switch (signal)
        {
            case StatsChanged changed:
                Volatile.Write(ref stats, changed);
                break;
            case RoomPhaseChanged changed:
                Volatile.Write(ref phase, changed);
                break;
        }

        swift.Put(signal);
        calm.Put(signal);
        Wake();
    }

    /// <summary>
    /// The public events after a number, oldest first, at most <paramref name="limit"/> and <see cref="Page"/>: shared and
    /// already encoded if they are recent, else from the store.
    /// </summary>
    public async ValueTask<IReadOnlyList<WireEvent>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        limit = Math.Min(limit, Page);
        if (recent.After(after, limit) is { Length: > 0 } known)
            return known;
        if (after >= log.Head)
            return [];
        if (log.Head - after <= Page && await WarmAsync(after, cancellationToken).ConfigureAwait(false)
            && recent.After(after, limit) is { Length: > 0 } warmed)
            return warmed;

        await pages.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var read = await log.ReadAfterAsync(after, limit, Reader.Anonymous, cancellationToken).ConfigureAwait(false);
            return [.. read.Select(e => new WireEvent(e))];
        }
        finally
        {
            pages.Release();
        }
    }

    /// <summary>Reads what is recent into memory, once for a whole herd. False if it has moved on meanwhile.</summary>
    private async ValueTask<bool> WarmAsync(long after, CancellationToken cancellationToken)
    {
        await warming.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (first, last) = (recent.First, recent.Last);
            if (after + 1 >= first)
                return true;
            var from = Math.Max(last - Page, 0);
            var read = await log.ReadAfterAsync(from, (int)(first - 1 - from), Reader.Anonymous, cancellationToken).ConfigureAwait(false);
            recent.Prepend(read);
            return after + 1 >= recent.First;
        }
        finally
        {
            warming.Release();
        }
    }

    /// <summary>Told by the log on the writer's thread and by signals: there is something to hand out.</summary>
    private void Wake()
    {
        lock (gate)
        {
            if (!awake || waiting)
                Plan();
        }
    }

    /// <summary>Runs the pump now, or when the next batch is due, or lets it sleep. Called under the lock while it does not run.</summary>
    private void Plan()
    {
        var head = log.Head;
        var due = Sooner(swift.DueIn(head), calm.DueIn(head));
        if (due is not null && head - recent.Last >= Sip)
            due = TimeSpan.Zero;

        var wasWaiting = waiting;
        awake = due is not null;
        waiting = due > TimeSpan.Zero;
        if (due == TimeSpan.Zero)
            Run();
        else if (due is { } wait)
            WaitFor(wait, wasWaiting);
    }

    private void WaitFor(TimeSpan wait, bool wasWaiting)
    {
        var at = clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);
        if (wasWaiting && at >= planned)
            return;
        planned = at;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (gate)
        {
            if (!waiting)
                return;
            waiting = false;
        }

        Run();
    }

    private void Run() => ThreadPool.UnsafeQueueUserWorkItem(static feed => _ = feed.PumpAsync(), this, preferLocal: false);

    private async Task PumpAsync()
    {
        var failed = false;
        try
        {
            await ReadGrowthAsync().ConfigureAwait(false);
            swift.Flush(recent);
            calm.Flush(recent);
        }
        catch (Exception fault)
        {
            // Nothing is lost: the cursor stands where it stood, and the next try reads on from there.
            LogFailed(told, log.Room.Value, fault);
            failed = true;
        }

        Rest(failed);
    }

    private async ValueTask ReadGrowthAsync()
    {
        var from = recent.Last;
        if (from < log.Head)
            recent.Append(await log.ReadAfterAsync(from, Gulp, Reader.Anonymous, CancellationToken.None).ConfigureAwait(false));
    }

    private void Rest(bool failed)
    {
        lock (gate)
        {
            if (failed && Listeners > 0)
            {
                waiting = true;
                WaitFor(AfterFailure, wasWaiting: false);
            }
            else
            {
                Plan();
            }
        }
    }

    private void Failed(Exception fault) => LogListenerFailed(told, log.Room.Value, fault);

    private static TimeSpan? Sooner(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b ?? a : a;

    [LoggerMessage(LogLevel.Warning, "Room {Room} could not be read for its viewers; it is tried again shortly.")]
    private static partial void LogFailed(ILogger log, long room, Exception fault);

    [LoggerMessage(LogLevel.Warning, "A reader of room {Room} failed on a batch; the others got it.")]
    private static partial void LogListenerFailed(ILogger log, long room, Exception fault);
}
