using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Chatter.Core.Logs.Framing;

/// <summary>Reads what a client sends, out of bytes that arrive in any portions: the server's half of RFC 6455 without extensions.</summary>
/// <remarks>
/// Feed it every portion and ask until it says false:
/// <code>
/// var rest = portion.Span;
/// while (reader.TryRead(ref rest, out var frame))
///     …frame.Kind, frame.Payload, frame.Answer()…
/// </code>
/// It holds no buffer while no message is under way: one is rented when a message's first bytes arrive and given back
/// when the loop ends. Viewers seldom say anything: make the reader itself when the first bytes arrive.
/// Not for several threads at once. Dispose it with the connection.
/// </remarks>
/// <param name="maxMessage">The largest message that is read, in bytes, all its pieces together; a larger one is refused with 1009 as soon as its length is known.</param>
public sealed class WebSocketReader(int maxMessage = WebSocketReader.UsualMaxMessage) : IDisposable
{
    public const int UsualMaxMessage = 8 * 1024;

    /// <summary>Pieces a message may come in; empty pieces would otherwise make one message last for ever.</summary>
    public const int MostPieces = 1_024;

    private FrameHeader _header;
    private bool _inPayload;

    /// <summary>Bytes of the present frame's payload that have arrived.</summary>
    private int _arrived;

    /// <summary>The message under way, piece after piece; after it the control frame that may come between its pieces.</summary>
    private byte[]? _buffer;
    private int _message;
    private int _pieces;
    private WebSocketOpcode _messageOpcode;

    /// <summary>True after a close or a refusal: whatever still arrives is passed over.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether a pooled buffer is held, which is so only while a message or control frame is under way.</summary>
    internal bool HoldsBuffer => _buffer is not null;

    /// <summary>Takes bytes until something is complete.</summary>
    /// <param name="input">Moved behind what was taken; empty when the answer is false.</param>
    /// <param name="frame">What is complete; its payload is valid until the next call.</param>
    /// <returns>False when more bytes are needed, or nothing more is read.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ClientFrame frame)
    {
        while (!IsClosed)
        {
            if (!_inPayload)
            {
                if (!_header.Gather(ref input, out var wrong))
                {
                    if (wrong is not null)
                        return Refuse(CloseCodes.ProtocolError, wrong, out frame);
                    break;
                }

                if (Begin() is { } refusal)
                    return Refuse(refusal.Code, refusal.Reason, out frame);
            }

            Take(ref input);
            if (_arrived < (int)_header.Length)
                break;
            if (End(out frame))
                return true;
        }

        frame = default;
        if (IsClosed)
            input = default;
        if (IsClosed || (_pieces == 0 && !_inPayload))
            GiveBack();
        return false;
    }

    public void Dispose()
    {
        IsClosed = true;
        GiveBack();
    }

    /// <summary>Checks a frame against the message it belongs to and makes ready for its payload.</summary>
    private (ushort Code, string Reason)? Begin()
    {
        _inPayload = true;
        _arrived = 0;
        if (_header.IsControl)
            return null;

        var continues = _header.Opcode is WebSocketOpcode.Continuation;
        if (continues && _pieces == 0)
            return (CloseCodes.ProtocolError, "There is no message to continue.");
        if (!continues && _pieces > 0)
            return (CloseCodes.ProtocolError, "A new message begins before the last one is whole.");
        if (_header.Length > (ulong)(maxMessage - _message))
            return (CloseCodes.TooBig, $"A message has at most {maxMessage} bytes.");
        if (++_pieces > MostPieces)
            return (CloseCodes.TooBig, $"A message comes in at most {MostPieces} pieces.");
        if (!continues)
            _messageOpcode = _header.Opcode;
        return null;
    }

