using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chatter.Core.Domain;

namespace Chatter.Core.Logs.Wire;

/// <summary>Writes events and signals as the outside sees them: the one form that streams, hub and HTTP share (docs/api.md).</summary>
public static class EventJson
{
    /// <summary>How every JSON text of ours is written: other alphabets as themselves, since nothing here is ever put into markup.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes an event as one JSON object. Every field of a kind is always there; what has no value is null or an empty list.</summary>
    public static void Write(Utf8JsonWriter json, RoomEvent e)
    {
        json.WriteStartObject();
        switch (e.Body)
        {
            case Message message:
                Start(json, "message", e.Seq);
                WriteMessage(json, e, message);
                break;
            case ErasedMessage:
                Start(json, "message", e.Seq);
                json.WriteBoolean("retracted"u8, true);
                break;
            case AudioReady audio:
                Start(json, "audio", e.Seq);
                WriteAudio(json, audio);
                break;
            case Retracted retracted:
                Start(json, "retracted", e.Seq);
                json.WriteNumber("of"u8, retracted.Message);
                break;
            case TopicChanged topic:
                Start(json, "topic", e.Seq);
                json.WriteString("topic"u8, topic.Topic);
                break;
            default:
                // Hidden from this reader, for admins, or of a kind newer than this program: only its place is public.
                Start(json, "skip", e.Seq);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a signal as one JSON object, without <c>seq</c>.</summary>
    public static void Write(Utf8JsonWriter json, RoomSignal signal)
    {
        json.WriteStartObject();
        switch (signal)
        {
            case Typing typing:
                json.WriteString("type"u8, "typing"u8);
                WriteAuthor(json, typing.Author);
                json.WriteNumber("for"u8, Math.Round(typing.For.TotalSeconds, 3));
                break;
            case RoomPhaseChanged phase:
                json.WriteString("type"u8, "paused"u8);
                json.WriteBoolean("paused"u8, phase.Phase is RoomPhase.Paused);
                WritePhase(json, phase);
                break;
            case StatsChanged stats:
                json.WriteString("type"u8, "stats"u8);
                WriteStats(json, stats.Stats);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes a room's figures as fields of the object that is open.</summary>
    public static void WriteStats(Utf8JsonWriter json, RoomStats stats)
    {
        json.WriteNumber("viewers"u8, stats.Viewers);
        json.WriteNumber("messages"u8, stats.Messages);
        json.WriteNumber("perMinute"u8, stats.PerMinute);
        json.WriteNumber("tokens"u8, stats.Tokens);
        json.WriteNumber("cost"u8, stats.Cost);
        json.WriteNumber("clips"u8, stats.Clips);
    }

    /// <summary>What the given writing gives, as UTF-8.</summary>
    public static byte[] Encode<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var pad = Pad.Take();
        write(pad.Json, value);
        return pad.Finish();
    }

    internal static void WritePhase(Utf8JsonWriter json, RoomPhaseChanged phase)
    {
        json.WriteString("phase"u8, Lower(phase.Phase));
        json.WriteString("reason"u8, phase.Reason);
    }

    private static void Start(Utf8JsonWriter json, string type, long seq)
    {
        json.WriteString("type"u8, type);
        json.WriteNumber("seq"u8, seq);
    }

    private static void WriteMessage(Utf8JsonWriter json, RoomEvent e, Message message)
    {
        Span<byte> at = stackalloc byte[32];
        e.At.UtcDateTime.TryFormat(at, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString("id"u8, e.Id);
        json.WriteString("at"u8, at[..length]);
        WriteAuthor(json, message.Author);
        json.WriteString("text"u8, message.Text);
        json.WriteString("topic"u8, message.Topic);
        if (message.ReplyTo is { } replyTo)
            json.WriteNumber("replyTo"u8, replyTo);
        else
            json.WriteNull("replyTo"u8);
        WriteList(json, "mentions"u8, message.Mentions);
        json.WriteNumber("tokens"u8, message.Tokens);
        json.WriteString("origin"u8, Lower(message.Origin));
    }

    private static void WriteAudio(Utf8JsonWriter json, AudioReady audio)
    {
        json.WriteNumber("of"u8, audio.Message);
        json.WriteString("url"u8, "/audio/" + audio.Clip);
        json.WriteString("mediaType"u8, audio.MediaType);
        json.WriteNumber("duration"u8, Math.Round(audio.Duration, 3));
        json.WriteString("voice"u8, audio.Voice);
    }

    private static void WriteAuthor(Utf8JsonWriter json, Author author)
    {
        json.WriteStartObject("author"u8);
        json.WriteString("kind"u8, Lower(author.Kind));
        json.WriteString("id"u8, author.Id);
        json.WriteString("name"u8, author.Name);
        json.WriteString("color"u8, author.Color);
        WriteList(json, "badges"u8, author.Badges);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Lower<T>(T value) where T : struct, Enum => Names<T>.Of(value);

    private static class Names<T> where T : struct, Enum
    {
        private static readonly Dictionary<T, string> Known = Enum.GetValues<T>().ToDictionary(v => v, v => v.ToString().ToLowerInvariant());

        public static string Of(T value) => Known[value];
    }

    /// <summary>A thread's own writer and buffer, used over and over.</summary>
    private sealed class Pad
    {
        private const int LargestKept = 64 * 1024;

        [ThreadStatic]
        private static Pad? mine;

        private readonly ArrayBufferWriter<byte> buffer = new(1024);

        private Pad() => Json = new Utf8JsonWriter(buffer, Options);

        public Utf8JsonWriter Json { get; }

        public static Pad Take()
        {
            var pad = mine ?? new Pad();
            mine = null;
            pad.buffer.ResetWrittenCount();
            pad.Json.Reset();
            return pad;
        }

        public byte[] Finish()
        {
            Json.Flush();
            var bytes = buffer.WrittenSpan.ToArray();
            if (buffer.Capacity <= LargestKept)
                mine = this;
            return bytes;
        }
    }
}
