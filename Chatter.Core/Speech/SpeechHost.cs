using System.Threading.Channels;
using Chatter.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Speech;

/// <summary>Listens to every room's log and lets its messages be heard: one loop a room, so that each room keeps its order.</summary>
public sealed partial class SpeechHost(
    VoicedRooms rooms, Func<VoicedRoom, SpeechReader> read, ClipShelf shelf, ISpeech speech, TimeProvider clock, ILogger<SpeechHost> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        LogVoice(log, speech.Description);
        await TidyAsync(stoppingToken).ConfigureAwait(false);
        var loops = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            var (seated, more) = rooms.After(loops.Count);
            loops.AddRange(seated.Select(room => KeepAliveAsync(room, stoppingToken)));
            await more.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(loops).ConfigureAwait(false);
    }

    private async Task TidyAsync(CancellationToken stopping)
    {
        try
        {
            await shelf.SweepAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogUntidy(log, fault);
        }
        catch (OperationCanceledException)
        {
            // The program ends; the next start tidies.
        }
    }

    private async Task KeepAliveAsync(VoicedRoom room, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(room, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StoreUnavailableException)
            {
                // The store says so itself and the room pauses; here it is only waited out.
                await Task.Delay(Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fault)
            {
                LogFellOver(log, room.Name, fault);
                await Task.Delay(Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(VoicedRoom room, CancellationToken stopping)
    {
        // A notice that finds one waiting is dropped: both would only say that the log has grown.
        var grown = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = room.Log.Subscribe(() => grown.Writer.TryWrite(true));
        var reader = read(room);
        await reader.OpenAsync(stopping).ConfigureAwait(false);
        try
        {
            while (true)
            {
                while (await reader.StepAsync(stopping).ConfigureAwait(false))
                    stopping.ThrowIfCancellationRequested();
                await grown.Reader.ReadAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await reader.KeepAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Information, "Voice: {Description}.")]
    private static partial void LogVoice(ILogger log, string description);

    [LoggerMessage(LogLevel.Warning, "Sounds that nobody can ask for any more could not be deleted; the next start tries again.")]
    private static partial void LogUntidy(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Error, "Listening to {Room} fell over and is begun again.")]
    private static partial void LogFellOver(ILogger log, string room, Exception fault);
}
