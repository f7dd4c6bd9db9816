using Chatter.Core.Domain;
using Chatter.Core.Logs;

namespace Chatter.Core.Gateway;

/// <summary>What became of something said.</summary>
/// <param name="Event">The message as it stands in the log; null if the door dropped it.</param>
/// <param name="Rule">The rule that dropped it.</param>
public sealed record Said(RoomEvent? Event, string? Rule);

/// <summary>The one door into a room: personas, people, connectors and the API say things by the same call.</summary>
public sealed class Gateway
{
    /// <summary>
    /// Checks what is said, records it, and only then shows it. The same client id of the same author is said once.
    /// </summary>
    /// <param name="cast">The personas of the room, for finding whom the line names.</param>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was recorded and nothing shown.</exception>
    public async Task<Said> SayAsync(
        RoomLog room, Message message, IReadOnlyList<Persona> cast, string? clientId, CancellationToken cancellationToken)
    {
        var safe = message with { Mentions = Mentions.Find(message.Text, cast) };
        return new Said(await room.AppendAsync(safe, clientId, cancellationToken).ConfigureAwait(false), null);
    }
}
