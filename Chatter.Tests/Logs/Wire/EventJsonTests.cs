using System.Text;
using System.Text.Json;
using Chatter.Core.Domain;
using Chatter.Core.Logs.Wire;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Logs.Wire;

public sealed class EventJsonTests
{
    private static readonly Guid Id = Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057");

    [Fact]
    public void A_message_carries_every_field_of_its_kind_in_the_documented_form()
    {
        var message = new Message
        {
            Author = new Author(AuthorKind.Persona, "ada", "Ada", "#88aaff", ["host"]),
            Text = "\"Ünder\" <b>заря</b>",
            Topic = "time",
            ReplyTo = 1230,
            Mentions = ["ben"],
            Tokens = 31,
            Origin = MessageOrigin.Bot,
            Trace = new Dictionary<string, string> { ["model"] = "secret" },
        };

        var json = Json(At(1235, message));

        Assert.Equal(
            """{"type":"message","seq":1235,"id":"01890a5d-ac96-774b-bcce-b302099a8057","at":"2026-11-20T12:00:00.007Z","author":{"kind":"persona","id":"ada","name":"Ada","color":"#88aaff","badges":["host"]},"text":"\"Ünder\" <b>заря</b>","topic":"time","replyTo":1230,"mentions":["ben"],"tokens":31,"origin":"bot"}""",
            json);
    }

    [Fact]
    public void What_a_message_lacks_is_null_or_an_empty_list_and_never_missing()
    {
        var json = Parsed(At(1, Lines.ByViewer("ada", "hello")));

        Assert.Equal(JsonValueKind.Null, json.GetProperty("topic").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("replyTo").ValueKind);
        Assert.Equal(0, json.GetProperty("mentions").GetArrayLength());
        Assert.Equal("human", json.GetProperty("origin").GetString());
    }

    [Theory]
    [MemberData(nameof(OtherEvents))]
    public void Other_events_are_written_as_documented(EventBody body, string expected)
    {
        Assert.Equal(expected, Json(At(7, body)));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Signals_are_written_as_documented_and_have_no_number(RoomSignal signal, string expected)
    {
        Assert.Equal(expected, Encoding.UTF8.GetString(EventJson.Encode(signal, EventJson.Write)));
    }

    [Fact]
    public void Half_a_character_becomes_the_replacement_sign_so_that_every_frame_is_valid_utf8()
    {
        var text = Parsed(At(1, Lines.By("ada", "a\ud83d!"))).GetProperty("text").GetString();

        Assert.Equal("a\ufffd!", text);
    }

    public static TheoryData<EventBody, string> OtherEvents => new()
    {
        { new ErasedMessage(), """{"type":"message","seq":7,"retracted":true}""" },
        { new AudioReady(5, "clip", "audio/wav", 4.2, "en+m3"), """{"type":"audio","seq":7,"of":5,"url":"/audio/clip","mediaType":"audio/wav","duration":4.2,"voice":"en+m3"}""" },
        { new Retracted(5, "admin", "rude"), """{"type":"retracted","seq":7,"of":5}""" },
        { new TopicChanged("time"), """{"type":"topic","seq":7,"topic":"time"}""" },
        { new SettingsChanged("{}", "admin", "secret"), """{"type":"skip","seq":7}""" },
        { new UnknownBody("poll", 3), """{"type":"skip","seq":7}""" },
        { Hidden.Body, """{"type":"skip","seq":7}""" },
    };

    public static TheoryData<RoomSignal, string> Signals => new()
    {
        { new Typing(Lines.By("ada", "").Author, TimeSpan.FromSeconds(2.5)), """{"type":"typing","author":{"kind":"persona","id":"ada","name":"Ada","color":"#88aaff","badges":[]},"for":2.5}""" },
        { new RoomPhaseChanged(RoomPhase.Paused, "The disk is full."), """{"type":"paused","paused":true,"phase":"paused","reason":"The disk is full."}""" },
        { new RoomPhaseChanged(RoomPhase.Talking, null), """{"type":"paused","paused":false,"phase":"talking","reason":null}""" },
        { new StatsChanged(new RoomStats(12, 1240, 4.1, 38000, 0.11m, 30)), """{"type":"stats","viewers":12,"messages":1240,"perMinute":4.1,"tokens":38000,"cost":0.11,"clips":30}""" },
    };

    private static RoomEvent At(long seq, EventBody body) => new()
    {
        Room = new RoomId(1),
        Seq = seq,
        Id = Id,
        At = new DateTimeOffset(2026, 11, 20, 12, 0, 0, 7, TimeSpan.Zero),
        Body = body,
    };

    private static string Json(RoomEvent e) => Encoding.UTF8.GetString(new WireEvent(e).Json.Span);

    private static JsonElement Parsed(RoomEvent e) => JsonDocument.Parse(Json(e)).RootElement;
}
