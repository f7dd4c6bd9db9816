using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Archive;

/// <summary>Looks twice a minute whether the index owes to forget something.</summary>
public sealed partial class ForgettingHost(Forgetting forgetting, TimeProvider clock, ILogger<ForgettingHost> log) : BackgroundService
{
    /// <summary>Several messages taken back within it are forgotten in one go.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Beat, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stoppingToken.IsCancellationRequested && await forgetting.RunAsync(stoppingToken).ConfigureAwait(false))
                    LogForgotten(log);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, fault);
            }
            catch (OperationCanceledException)
            {
                // The house closes; what is owed stays owed.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "What was taken back is gone from the search index, too.")]
    private static partial void LogForgotten(ILogger log);

    [LoggerMessage(LogLevel.Warning, "The search index could not forget what was taken back; it is tried again.")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
