namespace Chatter.Core.Domain;

/// <summary>Who may see an event: everyone, or only the admins.</summary>
public enum Audience
{
    Everyone,
    Admins,
}

/// <summary>One thing that happened in a room, as it stands in the room's log.</summary>
public sealed record RoomEvent
{
    public required RoomId Room { get; init; }

    /// <summary>The event's place in its room's log: 1, 2, 3… without holes.</summary>
    public required long Seq { get; init; }

    /// <summary>A UUID of version 7, unique in the store.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was stored, to the millisecond. Never used for order.</summary>
    public required DateTimeOffset At { get; init; }

    public required EventBody Body { get; init; }

    /// <summary>For messages only: the message's place among the room's messages, from 1 without holes; null for other events.</summary>
    public long? Number { get; init; }

    /// <summary>The message said, or null if this is another kind of event or the message was erased.</summary>
    public Message? Message => Body as Message;
}

/// <summary>What happened; each kind of event is one sealed record.</summary>
public abstract record EventBody
{
    /// <summary>The kind's name in the store and on the wire.</summary>
    public abstract string Type { get; }

    /// <summary>The version of the stored form; raised when the form changes, read for ever by one upgrader a type.</summary>
    public virtual int Version => 1;

    public virtual Audience Audience => Audience.Everyone;

    /// <summary>The <see cref="RoomEvent.Seq"/> of the event this one is about, if any.</summary>
    public virtual long? Of => null;
}

/// <summary>The voice of a message: a persona's (by model or rules), a person's, or the house's.</summary>
public enum MessageOrigin
{
    Bot,
    Human,
    System,
}

/// <summary>One thing said.</summary>
public sealed record Message : EventBody
{
    public const string TypeName = "message";

    public override string Type => TypeName;

    public required Author Author { get; init; }

    /// <summary>One line of plain text, already through the door's safety; never markup.</summary>
    public required string Text { get; init; }

    /// <summary>The topic the room was on when this was said.</summary>
    public string? Topic { get; init; }

    /// <summary>The <see cref="RoomEvent.Seq"/> of the message answered.</summary>
    public long? ReplyTo { get; init; }

    /// <summary>Ids of the personas named in the text.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];

    /// <summary>Tokens the model spent on the answer (counted by it, else characters / 4).</summary>
    public int Tokens { get; init; }

    public MessageOrigin Origin { get; init; }

    /// <summary>What the door flagged without dropping, such as <c>link</c> or <c>email</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>How the line came to be (model, move, material used…), for the admin's eyes and for voices that fold the log; never public.</summary>
    public IReadOnlyDictionary<string, string> Trace { get; init; } = new Dictionary<string, string>();
}

/// <summary>A message whose words were taken back: its place in the log stays, its content is gone.</summary>
public sealed record ErasedMessage : EventBody
{
    public override string Type => Message.TypeName;
}

/// <summary>A message can be heard: its clip is stored and can be fetched.</summary>
/// <param name="Message">The message's <see cref="RoomEvent.Seq"/>.</param>
/// <param name="Clip">The clip's random public name, the last part of <c>/audio/{clip}</c>.</param>
/// <param name="MediaType">Such as <c>audio/wav</c>.</param>
/// <param name="Duration">Length in seconds.</param>
/// <param name="Voice">The voice's name as the engine knows it.</param>
public sealed record AudioReady(long Message, string Clip, string MediaType, double Duration, string Voice) : EventBody
{
    public override string Type => "audio";

    public override long? Of => Message;
}

/// <summary>A message was taken back; its own row is emptied in the same commit.</summary>
/// <param name="Message">The message's <see cref="RoomEvent.Seq"/>.</param>
/// <param name="By">Who took it back.</param>
/// <param name="Reason">Why, for the admins; not public.</param>
public sealed record Retracted(long Message, string By, string? Reason) : EventBody
{
    public override string Type => "retracted";

    public override long? Of => Message;
}

/// <summary>The room turned to another topic.</summary>
public sealed record TopicChanged(string Topic) : EventBody
{
    public override string Type => "topic";
}

/// <summary>The admin's overrides of a room's settings, whole; the event's <see cref="RoomEvent.Seq"/> is their version.</summary>
/// <param name="Overrides">A JSON object holding only the fields the admin has set.</param>
/// <param name="By">Who changed them.</param>
/// <param name="Note">What changed, in words.</param>
public sealed record SettingsChanged(string Overrides, string By, string Note) : EventBody
{
    public override string Type => "settings";

    public override Audience Audience => Audience.Admins;
}

/// <summary>An event of a kind this program does not know, written by a newer one; shown to nobody.</summary>
public sealed record UnknownBody(string StoredType, int StoredVersion) : EventBody
{
    public override string Type => StoredType;

    public override int Version => StoredVersion;

    public override Audience Audience => Audience.Admins;
}

/// <summary>Stands where an event is that the reader may not see, so that every number still appears once.</summary>
public sealed record Hidden : EventBody
{
    public static readonly Hidden Body = new();

    public override string Type => "skip";
}

/// <summary>Who asks to read; every read takes one.</summary>
/// <param name="IsAdmin">Whether events for admins may be seen.</param>
public sealed record Reader(bool IsAdmin)
{
    public static readonly Reader Anonymous = new(false);
    public static readonly Reader Admin = new(true);

    /// <summary>The house's own readers (audio, statistics, the offline voice), which see all.</summary>
    public static readonly Reader House = new(true);

    public bool MaySee(RoomEvent e) => IsAdmin || e.Body.Audience == Audience.Everyone;

    /// <summary>The event as this reader sees it: itself, or <see cref="Hidden"/> under the same number.</summary>
    public RoomEvent View(RoomEvent e) => MaySee(e) ? e : e with { Body = Hidden.Body, Number = null };
}
