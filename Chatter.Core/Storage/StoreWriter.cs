using System.Threading.Channels;
using Chatter.Core.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Storage;

/// <summary>Whether the store records, and if not, why and since when.</summary>
public sealed record StoreState(bool Records, string? Reason, DateTimeOffset Since);

/// <summary>
/// The only writer of the store: one connection, one queue, one transaction a drain. Whoever waits on it knows, when the
/// wait ends, that the words are on disk.
/// </summary>
public sealed partial class StoreWriter(StoreOptions options, TimeProvider clock, ILogger<StoreWriter> log) : IAsyncDisposable
{
    /// <summary>Works in one transaction; enough to make a commit's flush cheap, few enough that none waits long.</summary>
    private const int LargestDrain = 512;

    /// <summary>The row of <c>meta</c> that a trial writes, and its characters.</summary>
    private const string Probe = "probe";
    private const int ProbeSize = 64 * 1024;

    // Nothing is lost here: a full queue makes the writers wait, which is the back-pressure wanted.
    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(8192) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private StoreSession? session;
    private Task? loop;
    private bool settleSoon;
    private StoreState state = new(true, null, clock.GetUtcNow());

    /// <summary>Whether the last attempt to write went through.</summary>
    public StoreState State => Volatile.Read(ref state);

    /// <summary>Raised on the writer's own thread when <see cref="State"/> changes; must return at once.</summary>
    public event Action<StoreState>? StateChanged;

    /// <summary>How many works wait to be written.</summary>
    public int Waiting => queue.Reader.Count;

