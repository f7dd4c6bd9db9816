using Chatter.Core.Domain;
using Chatter.Core.Language.Spending;
using Chatter.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Rooms;

/// <summary>Counts what happens in each room and tells its viewers when a figure has changed, at most once a second.</summary>
public sealed partial class StatisticsHost(RoomDirectory rooms, StoreReader store, UsageBook usage, TimeProvider clock, ILogger<StatisticsHost> log)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                foreach (var room in rooms.All(Reader.House))
                    await CountAsync(room, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The house closes.
        }
    }

    private async Task CountAsync(Room room, CancellationToken cancellationToken)
    {
        try
        {
            if (await room.Statistics.CountAsync(room, store, usage, clock.GetElapsedTime(0), cancellationToken).ConfigureAwait(false))
                room.Feed.Signal(new StatsChanged(room.Statistics.Current));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(log, room.Card.Slug, fault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The figures of {Room} could not be counted; they stay as they were.")]
    private static partial void LogFailed(ILogger log, string room, Exception fault);
}

/// <summary>A room's figures, kept by reading its log as it grows.</summary>
public sealed class RoomStatistics
{
    /// <summary>Messages a minute are averaged over this span.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    // At most one entry a second, so the span bounds it.
    private readonly Queue<(TimeSpan At, long Messages)> history = [];
    private RoomStats current = new(0, 0, 0, 0, 0, 0);
    private long countedTo = -1;

    public RoomStats Current => Volatile.Read(ref current);

    /// <summary>Looks again; true if a figure changed.</summary>
    /// <param name="now">On a clock that only goes forward.</param>
    internal async Task<bool> CountAsync(Room room, StoreReader store, UsageBook usage, TimeSpan now, CancellationToken cancellationToken)
    {
        var log = room.Log;
        var (tokens, cost, clips) = (Current.Tokens, Current.Cost, Current.Clips);
        if (log.Head != countedTo)
        {
            var head = log.Head;
            await using var db = store.CreateDbContext();
            var id = log.Room.Value;
            var spent = await usage.TotalAsync(log.Room, cancellationToken).ConfigureAwait(false);
            clips = await db.Clips.LongCountAsync(c => c.RoomId == id, cancellationToken).ConfigureAwait(false);
            (tokens, cost) = (spent.Tokens, spent.Cost);
            countedTo = head;
        }

        var next = new RoomStats(room.Presence.Viewers, log.MessageCount, PerMinute(log.MessageCount, now), tokens, cost, clips);
        if (next == Current)
            return false;
        Volatile.Write(ref current, next);
        return true;
    }

    private double PerMinute(long messages, TimeSpan now)
    {
        history.Enqueue((now, messages));
        while (history.Count > 1 && now - history.Peek().At > Span)
            history.Dequeue();
        var (since, then) = history.Peek();
        var minutes = (now - since).TotalMinutes;

        // In the first minute an average would leap; a minute is the least it is taken over.
        return Math.Round((messages - then) / Math.Max(minutes, 1), 1);
    }
}
