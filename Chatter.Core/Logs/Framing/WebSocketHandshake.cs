using System.Security.Cryptography;
using System.Text;

namespace Chatter.Core.Logs.Framing;

/// <summary>Whether a request asks for a WebSocket in a way that can be granted.</summary>
public enum HandshakeOutcome
{
    /// <summary>Answer 101 with the three headers of <see cref="WebSocketHandshake"/>.</summary>
    Accepted,

    /// <summary>An ordinary request: 400.</summary>
    NoUpgrade,

    /// <summary>A version that is not spoken here: 426 with <c>Sec-WebSocket-Version: 13</c>.</summary>
    OtherVersion,

    /// <summary>The key is not 16 bytes of base64: 400.</summary>
    BadKey,
}

/// <summary>The opening of a WebSocket (RFC 6455, section 4.2). Granted, the answer's headers are <c>Upgrade: websocket</c>, <c>Connection: Upgrade</c> and <c>Sec-WebSocket-Accept</c>; no extension or subprotocol is agreed on.</summary>
/// <param name="Outcome">Whether to upgrade.</param>
/// <param name="Accept">The value of <c>Sec-WebSocket-Accept</c>; empty unless accepted.</param>
public readonly record struct WebSocketHandshake(HandshakeOutcome Outcome, string Accept = "")
{
    /// <summary>The only version there is.</summary>
    public const string Version = "13";

    private const int KeyBytes = 16;
    private const int KeyCharacters = 24;

    /// <summary>Every server adds this to a client's key, to prove that it understood the request.</summary>
    private const string Known = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The HTTP status to answer with: 101, 400 or 426.</summary>
    public int StatusCode => Outcome switch
    {
        HandshakeOutcome.Accepted => 101,
        HandshakeOutcome.OtherVersion => 426,
        _ => 400,
    };

    /// <summary>Looks at a request's method and headers; of a header sent several times, the values joined by commas.</summary>
    /// <param name="method">Must be GET.</param>
    /// <param name="connection"><c>Connection</c>, a list that must name <c>Upgrade</c>.</param>
    /// <param name="upgrade"><c>Upgrade</c>, a list that must name <c>websocket</c>.</param>
    /// <param name="version"><c>Sec-WebSocket-Version</c>.</param>
    /// <param name="key"><c>Sec-WebSocket-Key</c>.</param>
    public static WebSocketHandshake Check(string method, string? connection, string? upgrade, string? version, string? key)
    {
        if (method != "GET" || !Names(connection, "upgrade") || !Names(upgrade, "websocket"))
            return new(HandshakeOutcome.NoUpgrade);
        if (version?.Trim() != Version)
            return new(HandshakeOutcome.OtherVersion);
        return IsKey(key?.Trim()) ? new(HandshakeOutcome.Accepted, AcceptOf(key!.Trim())) : new(HandshakeOutcome.BadKey);
    }

    /// <summary>The proof for a key: base64 of the SHA-1 of the key and what every server adds.</summary>
    public static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Known)));

    private static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        return key?.Length == KeyCharacters && Convert.TryFromBase64String(key, bytes, out var written) && written == KeyBytes;
    }

    private static bool Names(string? list, string token)
    {
        foreach (var part in list.AsSpan().Split(','))
        {
            if (list.AsSpan()[part].Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
