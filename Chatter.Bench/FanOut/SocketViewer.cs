using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chatter.Bench.FanOut;

/// <summary>A viewer as cheap as can be, which still checks every number: a socket, the frames' headers, the digits after <c>"seq":</c>.</summary>
internal sealed class SocketViewer(MemoryMappedViewAccessor? stamps) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[32 * 1024];
    private int held;
    private long last;

    /// <summary>Events received, numbers that never came and numbers that came again.</summary>
    public long Deliveries { get; private set; }

    public long Misses { get; private set; }

    public long Doubles { get; private set; }

    public long Last => Volatile.Read(ref last);

    /// <summary>Microseconds from commit to receipt, of each event whose commit is stamped.</summary>
    public List<int> Latencies { get; } = [];

    public async Task ConnectAsync(Uri server, string path, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), cancellationToken);
        while (buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8) is var end)
        {
            if (end >= 0)
            {
                Take(end + 4);
                break;
            }

            held += await ReceiveAsync(cancellationToken);
        }

        if (path == "/plain")
            await SendTextAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), cancellationToken);
    }

    /// <summary>Reads until told to stop.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                TakeFrames();
                var count = await ReceiveAsync(cancellationToken);
                if (count == 0)
                    return;
                held += count;
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The measure is over.
        }
    }

    /// <summary>Forgets what was counted so far.</summary>
    public void Reset()
    {
        (Deliveries, Misses, Doubles) = (0, 0, 0);
        Latencies.Clear();
    }

    public void Dispose() => socket.Dispose();

    private ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (held == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        return socket.ReceiveAsync(buffer.AsMemory(held), cancellationToken);
    }

    private void TakeFrames()
    {
        var used = 0;
        var now = Stopwatch.GetTimestamp();
        while (held - used >= 2)
        {
            var frame = buffer.AsSpan(used, held - used);
            var (header, length) = (frame[1] & 0x7F) switch
            {
                126 when frame.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(frame[2..])),
                127 when frame.Length >= 10 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(frame[2..])),
                126 or 127 => (0, int.MaxValue / 2),
                var small => (2, small),
            };
            if (frame.Length < header + length)
                break;
            if ((frame[0] & 0x0F) == 9)
                socket.Send([0x8A, 0x80, 0, 0, 0, 0]);
            else
                TakePayload(frame.Slice(header, length), now);
            used += header + length;
        }

        Take(used);
    }

    private void TakePayload(ReadOnlySpan<byte> payload, long now)
    {
        // Arrays and several hub messages hold more than one; a greeting only says where to begin.
        var greeting = payload.StartsWith("{\"type\":\"connected\""u8);
        while (payload.IndexOf("\"seq\":"u8) is var at and >= 0)
        {
            payload = payload[(at + 6)..];
            Utf8Parser.TryParse(payload, out long seq, out _);
            if (greeting)
            {
                last = seq;
                return;
            }

            Note(seq, now);
        }
    }

    private void Note(long seq, long now)
    {
        Deliveries++;
        if (seq <= last)
            Doubles++;
        else if (last > 0)
            Misses += seq - last - 1;
        Volatile.Write(ref last, Math.Max(last, seq));
        if (stamps?.ReadInt64(seq % FanOutServer.MostStamps * 8) is { } committed and not 0)
            Latencies.Add((int)Math.Max(Stopwatch.GetElapsedTime(committed, now).TotalMicroseconds, 0));
    }

    private void Take(int count)
    {
        buffer.AsSpan(count, held - count).CopyTo(buffer);
        held -= count;
    }

    private async Task SendTextAsync(byte[] text, CancellationToken cancellationToken) =>
        await socket.SendAsync((byte[])[0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text], cancellationToken);
}