    /// <summary>Begins to write; the database must be there and of the present schema (<see cref="StoreOpening"/>).</summary>
    public void Start()
    {
        session = StoreSession.Open(options.DatabasePath);
        loop = Task.Factory.StartNew(Drain, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Appends an event under its room's next number. <paramref name="committed"/> is called on the writer's thread in the
    /// order of the log, after the commit and before the wait ends; it must return at once and not throw.
    /// </summary>
    /// <returns>The event as stored; for a client id already used by the author, the number given then, with Existed set.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was stored.</exception>
    internal async Task<Appended> AppendAsync(NewEvent e, Action<RoomEvent> committed, CancellationToken cancellationToken)
    {
        var work = new AppendWork(e, committed);
        await EnqueueAsync(work, cancellationToken).ConfigureAwait(false);
        return await work.Done.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Does other writing than the log's, in the same transaction as whatever else is being written. The work may be run a
    /// second time when something else in its transaction failed, so it must do nothing but write.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored.</exception>
    public async Task<T> WriteAsync<T>(Func<ChatterDbContext, T> work, CancellationToken cancellationToken)
    {
        var item = new TableWork<T>(work);
        await EnqueueAsync(item, cancellationToken).ConfigureAwait(false);
        return await item.Done.Task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<ChatterDbContext> work, CancellationToken cancellationToken) =>
        WriteAsync(
            db =>
            {
                work(db);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Tries a write and takes it away again, so that a room that paused learns when it may go on. It needs more room than
    /// a message: on a full disk a small one still finds a corner, and rooms would begin and stop without end.
    /// </summary>
    public async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(db => Put(db, new string('-', ProbeSize)), cancellationToken).ConfigureAwait(false);
            await WriteAsync(db => db.Meta.Where(m => m.Name == Probe).ExecuteDelete(), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }

        static void Put(ChatterDbContext db, string value)
        {
            db.Meta.Where(m => m.Name == Probe).ExecuteDelete();
            db.Meta.Add(new MetaRow { Name = Probe, Value = value });
            db.SaveChanges();
        }
    }

    /// <summary>After the next commit the journal is emptied into the file, so that it remembers nothing the file has forgotten.</summary>
    public void SettleSoon() => Volatile.Write(ref settleSoon, true);

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        if (loop is not null)
            await loop.ConfigureAwait(false);
        session?.Settle();
        session?.Dispose();
        session = null;
    }

    private async Task EnqueueAsync(Work work, CancellationToken cancellationToken)
    {
        try
        {
            await queue.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException stopped)
        {
            throw new StoreUnavailableException("Chatter is stopping and records nothing more.", stopped);
        }
    }

    private void Drain()
    {
        var works = new List<Work>(LargestDrain);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            works.Clear();
            while (works.Count < LargestDrain && queue.Reader.TryRead(out var work))
                works.Add(work);
            Write(works);
        }
    }

    private void Write(List<Work> works)
    {
        try
        {
            session ??= StoreSession.Open(options.DatabasePath);
            session.Begin();
            foreach (var work in works)
                work.Run(session);
            session.Commit();
            if (Interlocked.Exchange(ref settleSoon, false))
                session.Settle();
        }
        catch (Exception fault)
        {
            TakeBack();
            if (works.Count == 1 || StoreUnavailableException.From(fault) is not null)
            {
                Refuse(works, fault);
                return;
            }

            // One of them is at fault; alone, it takes nobody with it.
            foreach (var work in works)
                Write([work]);
            return;
        }

        Note(records: true, null);
        foreach (var work in works)
            Tell(work.Publish);
        foreach (var work in works)
            work.Complete();
    }

    /// <summary>Tells others what happened. What is on disk stays there and the writer goes on, whatever they make of it.</summary>
    private void Tell(Action told)
    {
        try
        {
            told();
        }
        catch (Exception fault)
        {
            LogListenerFailed(log, fault);
        }
    }

    private void TakeBack()
    {
        try
        {
            session?.Rollback();
        }
        catch (SqliteException)
        {
            // A connection that cannot even go back is of no more use; closing it takes the transaction back.
            session?.Dispose();
            session = null;
        }
    }

    private void Refuse(List<Work> works, Exception fault)
    {
        var unavailable = StoreUnavailableException.From(fault);
        if (unavailable is not null)
        {
            // The handle may be at fault rather than the disk: the next write opens a new one.
            session?.Dispose();
            session = null;
            Note(records: false, unavailable.Message);
        }

        foreach (var work in works)
            work.Fail(unavailable ?? fault);
    }

    private void Note(bool records, string? reason)
    {
        var before = state;
        if (before.Records == records && before.Reason == reason)
            return;
        var now = new StoreState(records, reason, clock.GetUtcNow());
        Volatile.Write(ref state, now);
        if (records)
            LogResumed(log);
        else
            LogRefused(log, options.DatabasePath, reason!);
        Tell(() => StateChanged?.Invoke(now));
    }

    /// <summary>What became of an append.</summary>
    internal readonly record struct Appended(RoomEvent? Event, long Seq, bool Existed);

    private abstract class Work
    {
        public abstract void Run(StoreSession session);

        public virtual void Publish()
        {
        }

        public abstract void Complete();

        public abstract void Fail(Exception fault);
    }

    private sealed class AppendWork(NewEvent e, Action<RoomEvent> committed) : Work
    {
        private (long Seq, long? Number, bool Existed) result;
        private RoomEvent? stored;
        private Exception? own;

        public TaskCompletionSource<Appended> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(StoreSession session)
        {
            own = null;
            try
            {
                result = session.Append(e);
            }
            catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
            {
                // Refused before anything of it was written: the others go on.
                own = fault;
            }
        }

        public override void Publish()
        {
            if (own is not null || result.Existed)
                return;
            stored = new RoomEvent
            {
                Room = e.Room,
                Seq = result.Seq,
                Id = e.Id,
                At = DateTimeOffset.FromUnixTimeMilliseconds(e.At.ToUnixTimeMilliseconds()),
                Body = e.Body,
                Number = result.Number,
            };
            committed(stored);
        }

        public override void Complete()
        {
            if (own is null)
                Done.TrySetResult(new Appended(stored, result.Seq, result.Existed));
            else
                Done.TrySetException(own);
        }

        public override void Fail(Exception fault) => Done.TrySetException(fault);
    }

    private sealed class TableWork<T>(Func<ChatterDbContext, T> work) : Work
    {
        private T? result;
        private Exception? own;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(StoreSession session)
        {
            own = null;
            try
            {
                result = session.Run(work);
            }
            catch (Exception fault) when (!session.LostTransaction && StoreUnavailableException.From(fault) is null)
            {
                // Its own mistake: taken back to the savepoint, the others go on.
                own = fault;
            }
        }

        public override void Complete()
        {
            if (own is null)
                Done.TrySetResult(result!);
            else
                Done.TrySetException(own);
        }

        public override void Fail(Exception fault) => Done.TrySetException(fault);
    }

    [LoggerMessage(LogLevel.Error, "{Database}: {Reason} Rooms pause until it records again.")]
    private static partial void LogRefused(ILogger log, string database, string reason);

    [LoggerMessage(LogLevel.Information, "The store records.")]
    private static partial void LogResumed(ILogger log);

    [LoggerMessage(LogLevel.Error, "Someone who was told what the store recorded failed; the record stands.")]
    private static partial void LogListenerFailed(ILogger log, Exception fault);
}
