using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Chatter.Core.Storage;

namespace Chatter.Core.Archive;

/// <summary>
/// The way from the command line to a running server: a Unix socket in the data directory, one JSON line each way. Only
/// the server's own account can reach it.
/// </summary>
public static class BackupSocket
{
    /// <summary>Bytes a line may have.</summary>
    internal const int LongestLine = 16 * 1024;

    /// <summary>Bytes the socket's path may have; the system knows no longer ones.</summary>
    private const int LongestPath = 107;

    /// <summary>Asks the server that uses this data directory for a copy. Null if none answers there.</summary>
    /// <param name="file">Where to, as an absolute path; null for the backup folder.</param>
    /// <exception cref="StoreCopyException">The server made no copy; the message says why.</exception>
    public static async Task<StoreFacts?> AskAsync(StoreOptions store, string? file, CancellationToken cancellationToken)
    {
        var path = PathIn(store);
        if (!Fits(path))
            return null;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }

        try
        {
            await using var stream = new NetworkStream(socket);
            await SendAsync(stream, new Request(file), cancellationToken).ConfigureAwait(false);
            var answer = await ReceiveAsync<Answer>(stream, cancellationToken).ConfigureAwait(false);
            return answer?.Made ?? throw new StoreCopyException(answer?.Error ?? "The server ended without an answer.");
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            throw new StoreCopyException($"The server did not answer as it should: {fault.Message}", fault);
        }
    }

    internal static string PathIn(StoreOptions store) => Path.Combine(store.DataDirectory, "control", "backup.sock");

    internal static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= LongestPath;

    internal static async Task SendAsync<T>(Stream stream, T line, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<T?> ReceiveAsync<T>(Stream stream, CancellationToken cancellationToken)
    {
        var line = new byte[LongestLine];
        var length = 0;
        while (length < line.Length)
        {
            var read = await stream.ReadAsync(line.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (read == 0 || line.AsSpan(length - read, read).Contains((byte)'\n'))
                return length == 0 ? default : JsonSerializer.Deserialize<T>(line.AsSpan(0, length));
        }

        throw new JsonException($"A line is longer than {LongestLine} bytes.");
    }

    internal sealed record Request(string? File);

    internal sealed record Answer(StoreFacts? Made, string? Error);
}
