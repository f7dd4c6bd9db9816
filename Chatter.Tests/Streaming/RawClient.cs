using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chatter.Tests.Streaming;

/// <summary>A client that keeps no rules of its own: a socket after the handshake, which reads only when told and answers nothing.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawClient> OpenAsync(Uri server, string path = "/stream/philosophy", string headers = "", int receiveBuffer = 4096)
    {
        var client = new RawClient();
        client.socket.ReceiveBufferSize = receiveBuffer;
        await client.socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"));
        return client;
    }

    /// <summary>The answer's head, up to the empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await ReadAsync(1))[0]);
        return head.ToString();
    }

    public async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes);

    /// <summary>Sends a text frame of at most 125 bytes under a mask of zeros.</summary>
    public Task SendTextAsync(string text) => SendAsync([0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)]);

    /// <summary>The next frame's opcode and payload.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var start = await ReadAsync(2);
        var length = (start[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return (start[0] & 0x0F, await ReadAsync(length));
    }

    /// <summary>Reads on to the close frame and gives its code.</summary>
    public async Task<int> ReadCloseCodeAsync() => BinaryPrimitives.ReadUInt16BigEndian(await ReadToOpcodeAsync(8));

    /// <summary>Reads on to a frame of this kind and gives its payload.</summary>
    public async Task<byte[]> ReadToOpcodeAsync(int wanted)
    {
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            if (opcode == wanted)
                return payload;
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var got = await socket.ReceiveAsync(bytes.AsMemory(read), limit.Token);
            if (got == 0)
                throw new EndOfStreamException("The server has cut the connection.");
            read += got;
        }

        return bytes;
    }
}
