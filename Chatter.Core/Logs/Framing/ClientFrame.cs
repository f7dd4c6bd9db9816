using System.Text;

namespace Chatter.Core.Logs.Framing;

/// <summary>What became of the bytes read so far.</summary>
public enum ClientFrameKind
{
    /// <summary>A whole text message, checked to be UTF-8.</summary>
    Text,

    /// <summary>A whole binary message.</summary>
    Binary,

    /// <summary>To be answered with <see cref="ClientFrame.Answer"/>.</summary>
    Ping,

    Pong,

    /// <summary>The client closes (or echoes our close). To be answered with <see cref="ClientFrame.Answer"/> unless we closed first; then close the connection.</summary>
    Close,

    /// <summary>The client broke a rule or a limit. Send <see cref="ClientFrame.Answer"/> and close the connection; nothing more is read.</summary>
    Refused,
}

/// <summary>One thing a client said, put together from its frames.</summary>
public readonly ref struct ClientFrame
{
    internal ClientFrame(ClientFrameKind kind, ReadOnlySpan<byte> payload, ushort code = 0)
    {
        Kind = kind;
        Payload = payload;
        Code = code;
    }

    public ClientFrameKind Kind { get; }

    /// <summary>The message, the ping's data, or the reason of a close or refusal as UTF-8. Valid until the reader is asked again.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>For Close the client's code (<see cref="CloseCodes.None"/> if it gave none), for Refused the code to close with; else 0.</summary>
    public ushort Code { get; }

    /// <summary>The reason of a close or refusal, or a text message's text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The whole frame to answer with: a pong, the echo of a close, the close that refuses; null where no answer is due.</summary>
    public byte[]? Answer() => Kind switch
    {
        ClientFrameKind.Ping => WebSocketFrame.Pong(Payload),
        ClientFrameKind.Close => Code == CloseCodes.None ? WebSocketFrame.CloseWithoutCode() : WebSocketFrame.Close(Code),
        ClientFrameKind.Refused => WebSocketFrame.Close(Code, Text),
        _ => null,
    };
}
