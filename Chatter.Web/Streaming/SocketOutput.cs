using System.Buffers;

namespace Chatter.Web.Streaming;

/// <summary>What goes out of one socket: a write at a time, and the last of all a farewell, said once.</summary>
internal sealed class SocketOutput(Stream stream, TimeProvider clock)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? farewell;
    private int farewellSaid;
    private long pendingSince;
    private long closingSince;

    /// <summary>The clock's stamp when the write began that has not completed; 0 while none waits.</summary>
    public long PendingSince => Volatile.Read(ref pendingSince);

    /// <summary>The clock's stamp when the close was decided on; 0 before.</summary>
    public long ClosingSince => Volatile.Read(ref closingSince);

    public bool IsClosing => Volatile.Read(ref farewell) is not null;

    /// <summary>Completes when the farewell is written.</summary>
    public Task Ended => ended.Task;

    /// <summary>Begins a write. True if it went through at once; else <paramref name="pending"/> is to be given to <see cref="WaitAsync"/>.</summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes, out ValueTask pending)
    {
        pending = stream.WriteAsync(bytes);
        if (pending.IsCompletedSuccessfully)
        {
            pending.GetAwaiter().GetResult();
            return true;
        }

        Volatile.Write(ref pendingSince, clock.GetTimestamp());
        return false;
    }

    public async ValueTask WaitAsync(ValueTask pending)
    {
        await pending.ConfigureAwait(false);
        Volatile.Write(ref pendingSince, 0);
    }

    /// <summary>Writes, and says whether that went through at once.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (TryWrite(bytes, out var pending))
            return true;
        await WaitAsync(pending).ConfigureAwait(false);
        return false;
    }

    /// <summary>Writes bytes that lie in many places, gathered in chunks of this size.</summary>
    public async ValueTask WriteAsync(IEnumerable<ReadOnlyMemory<byte>> parts, int chunkSize)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(chunkSize);
        try
        {
            var used = 0;
            foreach (var part in parts)
            {
                for (var rest = part; !rest.IsEmpty;)
                {
                    var count = Math.Min(rest.Length, chunk.Length - used);
                    rest[..count].CopyTo(chunk.AsMemory(used));
                    (used, rest) = (used + count, rest[count..]);
                    if (used < chunk.Length)
                        continue;
                    await WriteAsync(chunk.AsMemory(0, used)).ConfigureAwait(false);
                    used = 0;
                }
            }

            if (used > 0)
                await WriteAsync(chunk.AsMemory(0, used)).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Decides on the last frame. False if that was already decided.</summary>
    public bool Close(byte[] frame)
    {
        if (Interlocked.CompareExchange(ref farewell, frame, null) is not null)
            return false;
        Volatile.Write(ref closingSince, clock.GetTimestamp());
        return true;
    }

    /// <summary>Writes the farewell if that is not done yet; behind a write that still waits, if there is one.</summary>
    public async ValueTask SayFarewellAsync()
    {
        if (Interlocked.Exchange(ref farewellSaid, 1) == 1)
            return;
        await stream.WriteAsync(farewell!).ConfigureAwait(false);
        ended.TrySetResult();
    }
}
