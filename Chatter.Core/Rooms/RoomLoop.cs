using System.Threading.Channels;
using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Personas;
using Chatter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Rooms;

/// <summary>An admin's wish for a turn now.</summary>
/// <param name="Persona">Who should speak; null leaves it to the room.</param>
/// <param name="Wish">What about; null leaves it to the persona.</param>
public sealed record TurnRequest(PersonaId? Persona, string? Wish);

/// <summary>The life of one room on the radio's clock: it sleeps, wakes, draws a delay, speaks, and begins again.</summary>
public sealed partial class RoomLoop(Room room, RadioTurns turns, StoreWriter store, TimeProvider clock, Random random, ILogger log)
{
    /// <summary>How long before a line is due it is written, so that a model's time hides in the delay already drawn.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(8);

    /// <summary>Less than this nobody would see; a fast room would only flicker.</summary>
    private static readonly TimeSpan ShortestTyping = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(2);

    /// <summary>A hanging model ends with its turn.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(25);

    // A fifth wish is refused: the admin is told that the room is still busy with the others.
    private readonly Channel<TurnRequest> requests = Channel.CreateBounded<TurnRequest>(
        new BoundedChannelOptions(4) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Asks for a turn now, whoever watches. False if four wishes already wait.</summary>
    public bool Request(TurnRequest request) => requests.Writer.TryWrite(request);

    /// <summary>Lives until cancelled. Only a fault of the house itself ends it earlier.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var fresh = true;
        while (!stopping.IsCancellationRequested)
        {
            var request = requests.Reader.TryRead(out var wished) ? wished : null;
            if (request is null && await RestAsync(stopping).ConfigureAwait(false))
            {
                fresh = true;
                continue;
            }

            try
            {
                fresh = await TakeTurnAsync(request, fresh, stopping).ConfigureAwait(false);
            }
            catch (StoreUnavailableException fault)
            {
                await WaitForStoreAsync(fault, stopping).ConfigureAwait(false);
            }
            catch (ModelUnavailableException fault)
            {
                // Never text in the chat: the persona stays silent, the page and the status say why.
                room.Enter(RoomPhase.Paused, fault.Message);
                await WaitAsync(fault.RetryAfter ?? Draw(room.Settings.Current.Timing), stopping).ConfigureAwait(false);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogTurnFailed(log, room.Card.Slug, fault);
                await WaitAsync(Draw(room.Settings.Current.Timing), stopping).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits out what keeps the room silent, if anything does. True if it did wait.</summary>
    private async Task<bool> RestAsync(CancellationToken stopping)
    {
        var settings = room.Settings.Current;
        if (!settings.Enabled)
        {
            room.Enter(RoomPhase.Off);
            await WaitAsync(Timeout.InfiniteTimeSpan, stopping, seen: settings).ConfigureAwait(false);
            return true;
        }

        if (settings.AlwaysOn || room.Presence.SeenWithin(settings.SleepAfter))
            return false;
        room.Enter(RoomPhase.Asleep);
        await WaitAsync(Timeout.InfiniteTimeSpan, stopping, room.Presence.WaitForViewerAsync(stopping), settings).ConfigureAwait(false);
        return true;
    }

    /// <summary>One turn, its delay included. Returns whether the next one is again the first after waking.</summary>
    private async Task<bool> TakeTurnAsync(TurnRequest? request, bool fresh, CancellationToken stopping)
    {
        var timing = room.Settings.Current.Timing;
        var delay = request is not null ? TimeSpan.Zero : fresh ? timing.InitialDelay : Draw(timing);
        var due = new Due(clock, delay);
        if (room.Phase.Phase != RoomPhase.Paused)
            room.Enter(RoomPhase.Talking);
        if (delay > Lead && await WaitAsync(delay - Lead, stopping).ConfigureAwait(false))
            return false;

        var settings = room.Settings.Current;
        if (request is null && !settings.Enabled)
            return true;
        var stage = room.Stage();
        var line = await PrepareAsync(stage, request, stopping).ConfigureAwait(false);
        if (line?.Message is not null)
        {
            if (await ShowTypingAsync(line, due, stopping).ConfigureAwait(false) && request is null)
                return false;
            room.Turn(line, await turns.SayAsync(stage, line, stopping).ConfigureAwait(false));
        }
        else
        {
            if (line is not null)
                room.Turn(line, null);
            await WaitAsync(due.Left, stopping).ConfigureAwait(false);
        }

        room.Enter(RoomPhase.Talking);
        return false;
    }

    private async Task<ReadyLine?> PrepareAsync(Stage stage, TurnRequest? request, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(LongestTurn, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            return await turns.PrepareAsync(stage, request?.Persona, request?.Wish, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new ModelUnavailableException("The model did not answer in time.");
        }
    }

    /// <summary>Waits until the line is due and shows its writer typing at the end of the wait. True if the wait was broken off.</summary>
    private async Task<bool> ShowTypingAsync(ReadyLine line, Due due, CancellationToken stopping)
    {
        var left = due.Left;
        if (left > line.Writing && await WaitAsync(left - line.Writing, stopping).ConfigureAwait(false))
            return true;
        left = due.Left;
        if (left == TimeSpan.Zero)
            return false;
        if (left >= ShortestTyping)
            room.Feed.Signal(new Typing(line.Speaker.AsAuthor(), left));
        return await WaitAsync(left, stopping).ConfigureAwait(false);
    }

    private async Task WaitForStoreAsync(StoreUnavailableException fault, CancellationToken stopping)
    {
        room.Enter(RoomPhase.Paused, fault.Message);
        do
            await WaitAsync(StoreRetry, stopping).ConfigureAwait(false);
        while (!stopping.IsCancellationRequested && !await store.ProbeAsync(stopping).ConfigureAwait(false));
        room.Enter(RoomPhase.Talking);
    }

    /// <summary>Waits for a time, a wish, settings other than those seen, or the given event. True if something other than the time ended the wait.</summary>
    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken stopping, Task? until = null, RoomSettings? seen = null)
    {
        if (time == TimeSpan.Zero)
            return false;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var delay = Task.Delay(time, clock, over.Token);
        var wish = requests.Reader.WaitToReadAsync(over.Token).AsTask();
        var changed = room.Settings.WaitForChangeAsync(seen ?? room.Settings.Current, over.Token);
        var first = await Task.WhenAny(until is null ? [delay, wish, changed] : [delay, wish, changed, until]).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
        return first != delay;
    }

    private TimeSpan Draw(Timing timing) =>
        timing.MinDelay + ((timing.MaxDelay - timing.MinDelay) * random.NextDouble());

    /// <summary>A moment ahead, on the clock that is never set: a wrong hour put right makes no room wait for it.</summary>
    private sealed class Due(TimeProvider clock, TimeSpan delay)
    {
        private readonly long since = clock.GetTimestamp();

        public TimeSpan Left => delay - clock.GetElapsedTime(since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    [LoggerMessage(LogLevel.Error, "A turn in {Room} failed; the room goes on.")]
    private static partial void LogTurnFailed(ILogger log, string room, Exception fault);
}
