using System.Text.Json;
using System.Text.Json.Serialization;
using Chatter.Core.Domain;

namespace Chatter.Core.Storage;

/// <summary>Turns the body of an event into its stored form and back; old forms are read by one upgrader a type.</summary>
public static class EventCodec
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The stored JSON of a body, without a message's words, which have a column of their own.</summary>
    public static string Encode(EventBody body) => body switch
    {
        Message m => JsonSerializer.Serialize(
            new StoredMessage(
                new StoredAuthor(m.Author.Name, m.Author.Color, m.Author.Badges.Count == 0 ? null : m.Author.Badges),
                m.Topic, m.ReplyTo, m.Mentions.Count == 0 ? null : m.Mentions, m.Tokens, m.Origin,
                m.Flags.Count == 0 ? null : m.Flags, m.Trace.Count == 0 ? null : m.Trace), Json),
        AudioReady a => JsonSerializer.Serialize(new StoredAudio(a.Clip, a.MediaType, a.Duration, a.Voice), Json),
        Retracted r => JsonSerializer.Serialize(new StoredRetraction(r.By, r.Reason), Json),
        TopicChanged t => JsonSerializer.Serialize(new StoredTopic(t.Topic), Json),
        SettingsChanged s => JsonSerializer.Serialize(new StoredSettings(s.Overrides, s.By, s.Note), Json),
        _ => throw new ArgumentException($"An event of type {body.Type} is not for storing.", nameof(body)),
    };

    /// <summary>The event a row holds. A row of an unknown type or newer version becomes <see cref="UnknownBody"/>.</summary>
    public static RoomEvent Decode(EventRow row) => new()
    {
        Room = new RoomId(row.RoomId),
        Seq = row.Seq,
        Id = Guid.Parse(row.Id),
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
        Number = row.Number,
        Body = DecodeBody(row),
    };

    private static EventBody DecodeBody(EventRow row) => (row.Type, row.Version) switch
    {
        ("message", _) when row.Text is null => new ErasedMessage(),
        ("message", 1) => Read<StoredMessage>(row) is { } m
            ? new Message
            {
                Author = new Author(
                    Enum.Parse<AuthorKind>(row.AuthorKind!, ignoreCase: true),
                    row.AuthorId![(row.AuthorId!.IndexOf(':') + 1)..],
                    m.Author.Name, m.Author.Color, m.Author.Badges ?? []),
                Text = row.Text,
                Topic = m.Topic,
                ReplyTo = m.ReplyTo,
                Mentions = m.Mentions ?? [],
                Tokens = m.Tokens,
                Origin = m.Origin,
                Flags = m.Flags ?? [],
                Trace = m.Trace ?? new Dictionary<string, string>(),
            }
            : new ErasedMessage(),
        ("audio", 1) => Read<StoredAudio>(row) is { } a
            ? new AudioReady(row.OfSeq ?? 0, a.Clip, a.MediaType, a.Duration, a.Voice)
            : new UnknownBody(row.Type, row.Version),
        ("retracted", 1) => Read<StoredRetraction>(row) is { } r
            ? new Retracted(row.OfSeq ?? 0, r.By, r.Reason)
            : new Retracted(row.OfSeq ?? 0, "", null),
        ("topic", 1) => new TopicChanged(Read<StoredTopic>(row)?.Topic ?? ""),
        ("settings", 1) => Read<StoredSettings>(row) is { } s
            ? new SettingsChanged(s.Overrides, s.By, s.Note)
            : new SettingsChanged("{}", "", ""),
        _ => new UnknownBody(row.Type, row.Version),
    };

    private static T? Read<T>(EventRow row) where T : class =>
        row.Data is null ? null : JsonSerializer.Deserialize<T>(row.Data, Json);

    private sealed record StoredAuthor(string Name, string Color, IReadOnlyList<string>? Badges);

    private sealed record StoredMessage(
        StoredAuthor Author,
        string? Topic,
        long? ReplyTo,
        IReadOnlyList<string>? Mentions,
        int Tokens,
        MessageOrigin Origin,
        IReadOnlyList<string>? Flags,
        IReadOnlyDictionary<string, string>? Trace);

    private sealed record StoredAudio(string Clip, string MediaType, double Duration, string Voice);

    private sealed record StoredRetraction(string By, string? Reason);

    private sealed record StoredTopic(string Topic);

    private sealed record StoredSettings(string Overrides, string By, string Note);
}
