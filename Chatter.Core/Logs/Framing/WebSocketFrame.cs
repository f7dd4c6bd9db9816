using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace Chatter.Core.Logs.Framing;

/// <summary>What a WebSocket frame is for (RFC 6455, section 5.2).</summary>
public enum WebSocketOpcode : byte
{
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}

/// <summary>Writes frames as a server sends them: whole, unmasked, without extensions. The bytes are the same for every viewer, so a frame is made once and sent to all.</summary>
public static class WebSocketFrame
{
    /// <summary>The largest payload of a close, ping or pong frame, in bytes.</summary>
    public const int MaxControlPayload = 125;

    /// <summary>The largest reason of a close frame, in bytes of UTF-8: its code takes two.</summary>
    public const int MaxCloseReason = MaxControlPayload - 2;

    /// <summary>The largest header of a server's frame, in bytes.</summary>
    public const int MaxHeaderSize = 10;

    private const byte Final = 0x80;
    private const int TwoByteLength = 126;
    private const int EightByteLength = 127;

    /// <summary>Bytes the header of a frame with this payload takes: 2, 4 or 10.</summary>
    public static int HeaderSize(int payload) => payload switch
    {
        <= MaxControlPayload => 2,
        <= ushort.MaxValue => 4,
        _ => MaxHeaderSize,
    };

    /// <summary>Bytes a whole frame with this payload takes.</summary>
    public static int Size(int payload) => HeaderSize(payload) + payload;

    /// <summary>Writes a frame's header; the payload must follow as it is.</summary>
    /// <param name="destination">At least <see cref="HeaderSize"/> bytes.</param>
    /// <param name="opcode">Close, ping and pong take at most <see cref="MaxControlPayload"/> bytes.</param>
    /// <param name="payload">The length of what follows, in bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteHeader(Span<byte> destination, WebSocketOpcode opcode, int payload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payload);
        if (opcode >= WebSocketOpcode.Close)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(payload, MaxControlPayload);

        destination[0] = (byte)(Final | (byte)opcode);
        var size = HeaderSize(payload);
        switch (size)
        {
            case 2:
                destination[1] = (byte)payload;
                break;
            case 4:
                destination[1] = TwoByteLength;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payload);
                break;
            default:
                destination[1] = EightByteLength;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payload);
                break;
        }

        return size;
    }

    /// <summary>Writes a whole frame.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var header = WriteHeader(destination, opcode, payload.Length);
        payload.CopyTo(destination[header..]);
        return header + payload.Length;
    }

    /// <summary>Appends a whole frame; several in a row may travel in one write.</summary>
    public static void Write(IBufferWriter<byte> output, WebSocketOpcode opcode, ReadOnlySpan<byte> payload) =>
        output.Advance(Write(output.GetSpan(Size(payload.Length)), opcode, payload));

    /// <summary>A text frame. The caller answers for the payload being UTF-8.</summary>
    public static byte[] Text(ReadOnlySpan<byte> utf8) => Frame(WebSocketOpcode.Text, utf8);

    public static byte[] Ping(ReadOnlySpan<byte> payload = default) => Frame(WebSocketOpcode.Ping, payload);

    /// <summary>The answer to a ping: the same payload.</summary>
    public static byte[] Pong(ReadOnlySpan<byte> payload = default) => Frame(WebSocketOpcode.Pong, payload);

    /// <summary>A close frame. Nothing but the closing of the connection may follow it.</summary>
    /// <param name="code">See <see cref="CloseCodes"/>; codes that may not be sent are refused.</param>
    /// <param name="reason">For people; cut after <see cref="MaxCloseReason"/> bytes, between characters.</param>
    public static byte[] Close(ushort code, string reason = "")
    {
        if (!CloseCodes.MayBeSent(code))
            throw new ArgumentOutOfRangeException(nameof(code), code, "This close code may not be sent in a frame.");

        Span<byte> payload = stackalloc byte[MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        Utf8.FromUtf16(reason, payload[2..], out _, out var written);
        return Frame(WebSocketOpcode.Close, payload[..(2 + written)]);
    }

    /// <summary>A close frame without a code, the echo of one that had none.</summary>
    public static byte[] CloseWithoutCode() => Frame(WebSocketOpcode.Close, default);

    private static byte[] Frame(WebSocketOpcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[Size(payload.Length)];
        Write(frame, opcode, payload);
        return frame;
    }
}
