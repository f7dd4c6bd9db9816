namespace Chatter.Core.Logs.Framing;

/// <summary>Why a WebSocket is closed: the standard's codes and Chatter's own (from 3001; from 3500 on, coming back is no use).</summary>
public static class CloseCodes
{
    public const ushort Normal = 1000;
    public const ushort GoingAway = 1001;

    /// <summary>The peer broke the rules of framing.</summary>
    public const ushort ProtocolError = 1002;

    /// <summary>The peer sent a kind of message that is not taken here.</summary>
    public const ushort UnsupportedData = 1003;

    /// <summary>The peer's close frame had no code. Never sent.</summary>
    public const ushort None = 1005;

    /// <summary>The peer sent text that is not UTF-8.</summary>
    public const ushort InvalidPayload = 1007;

    /// <summary>The peer's message was larger than is read here.</summary>
    public const ushort TooBig = 1009;

    public const ushort ShuttingDown = 3001;

    /// <summary>A write had not completed after its time.</summary>
    public const ushort Slow = 3008;

    public const ushort NoPong = 3012;

    public const ushort TooManyRequests = 3013;

    public const ushort NotAllowed = 3500;

    public const ushort BadRequest = 3501;

    /// <summary>True for codes that may stand in a close frame (RFC 6455, section 7.4, and the registry's 1012 to 1014).</summary>
    public static bool MayBeSent(ushort code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
