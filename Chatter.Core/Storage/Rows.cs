namespace Chatter.Core.Storage;

/// <summary>A line of a room's log as stored; the only table of the log, whatever the event's type.</summary>
public sealed class EventRow
{
    /// <summary>A small integer of the store's own, which full text refers to.</summary>
    public long Row { get; set; }

    public long RoomId { get; set; }

    public long Seq { get; set; }

    public required string Id { get; set; }

    public required string Type { get; set; }

    public int Version { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long At { get; set; }

    public string? AuthorKind { get; set; }

    public string? AuthorId { get; set; }

    public string? ClientId { get; set; }

    public long? OfSeq { get; set; }

    public int Audience { get; set; }

    /// <summary>For messages: the dense message number of the room.</summary>
    public long? Number { get; set; }

    /// <summary>The words of a message; null once erased.</summary>
    public string? Text { get; set; }

    /// <summary>Versioned JSON, read whole; null once erased.</summary>
    public string? Data { get; set; }
}

/// <summary>A room's number for ever, beside the key of its card.</summary>
public sealed class RoomRow
{
    public long Id { get; set; }

    public required string Key { get; set; }

    public required string Slug { get; set; }
}

/// <summary>What the store says of itself: its epoch.</summary>
public sealed class MetaRow
{
    public required string Name { get; set; }

    public required string Value { get; set; }
}

/// <summary>How far a reader that must survive a restart has read.</summary>
public sealed class CursorRow
{
    public required string Reader { get; set; }

    public long RoomId { get; set; }

    public required string Epoch { get; set; }

    public long Seq { get; set; }
}

/// <summary>A clip's public name, beside the cached sound behind it.</summary>
public sealed class ClipRow
{
    /// <summary>Random and public: the last part of <c>/audio/{clip}</c>.</summary>
    public required string Clip { get; set; }

    public long RoomId { get; set; }

    /// <summary>The message's number in its room.</summary>
    public long Seq { get; set; }

    /// <summary>The content's hash (text and voice): the file's name in the cache, shared by equal lines.</summary>
    public required string Sound { get; set; }

    public required string MediaType { get; set; }

    /// <summary>Seconds.</summary>
    public double Duration { get; set; }

    public required string Voice { get; set; }

    public long Bytes { get; set; }
}

/// <summary>What was spent in one room by one persona for one purpose on one day.</summary>
public sealed class UsageRow
{
    /// <summary>UTC day as <c>yyyy-MM-dd</c>.</summary>
    public required string Day { get; set; }

    public long RoomId { get; set; }

    public required string Persona { get; set; }

    /// <summary><c>chat</c> or <c>speech</c>.</summary>
    public required string Purpose { get; set; }

    public required string Model { get; set; }

    public long Calls { get; set; }

    public long Errors { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    /// <summary>Millionths of a dollar, settled.</summary>
    public long Micros { get; set; }

    /// <summary>Millionths of a dollar set aside for calls under way, or for calls the program died in; ceilings count them as spent.</summary>
    public long Held { get; set; }
}

/// <summary>What waits at the door for its hour or for a moderator; it gets its number only when it is released.</summary>
public sealed class PendingRow
{
    public required string Id { get; set; }

    public long RoomId { get; set; }

    /// <summary>Unix milliseconds at which it goes through the door; null when a person decides.</summary>
    public long? ReleaseAt { get; set; }

    public required string Type { get; set; }

    public int Version { get; set; }

    public string? ClientId { get; set; }

    public string? Text { get; set; }

    public required string Data { get; set; }
}
