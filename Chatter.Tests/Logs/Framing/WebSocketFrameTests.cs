using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Chatter.Core.Logs.Framing;
using Xunit;

namespace Chatter.Tests.Logs.Framing;

public sealed class WebSocketFrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    [InlineData(1_000_000, 10)]
    public async Task A_standard_client_receives_text_of_every_size(int size, int header)
    {
        await using var wire = new Wire();
        var payload = Encoding.UTF8.GetBytes(new string('x', size));

        await wire.SendAsync(WebSocketFrame.Text(payload));
        var received = await wire.ReceiveAsync();

        Assert.Equal(WebSocketMessageType.Text, received.Type);
        Assert.Equal(payload, received.Bytes);
        Assert.Equal(header, WebSocketFrame.HeaderSize(size));
        Assert.Equal(header + size, WebSocketFrame.Size(size));
    }

    [Fact]
    public async Task Several_frames_travel_in_one_write_with_pings_between()
    {
        await using var wire = new Wire();
        var output = new ArrayBufferWriter<byte>();

        WebSocketFrame.Write(output, WebSocketOpcode.Text, "one"u8);
        WebSocketFrame.Write(output, WebSocketOpcode.Ping, "there?"u8);
        WebSocketFrame.Write(output, WebSocketOpcode.Text, "two"u8);
        await wire.SendAsync(output.WrittenMemory);

        Assert.Equal("one"u8.ToArray(), (await wire.ReceiveAsync()).Bytes);
        Assert.Equal("two"u8.ToArray(), (await wire.ReceiveAsync()).Bytes);
        Assert.Equal([new Heard(ClientFrameKind.Pong, Convert.ToHexString("there?"u8), 0)], Heard.In(new WebSocketReader(), wire.Sent()));
    }

    [Fact]
    public async Task A_close_tells_the_client_why_and_is_echoed()
    {
        await using var wire = new Wire();

        await wire.SendAsync(WebSocketFrame.Close(CloseCodes.BadRequest, "unknown room"));
        var received = await wire.ReceiveAsync();
        await wire.Client.CloseOutputAsync(wire.Client.CloseStatus!.Value, null, default);

        Assert.Equal(WebSocketMessageType.Close, received.Type);
        Assert.Equal((WebSocketCloseStatus)3501, wire.Client.CloseStatus);
        Assert.Equal("unknown room", wire.Client.CloseStatusDescription);
        Assert.Equal([new Heard(ClientFrameKind.Close, "", 3501)], Heard.In(new WebSocketReader(), wire.Sent()));
    }

    [Fact]
    public async Task A_long_reason_is_cut_between_characters()
    {
        await using var wire = new Wire();

        await wire.SendAsync(WebSocketFrame.Close(CloseCodes.Normal, string.Concat(Enumerable.Repeat("é", 100))));
        await wire.ReceiveAsync();

        Assert.Equal(string.Concat(Enumerable.Repeat("é", 61)), wire.Client.CloseStatusDescription);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(2999)]
    [InlineData(5000)]
    public void Codes_that_may_not_be_sent_are_refused(ushort code)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WebSocketFrame.Close(code));
    }

    [Fact]
    public void A_control_frame_beyond_125_bytes_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WebSocketFrame.Ping(new byte[126]));
    }
}
