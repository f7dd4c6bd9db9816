using System.Net.Sockets;
using System.Text.Json;
using Chatter.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chatter.Core.Archive;

/// <summary>Listens for the command line (<see cref="BackupSocket"/>) and makes the copies it asks for, one after the other.</summary>
public sealed partial class BackupSocketHost(StoreOptions store, Backup backup, TimeProvider clock, ILogger<BackupSocketHost> log) : BackgroundService
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = BackupSocket.PathIn(store);
        try
        {
            using var listener = Listen(path);
            while (!stoppingToken.IsCancellationRequested)
            {
                using var caller = await listener.AcceptAsync(stoppingToken).ConfigureAwait(false);
                await ServeAsync(caller, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The house closes.
        }
        catch (Exception fault) when (fault is SocketException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            LogDeaf(log, path, fault.Message);
        }
        finally
        {
            if (File.Exists(path))
                File.Delete(path);
        }
    }

    private static Socket Listen(string path)
    {
        if (!BackupSocket.Fits(path))
            throw new IOException("the path is too long for a socket.");

        // The folder is closed to others before the socket is there, so that there is no moment in which they could reach it.
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // The data directory is ours alone, so a socket that lies here is of a server that was killed.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(4);
        return listener;
    }

    private async Task ServeAsync(Socket caller, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(caller);
            var request = await HearAsync(stream, stopping).ConfigureAwait(false);
            if (request is not null)
                await BackupSocket.SendAsync(stream, await AnswerAsync(request, stopping).ConfigureAwait(false), stopping).ConfigureAwait(false);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested && fault is IOException or SocketException or JsonException or OperationCanceledException)
        {
            LogMisheard(log, fault.Message);
        }
    }

    private async Task<BackupSocket.Request?> HearAsync(Stream stream, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(LongestRequest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        return await BackupSocket.ReceiveAsync<BackupSocket.Request>(stream, either.Token).ConfigureAwait(false);
    }

    private async Task<BackupSocket.Answer> AnswerAsync(BackupSocket.Request request, CancellationToken stopping)
    {
        try
        {
            return new BackupSocket.Answer(await Task.Run(() => backup.Make(request.File), stopping).ConfigureAwait(false), null);
        }
        catch (StoreCopyException fault)
        {
            return new BackupSocket.Answer(null, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "`chatter backup` cannot reach this server at {Path}: {Why} Backups by themselves go on.")]
    private static partial void LogDeaf(ILogger log, string path, string why);

    [LoggerMessage(LogLevel.Warning, "A request of `chatter backup` could not be heard out: {Why}")]
    private static partial void LogMisheard(ILogger log, string why);
}