    /// <summary>Moves what has arrived of the payload into the buffer, without its mask. The buffer grows with the bytes, not with what a client announces.</summary>
    private void Take(ref ReadOnlySpan<byte> input)
    {
        var count = Math.Min(input.Length, (int)_header.Length - _arrived);
        if (count == 0)
            return;
        var start = _message + _arrived;
        MakeRoom(start, count);
        Unmask(input[..count], _buffer.AsSpan(start, count), _header.Mask, _arrived);
        _arrived += count;
        input = input[count..];
    }

    /// <summary>Ends a frame. False if it was a piece of a message that goes on.</summary>
    private bool End(out ClientFrame frame)
    {
        _inPayload = false;
        var header = _header;
        _header.Clear();
        if (header.IsControl)
            return Control(header.Opcode, _buffer.AsSpan(_message, _arrived), out frame);

        _message += _arrived;
        if (!header.IsFinal)
        {
            frame = default;
            return false;
        }

        var payload = _buffer.AsSpan(0, _message);
        (_message, _pieces) = (0, 0);
        if (_messageOpcode is WebSocketOpcode.Text && !Utf8.IsValid(payload))
            return Refuse(CloseCodes.InvalidPayload, "The text is not UTF-8.", out frame);
        frame = new ClientFrame(_messageOpcode is WebSocketOpcode.Text ? ClientFrameKind.Text : ClientFrameKind.Binary, payload);
        return true;
    }

    private bool Control(WebSocketOpcode opcode, ReadOnlySpan<byte> payload, out ClientFrame frame)
    {
        if (opcode is WebSocketOpcode.Close)
            return Close(payload, out frame);
        frame = new ClientFrame(opcode is WebSocketOpcode.Ping ? ClientFrameKind.Ping : ClientFrameKind.Pong, payload);
        return true;
    }

    private bool Close(ReadOnlySpan<byte> payload, out ClientFrame frame)
    {
        if (payload.Length == 1)
            return Refuse(CloseCodes.ProtocolError, "A close code has two bytes.", out frame);
        var code = payload.IsEmpty ? CloseCodes.None : BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!payload.IsEmpty && !CloseCodes.MayBeSent(code))
            return Refuse(CloseCodes.ProtocolError, "This close code may not be sent.", out frame);
        var reason = payload.IsEmpty ? payload : payload[2..];
        if (!Utf8.IsValid(reason))
            return Refuse(CloseCodes.InvalidPayload, "The reason is not UTF-8.", out frame);
        IsClosed = true;
        frame = new ClientFrame(ClientFrameKind.Close, reason, code);
        return true;
    }

    private bool Refuse(ushort code, string reason, out ClientFrame frame)
    {
        IsClosed = true;
        frame = new ClientFrame(ClientFrameKind.Refused, Encoding.UTF8.GetBytes(reason), code);
        return true;
    }

    private void MakeRoom(int used, int more)
    {
        if (_buffer?.Length >= used + more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(used + more);
        _buffer.AsSpan(0, used).CopyTo(larger);
        GiveBack();
        _buffer = larger;
    }

    private void GiveBack()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }

    /// <param name="masked">A portion of a payload.</param>
    /// <param name="plain">Where it goes; as long.</param>
    /// <param name="mask">The frame's four bytes.</param>
    /// <param name="offset">Where in the payload the portion begins: the mask goes round from the payload's start.</param>
    private static void Unmask(ReadOnlySpan<byte> masked, Span<byte> plain, ReadOnlySpan<byte> mask, int offset)
    {
        Span<byte> turned = stackalloc byte[8];
        for (var i = 0; i < turned.Length; i++)
            turned[i] = mask[(offset + i) & 3];
        var key = MemoryMarshal.Read<ulong>(turned);
        var whole = masked.Length & ~7;
        for (var i = 0; i < whole; i += 8)
            MemoryMarshal.Write(plain[i..], MemoryMarshal.Read<ulong>(masked[i..]) ^ key);
        for (var i = whole; i < masked.Length; i++)
            plain[i] = (byte)(masked[i] ^ turned[i & 7]);
    }
}
