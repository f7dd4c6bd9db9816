using Chatter.Core.Domain;

namespace Chatter.Core.Personas;

/// <summary>Who speaks next where one speaks at a time, and whether the topic stays.</summary>
public static class RadioPolicy
{
    /// <summary>A topic is given at least this many messages before it may change.</summary>
    private const int ShortestTopic = 8;

    /// <summary>After this many messages in turn between the same two, being named counts no more: others want a word.</summary>
    private const int LongestDuet = 4;

    /// <summary>After so many turns in which nothing was said the topic is worn out: another comes, however young it is.</summary>
    private const int LongestSilence = 3;

    /// <summary>
    /// The next speaker: whoever the last message named first, else one drawn by talkativeness; never the last speaker,
    /// never the muted. Null if nobody may speak.
    /// </summary>
    /// <param name="recent">The last messages, oldest first.</param>
    /// <param name="silent">Who had their turn since the last message and said nothing: asked again only when nobody else is left, even if named.</param>
    public static Persona? NextSpeaker(
        IReadOnlyList<Persona> cast, IReadOnlyList<RoomEvent> recent, Random random, IReadOnlyList<PersonaId>? silent = null)
    {
        var last = recent.LastOrDefault(e => e.Message is not null)?.Message;
        var able = cast.Where(p => !p.Muted && p.Talkativeness > 0 && p.Id.Value != SpeakerOf(last)).ToList();
        if (silent is { Count: > 0 } && able.Exists(p => !silent.Contains(p.Id)))
            able.RemoveAll(p => silent.Contains(p.Id));
        if (able.Count == 0)
        {
            // A cast of one goes on alone rather than falling silent for ever.
            able = cast.Where(p => !p.Muted && p.Talkativeness > 0).ToList();
            if (able.Count == 0 || cast.Count(p => !p.Muted) > 1)
                return able.FirstOrDefault();
        }

        if (last is not null && !IsDuet(recent))
        {
            var named = able.Where(p => last.Mentions.Contains(p.Id.Value)).ToList();
            if (named.Count > 0)
                return named[random.Next(named.Count)];
        }

        var draw = random.NextDouble() * able.Sum(p => p.Talkativeness);
        return able.FirstOrDefault(p => (draw -= p.Talkativeness) < 0) ?? able[^1];
    }

    /// <summary>The topic of the next message: mostly the one there is; the first message and a chance at each turn bring another.</summary>
    /// <param name="sinceChange">Messages said since the topic last changed.</param>
    /// <param name="silences">Turns since the last message.</param>
    public static string NextTopic(string current, long sinceChange, RoomSettings settings, Random random, int silences = 0)
    {
        var stays = current.Length > 0 && settings.Topics.Contains(current) && silences < LongestSilence
            && (sinceChange < ShortestTopic || random.NextDouble() >= settings.TopicChange);
        var others = settings.Topics.Where(t => t != current).ToList();
        return stays || others.Count == 0 ? (current.Length > 0 ? current : settings.Topics.FirstOrDefault() ?? "") : others[random.Next(others.Count)];
    }

    private static string? SpeakerOf(Message? message) =>
        message is { Author.Kind: AuthorKind.Persona } ? message.Author.Id : null;

    private static bool IsDuet(IReadOnlyList<RoomEvent> recent)
    {
        var speakers = recent.Where(e => e.Message is not null).TakeLast(LongestDuet).Select(e => e.Message!.Author.Key).ToList();
        return speakers.Count == LongestDuet && speakers.Distinct().Count() == 2;
    }
}
