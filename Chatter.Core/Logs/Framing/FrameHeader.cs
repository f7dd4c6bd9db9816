using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Chatter.Core.Logs.Framing;

/// <summary>The header of a client's frame, gathered byte by byte: two bytes, the longer length if the second asks for it, four bytes of mask.</summary>
internal struct FrameHeader
{
    private const int MaxSize = 14;
    private const int MaskSize = 4;

    private Bytes _bytes;
    private byte _count;

    [InlineArray(MaxSize)]
    private struct Bytes
    {
        private byte _first;
    }

    public readonly bool IsFinal => (_bytes[0] & 0x80) != 0;

    public readonly WebSocketOpcode Opcode => (WebSocketOpcode)(_bytes[0] & 0x0F);

    public readonly bool IsControl => (_bytes[0] & 0x08) != 0;

    private readonly int ShortLength => _bytes[1] & 0x7F;

    private readonly int Size => 2 + LengthSize + MaskSize;

    private readonly int LengthSize => ShortLength switch { 126 => 2, 127 => 8, _ => 0 };

    /// <summary>The payload's length; above <see cref="long.MaxValue"/> it breaks the rules.</summary>
    public readonly ulong Length => LengthSize switch
    {
        2 => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]),
        8 => BinaryPrimitives.ReadUInt64BigEndian(_bytes[2..]),
        _ => (ulong)ShortLength,
    };

    /// <summary>The mask, as its bytes lie in memory.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Mask => _bytes[(Size - MaskSize)..Size];

    /// <summary>Takes bytes from the input until the header is whole or breaks a rule.</summary>
    /// <param name="input">Moved behind what was taken.</param>
    /// <param name="wrong">The rule broken, or null.</param>
    /// <returns>Whether the header is whole and keeps the rules that a frame alone can keep.</returns>
    public bool Gather(ref ReadOnlySpan<byte> input, out string? wrong)
    {
        wrong = null;
        while (!input.IsEmpty && wrong is null)
        {
            _bytes[_count++] = input[0];
            input = input[1..];
            if (_count == 2)
                wrong = WrongStart();
            else if (_count > 2 && _count == Size)
                return (wrong = WrongLength()) is null;
        }

        return false;
    }

    /// <summary>Makes ready for the next frame.</summary>
    public void Clear() => _count = 0;

    private readonly string? WrongStart()
    {
        if ((_bytes[0] & 0x70) != 0)
            return "Reserved bits are set, but no extension was agreed on.";
        if (Opcode is not (<= WebSocketOpcode.Binary or (>= WebSocketOpcode.Close and <= WebSocketOpcode.Pong)))
            return "The opcode is reserved.";
        if ((_bytes[1] & 0x80) == 0)
            return "A client's frames must be masked.";
        if (!IsControl)
            return null;
        if (!IsFinal)
            return "A control frame must not be in pieces.";
        return ShortLength > WebSocketFrame.MaxControlPayload ? "A control frame has at most 125 bytes." : null;
    }

    private readonly string? WrongLength() => LengthSize switch
    {
        2 when Length < 126 => "The length is not written in its shortest form.",
        8 when Length <= ushort.MaxValue => "The length is not written in its shortest form.",
        8 when Length > long.MaxValue => "The length has its highest bit set.",
        _ => null,
    };
}
