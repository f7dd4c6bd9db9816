using System.Text.Json;
using Chatter.Core.Domain;

namespace Chatter.Core.Logs.Wire;

/// <summary>What a reader is told first: where the log stands, and the events it starts with.</summary>
public sealed record Greeting
{
    /// <summary>Messages shown to a reader who comes without a position.</summary>
    public const int Messages = 10;

    /// <summary>JSON bytes of events a greeting holds at most; the rest follow as ordinary events.</summary>
    private const int MostBytes = 128 * 1024;

    public required string Room { get; init; }

    public required string Epoch { get; init; }

    /// <summary>The number of the room's last event when this was made.</summary>
    public required long Head { get; init; }

    /// <summary>Why the reader's position means nothing here (<c>epoch</c> or <c>ahead</c>), or null.</summary>
    public string? Reset { get; init; }

    /// <summary>Whether the reader goes on where it stopped.</summary>
    public bool Recovered { get; init; }

    /// <summary>Events without holes; those after the reader's position, or the last ones from the tenth message from the end on.</summary>
    public required IReadOnlyList<WireEvent> History { get; init; }

    public required RoomStats Stats { get; init; }

    public required RoomPhaseChanged Phase { get; init; }

    /// <summary>The number the reader stands at once it has read this.</summary>
    public long Cursor => History.Count > 0 ? History[^1].Seq : Head;

    /// <summary>Reads what a reader at this position must be told first. Subscribe to the feed before.</summary>
    /// <param name="after">The last number the reader has, 0 or more; null if it has none.</param>
    /// <param name="epoch">The epoch that number is of; null means the present one.</param>
    public static async ValueTask<Greeting> ReadAsync(
        RoomFeed feed, string room, int viewers, long? after, string? epoch, CancellationToken cancellationToken)
    {
        var log = feed.Log;
        var head = log.Head;
        var reset = epoch is not null && epoch != log.Epoch ? "epoch" : after > head ? "ahead" : null;
        var recovered = reset is null && after is not null;
        return new Greeting
        {
            Room = room,
            Epoch = log.Epoch,
            Head = head,
            Reset = reset,
            Recovered = recovered,
            History = recovered
                ? await SinceAsync(feed, after!.Value, head, cancellationToken).ConfigureAwait(false)
                : await LastAsync(feed, head, cancellationToken).ConfigureAwait(false),
            Stats = feed.LatestStats is { } told
                ? told.Stats with { Viewers = viewers, Messages = log.MessageCount }
                : new RoomStats(viewers, log.MessageCount, 0, 0, 0, 0),
            Phase = feed.LatestPhase ?? new RoomPhaseChanged(RoomPhase.Asleep, null),
        };
    }

    /// <summary>The <c>reset</c> object, for a greeting that has one.</summary>
    public byte[] ResetJson() => EventJson.Encode(this, static (json, greeting) =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reset"u8);
        json.WriteString("reason"u8, greeting.Reset);
        json.WriteString("epoch"u8, greeting.Epoch);
        json.WriteNumber("oldest"u8, 1);
        json.WriteNumber("seq"u8, greeting.Head);
        json.WriteEndObject();
    });

    /// <summary>The <c>connected</c> object in three parts, so that the shared events in the middle need not be copied together.</summary>
    public (byte[] Before, IReadOnlyList<WireEvent> Events, byte[] After) ConnectedJson()
    {
        var whole = EventJson.Encode(this, static (json, greeting) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "connected"u8);
            json.WriteNumber("v"u8, 1);
            json.WriteString("room"u8, greeting.Room);
            json.WriteString("epoch"u8, greeting.Epoch);
            json.WriteNumber("seq"u8, greeting.Head);
            json.WriteNumber("oldest"u8, 1);
            json.WriteBoolean("recovered"u8, greeting.Recovered);
            json.WriteStartObject("stats"u8);
            EventJson.WriteStats(json, greeting.Stats);
            json.WriteEndObject();
            EventJson.WritePhase(json, greeting.Phase);
            json.WriteStartArray("history"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return (whole[..^2], History, whole[^2..]);
    }

    private static async ValueTask<IReadOnlyList<WireEvent>> SinceAsync(
        RoomFeed feed, long after, long head, CancellationToken cancellationToken)
    {
        var limit = (int)Math.Min(head - after, RoomFeed.Page);
        return limit == 0 ? [] : Fitting(await feed.ReadAsync(after, limit, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The last messages and all that happened between them, up to the head, so that numbers have no holes.</summary>
    private static async ValueTask<IReadOnlyList<WireEvent>> LastAsync(RoomFeed feed, long head, CancellationToken cancellationToken)
    {
        var last = await feed.Log.ReadMessagesBeforeAsync(head + 1, Messages, Reader.Anonymous, cancellationToken).ConfigureAwait(false);
        var after = last.Count == 0 ? head : last[0].Seq - 1;
        return await SinceAsync(feed, Math.Max(after, head - RoomFeed.Page), head, cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyList<WireEvent> Fitting(IReadOnlyList<WireEvent> events)
    {
        var bytes = 0;
        for (var i = 0; i < events.Count; i++)
        {
            bytes += events[i].Json.Length;
            if (i > 0 && bytes > MostBytes)
                return [.. events.Take(i)];
        }

        return events;
    }
}
