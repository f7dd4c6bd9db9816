using System.Net.WebSockets;
using System.Text;
using Chatter.Core.Logs.Framing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Chatter.Tests.Logs.Framing;

public sealed class WebSocketReaderTests
{
    private const int Final = 0x80;
    private const int Text = 0x1;
    private const int Binary = 0x2;
    private const int Close = 0x8;
    private const int Ping = 0x9;
    private const int Pong = 0xA;

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Arbitrary<int[]> Portions = Gen.Choose(1, 40).ArrayOf(5).ToArbitrary();

    [Fact]
    public void What_a_standard_client_sends_is_read_however_it_arrives()
    {
        var messages = Gen.Choose(0, 3_000).Zip(Gen.Choose(0, 3)).ListOf(6).ToArbitrary();

        Prop.ForAll(messages, Portions, (sent, portions) =>
        {
            var wire = new Wire();
            var expected = new List<Heard>();
            foreach (var (size, pieces) in sent)
                expected.Add(Send(wire.Client, size, pieces));

            var heard = Heard.In(new WebSocketReader(3_000 * 4), wire.Sent(), portions);

            Assert.Equal(expected, heard);
        }).Check(Often);
    }

    [Fact]
    public void Control_frames_may_come_between_the_pieces_of_a_message()
    {
        byte[] bytes =
        [
            .. Masked.Frame(Text, "he"u8), .. Masked.Frame(Final | Ping, "a"u8), .. Masked.Frame(0, "l"u8, mask: 0),
            .. Masked.Frame(Final | Pong, default), .. Masked.Frame(0, default), .. Masked.Frame(Final, "lo"u8, mask: 0xFFFFFFFF),
            .. Masked.Frame(Final | Binary, [1, 2, 3]), .. Masked.Frame(Final | Close, [0x03, 0xE8, (byte)'b', (byte)'y', (byte)'e']),
        ];
        List<Heard> expected =
        [
            new(ClientFrameKind.Ping, "61", 0), new(ClientFrameKind.Pong, "", 0), new(ClientFrameKind.Text, Convert.ToHexString("hello"u8), 0),
            new(ClientFrameKind.Binary, "010203", 0), new(ClientFrameKind.Close, Convert.ToHexString("bye"u8), 1000),
        ];

        Prop.ForAll(Portions, portions => Assert.Equal(expected, Heard.In(new WebSocketReader(), bytes, portions))).Check(Often);
        Assert.Equal(expected, Heard.In(new WebSocketReader(), bytes));
    }

    [Fact]
    public void Any_bytes_are_read_the_same_way_in_any_portions_and_never_throw()
    {
        var pieces = Gen.OneOf(
            Gen.Choose(0, 255).ArrayOf(6).Select(some => some.Select(b => (byte)b).ToArray()),
            Gen.Elements(0x81, 0x01, 0x00, 0x80, 0x82, 0x88, 0x89, 0x8A).SelectMany(first => Gen.Choose(0, 200).Select(size => Masked.Frame(first, new byte[size]))));

        Prop.ForAll(pieces.ListOf().ToArbitrary(), Portions, (parts, portions) =>
        {
            var bytes = parts.SelectMany(part => part).ToArray();

            var atOnce = Heard.In(new WebSocketReader(500), bytes);
            var inPortions = Heard.In(new WebSocketReader(500), bytes, portions);

            Assert.Equal(atOnce, inPortions);
            Assert.DoesNotContain(atOnce.SkipLast(1), heard => heard.Kind is ClientFrameKind.Close or ClientFrameKind.Refused);
        }).Check(Often);
    }

