using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Core.Language;

/// <summary>Writes one persona's next line: a model behind an OpenAI-compatible address, or the offline voice.</summary>
public interface ILanguageModel
{
    /// <summary>The line for this turn. Throws <see cref="ModelUnavailableException"/> when there is none to be had now.</summary>
    Task<Draft> WriteAsync(Turn turn, CancellationToken cancellationToken);
}

/// <summary>One chance to speak: who, where, about what, and what was just said.</summary>
public sealed record Turn
{
    public required RoomCard Room { get; init; }

    public required RoomLog Log { get; init; }

    public required RoomSettings Settings { get; init; }

    public required Persona Persona { get; init; }

    /// <summary>Everyone seated in the room, the speaker included, with the admin's changes applied.</summary>
    public required IReadOnlyList<Persona> Cast { get; init; }

    /// <summary>The topic of this turn.</summary>
    public required string Topic { get; init; }

    /// <summary>Whether the topic is new with this turn.</summary>
    public bool TopicIsNew { get; init; }

    /// <summary>The last messages, oldest first, at most <see cref="RoomSettings.ContextMessages"/>.</summary>
    public required IReadOnlyList<RoomEvent> Recent { get; init; }

    /// <summary>What an admin wants said, if this turn is theirs.</summary>
    public string? Wish { get; init; }
}

/// <summary>What a persona would say, before the door.</summary>
/// <param name="Text">One line, or empty: to stay silent is a valid answer.</param>
public sealed record Draft(string Text)
{
    public long? ReplyTo { get; init; }

    public string Model { get; init; } = "";

    public int PromptTokens { get; init; }

    public int CompletionTokens { get; init; }

    /// <summary>Dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>Kept with the message: see <see cref="Message.Trace"/>.</summary>
    public IReadOnlyDictionary<string, string> Trace { get; init; } = new Dictionary<string, string>();
}

/// <summary>No line can be had from this model now; the persona stays silent.</summary>
public sealed class ModelUnavailableException(string reason, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(reason, inner)
{
    /// <summary>How long the provider asked to be left alone, if it said.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
