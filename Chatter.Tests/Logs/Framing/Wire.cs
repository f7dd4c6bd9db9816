using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Chatter.Core.Logs.Framing;

namespace Chatter.Tests.Logs.Framing;

/// <summary>Two ends of a connection in memory; at one of them sits the framework's own WebSocket client.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly Pipe _up = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _down = new(new PipeOptions(pauseWriterThreshold: 0));

    public Wire()
    {
        Client = WebSocket.CreateFromStream(new Ends(_down.Reader.AsStream(), _up.Writer.AsStream()), new WebSocketCreationOptions { IsServer = false });
    }

    public WebSocket Client { get; }

    /// <summary>Sends bytes down to the client.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop = default) => await _down.Writer.WriteAsync(bytes, stop);

    /// <summary>All that the client has sent so far.</summary>
    public byte[] Sent()
    {
        if (!_up.Reader.TryRead(out var read))
            return [];
        var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        _up.Reader.AdvanceTo(read.Buffer.End);
        return bytes;
    }

    /// <summary>The next whole message the client receives.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync(CancellationToken stop = default)
    {
        var message = new MemoryStream();
        var portion = new byte[4_096];
        while (true)
        {
            var result = await Client.ReceiveAsync(portion.AsMemory(), stop);
            message.Write(portion, 0, result.Count);
            if (result.EndOfMessage)
                return (result.MessageType, message.ToArray());
        }
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Ends(Stream read, Stream write) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => write.Flush();
        public override Task FlushAsync(CancellationToken cancellationToken) => write.FlushAsync(cancellationToken);
        public override int Read(byte[] buffer, int offset, int count) => read.Read(buffer, offset, count);
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => read.ReadAsync(buffer, cancellationToken);
        public override void Write(byte[] buffer, int offset, int count) => write.Write(buffer, offset, count);
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => write.WriteAsync(buffer, cancellationToken);
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>What a reader said, kept beyond its buffer.</summary>
internal sealed record Heard(ClientFrameKind Kind, string Payload, ushort Code)
{
    /// <summary>Reads bytes in portions of the given lengths, over and over.</summary>
    public static List<Heard> In(WebSocketReader reader, ReadOnlySpan<byte> bytes, params int[] portions)
    {
        var heard = new List<Heard>();
        for (var turn = 0; !bytes.IsEmpty; turn++)
        {
            var length = Math.Min(bytes.Length, portions.Length == 0 ? bytes.Length : portions[turn % portions.Length]);
            var rest = bytes[..length];
            while (reader.TryRead(ref rest, out var frame))
                heard.Add(new Heard(frame.Kind, Convert.ToHexString(frame.Payload), frame.Code));
            Xunit.Assert.True(rest.IsEmpty);
            bytes = bytes[length..];
        }

        return heard;
    }
}

/// <summary>Frames as a client writes them, right and wrong.</summary>
internal static class Masked
{
    public static byte[] Frame(int firstByte, ReadOnlySpan<byte> payload, uint mask = 0x37FA213D)
    {
        var unmasked = new byte[WebSocketFrame.Size(payload.Length)];
        var header = WebSocketFrame.WriteHeader(unmasked, WebSocketOpcode.Binary, payload.Length);
        var frame = new byte[unmasked.Length + 4];
        unmasked.AsSpan(0, header).CopyTo(frame);
        (frame[0], frame[1]) = ((byte)firstByte, (byte)(frame[1] | 0x80));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(header), mask);
        for (var i = 0; i < payload.Length; i++)
            frame[header + 4 + i] = (byte)(payload[i] ^ frame[header + (i & 3)]);
        return frame;
    }
}