    public static TheoryData<string, byte[], ushort> Violations() => new()
    {
        { "unmasked", WebSocketFrame.Text("x"u8), 1002 },
        { "first reserved bit (compression)", Masked.Frame(Final | 0x40 | Text, "x"u8), 1002 },
        { "second reserved bit", Masked.Frame(Final | 0x20 | Text, "x"u8), 1002 },
        { "third reserved bit", Masked.Frame(Final | 0x10 | Text, "x"u8), 1002 },
        { "reserved opcode 3", Masked.Frame(Final | 0x3, "x"u8), 1002 },
        { "reserved opcode 7", Masked.Frame(Final | 0x7, "x"u8), 1002 },
        { "reserved control opcode 11", Masked.Frame(Final | 0xB, "x"u8), 1002 },
        { "reserved control opcode 15", Masked.Frame(Final | 0xF, "x"u8), 1002 },
        { "a ping in pieces", Masked.Frame(Ping, "x"u8), 1002 },
        { "a close in pieces", Masked.Frame(Close, default), 1002 },
        { "a ping of 126 bytes", Masked.Frame(Final | Ping, new byte[126]), 1002 },
        { "a continuation of nothing", Masked.Frame(Final, "x"u8), 1002 },
        { "a message within a message", [.. Masked.Frame(Text, "x"u8), .. Masked.Frame(Final | Text, "y"u8)], 1002 },
        { "five bytes in a length of two", [Final | Text, 0xFE, 0, 5, 0, 0, 0, 0, 1, 2, 3, 4, 5], 1002 },
        { "five bytes in a length of eight", [Final | Text, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0], 1002 },
        { "a negative length", [Final | Text, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002 },
        { "a close code of one byte", Masked.Frame(Final | Close, [3]), 1002 },
        { "close code 1005", Masked.Frame(Final | Close, [0x03, 0xED]), 1002 },
        { "close code 1006", Masked.Frame(Final | Close, [0x03, 0xEE]), 1002 },
        { "close code 999", Masked.Frame(Final | Close, [0x03, 0xE7]), 1002 },
        { "close code 65535", Masked.Frame(Final | Close, [0xFF, 0xFF]), 1002 },
        { "a close reason that is not UTF-8", Masked.Frame(Final | Close, [0x03, 0xE8, 0xFF]), 1007 },
        { "text that is not UTF-8", Masked.Frame(Final | Text, [0xC3, 0x28]), 1007 },
        { "text with half a surrogate", Masked.Frame(Final | Text, [0xED, 0xA0, 0x80]), 1007 },
        { "text cut within a character", [.. Masked.Frame(Text, [0xE2, 0x82]), .. Masked.Frame(Final, default)], 1007 },
        { "a message one byte too large", Masked.Frame(Final | Text, new byte[8_193]), 1009 },
        { "a message too large in pieces", [.. Masked.Frame(Text, new byte[8_000]), .. Masked.Frame(Final, new byte[193])], 1009 },
        { "the announcement of a giant", [Final | Text, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], 1009 },
        { "endless empty pieces", [.. Masked.Frame(Text, default), .. Enumerable.Repeat(Masked.Frame(0, default), 1_024).SelectMany(b => b)], 1009 },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task What_breaks_the_rules_is_refused_with_its_code(string what, byte[] bytes, ushort code)
    {
        var reader = new WebSocketReader();
        ReadOnlySpan<byte> rest = [.. bytes, .. Masked.Frame(Final | Text, "more"u8)];

        Assert.True(reader.TryRead(ref rest, out var refused), what);
        var (kind, given, answer) = (refused.Kind, refused.Code, refused.Answer());
        Assert.False(reader.TryRead(ref rest, out _));

        Assert.Equal((ClientFrameKind.Refused, code), (kind, given));
        Assert.True(reader.IsClosed);
        Assert.True(rest.IsEmpty);
        Assert.False(reader.HoldsBuffer);
        await using var wire = new Wire();
        await wire.SendAsync(answer);
        await wire.ReceiveAsync();
        Assert.Equal((WebSocketCloseStatus)code, wire.Client.CloseStatus);
        Assert.NotEmpty(wire.Client.CloseStatusDescription!);
    }

    [Fact]
    public void A_message_of_the_largest_size_is_read()
    {
        var heard = Heard.In(new WebSocketReader(), Masked.Frame(Final | Text, new byte[8_192]), 1_000);

        Assert.Equal(8_192 * 2, Assert.Single(heard).Payload.Length);
    }

    [Fact]
    public void Text_may_be_cut_anywhere_but_must_be_UTF8_as_a_whole()
    {
        byte[] euro = [.. Masked.Frame(Text, [0xE2]), .. Masked.Frame(0, [0x82]), .. Masked.Frame(Final, [0xAC])];

        var heard = Heard.In(new WebSocketReader(), euro);

        Assert.Equal([new Heard(ClientFrameKind.Text, "E282AC", 0)], heard);
    }

    [Theory]
    [InlineData(1000, "done")]
    [InlineData(4321, "")]
    public async Task A_clients_close_is_echoed_and_ends_the_talk(int code, string reason)
    {
        await using var wire = new Wire();
        var reader = new WebSocketReader();

        await wire.Client.CloseOutputAsync((WebSocketCloseStatus)code, reason, default);
        var answer = AnswerTo(reader, wire.Sent(), out var said);
        await wire.SendAsync(answer);
        await wire.ReceiveAsync();

        Assert.Equal(reason, said);
        Assert.Equal(WebSocketState.Closed, wire.Client.State);
        Assert.Equal((WebSocketCloseStatus)code, wire.Client.CloseStatus);
        Assert.True(reader.IsClosed);
    }

    [Fact]
    public void A_close_without_a_code_is_echoed_without_one()
    {
        var answer = AnswerTo(new WebSocketReader(), Masked.Frame(Final | Close, default), out _);

        Assert.Equal([Final | Close, 0], answer);
    }

    [Fact]
    public void A_ping_is_answered_with_its_own_bytes()
    {
        var payload = Encoding.UTF8.GetBytes(new string('p', 125));

        var answer = AnswerTo(new WebSocketReader(), Masked.Frame(Final | Ping, payload), out _);

        Assert.Equal(WebSocketFrame.Pong(payload), answer);
    }

    [Fact]
    public void A_buffer_is_held_only_while_a_message_is_under_way()
    {
        var reader = new WebSocketReader();
        var frame = Masked.Frame(Final | Text, "hello"u8);

        Heard.In(reader, frame.AsSpan(0, 6));
        var announced = reader.HoldsBuffer;
        Heard.In(reader, frame.AsSpan(6, 1));
        var underWay = reader.HoldsBuffer;
        Heard.In(reader, frame.AsSpan(7));
        var afterwards = reader.HoldsBuffer;

        Assert.Equal((false, true, false), (announced, underWay, afterwards));
    }

    private static byte[]? AnswerTo(WebSocketReader reader, ReadOnlySpan<byte> bytes, out string said)
    {
        Assert.True(reader.TryRead(ref bytes, out var frame));
        said = frame.Text;
        return frame.Answer();
    }

    /// <summary>Has the client send a message of some size in one piece more than told; the wire takes it at once.</summary>
    private static Heard Send(WebSocket client, int size, int pieces)
    {
        var payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, size).Select(i => "aé€😀"[i % 5] is var c && char.IsSurrogate(c) ? '…' : c)));
        var type = size % 2 == 0 ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        var step = payload.Length / (pieces + 1);
        for (var piece = 0; piece <= pieces; piece++)
        {
            var part = piece == pieces ? payload.AsMemory(piece * step) : payload.AsMemory(piece * step, step);
            Assert.True(client.SendAsync(part, type, piece == pieces, default).IsCompletedSuccessfully);
        }

        return new Heard(size % 2 == 0 ? ClientFrameKind.Text : ClientFrameKind.Binary, Convert.ToHexString(payload), 0);
    }
}
