using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Core.Logs;

namespace Chatter.Core.Gateway;

/// <summary>What became of something said.</summary>
/// <param name="Event">The message as it stands in the log; null if the door dropped it.</param>
/// <param name="Verdict">What the door decided, and by which rules.</param>
public sealed record Said(RoomEvent? Event, Verdict Verdict);

/// <summary>The one door into a room: personas, people, connectors and the API say things by the same call.</summary>
public sealed class Gateway(SafetyRules rules, SafetyCounters counters)
{
    /// <summary>
    /// Checks what is said, records it, and only then shows it. The same client id of the same author is said once.
    /// </summary>
    /// <param name="cast">The personas of the room: whom a line may address and whom it names.</param>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was recorded and nothing shown.</exception>
    public async Task<Said> SayAsync(
        RoomCard card, RoomLog log, IReadOnlyList<Persona> cast, Message message, string? clientId, CancellationToken cancellationToken)
    {
        var verdict = rules.Check(new Utterance(message.Text, message.Author.Kind)
        {
            Recent = log.LastLinesOf(message.Author.Key, RecentLines.Usual),
            Names = [.. cast.Select(p => p.Name), .. cast.SelectMany(p => p.Aliases)],
        });
        counters.Count(card.Slug, message.Origin, verdict);
        if (verdict.Outcome == Outcome.Dropped)
            return new Said(null, verdict);

        var safe = message with
        {
            Text = verdict.Text,
            Flags = verdict.Flags,
            Mentions = Domain.Mentions.Find(verdict.Text, cast),
        };
        return new Said(await log.AppendAsync(safe, clientId, cancellationToken).ConfigureAwait(false), verdict);
    }
}
