using Chatter.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Archive;

/// <summary>Copies the store at the interval the settings give.</summary>
public sealed partial class BackupHost(Backup backup, BackupOptions options, TimeProvider clock, ILogger<BackupHost> log) : BackgroundService
{
    /// <summary>A start has better to do than to copy; and a copy that failed is not tried again at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Every > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(WaitUntilDue(), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested || !IsDue())
                continue;
            try
            {
                await Task.Run(() => backup.Make(null), stoppingToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, fault.Message, fault is StoreCopyException ? null : fault);
            }
        }
    }

    private bool IsDue() => backup.NewestAt is not { } newest || clock.GetUtcNow() - newest >= options.Every;

    private TimeSpan WaitUntilDue()
    {
        var left = backup.NewestAt is { } newest ? newest + options.Every - clock.GetUtcNow() : TimeSpan.Zero;

        // Looks again after an hour at the latest: a copy may have been made or taken away by hand.
        return TimeSpan.FromTicks(Math.Clamp(left.Ticks, Math.Min(Patience.Ticks, options.Every.Ticks), TimeSpan.TicksPerHour));
    }

    [LoggerMessage(LogLevel.Error, "No backup could be made; it is tried again. {Why}")]
    private static partial void LogFailed(ILogger log, string why, Exception? fault);
}
