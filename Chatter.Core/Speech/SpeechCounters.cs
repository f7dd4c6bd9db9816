using System.Collections.Concurrent;
using Chatter.Core.Domain;

namespace Chatter.Core.Speech;

/// <summary>What became of a message that was to be heard.</summary>
public enum SpeechOutcome
{
    /// <summary>A sound was made for it.</summary>
    Made,

    /// <summary>The sound was there already, from an equal line.</summary>
    Cached,

    /// <summary>Its turn came too late; it stays silent.</summary>
    Late,

    /// <summary>No sound could be made; it stays silent.</summary>
    Failed,

    /// <summary>It was taken back or had nothing to say aloud.</summary>
    Silent,

    /// <summary>Its sound had been let go and was made again because somebody asked.</summary>
    MadeAgain,
}

/// <summary>The figures of speech since the start, in one room or in all.</summary>
public sealed record SpeechFigures(long Made, long Cached, long Late, long Failed, long Silent, long MadeAgain);

/// <summary>Speech as it stands now.</summary>
/// <param name="Provider">What speaks, or why nobody does.</param>
/// <param name="Bytes">Bytes of the sounds kept.</param>
/// <param name="Sounds">How many sounds are kept.</param>
/// <param name="LetGo">Sounds let go since the start because the cache was full.</param>
/// <param name="LastError">What went wrong last, and when.</param>
public sealed record SpeechSnapshot(
    string Provider, bool CanSpeak, SpeechFigures All, long Bytes, int Sounds, long LetGo, string? LastError, DateTimeOffset? LastErrorAt);

/// <summary>Counts what becomes of messages that were to be heard.</summary>
public sealed class SpeechCounters(ISpeech speech, ClipCache cache, TimeProvider clock)
{
    private readonly Tally all = new();
    private readonly ConcurrentDictionary<RoomId, Tally> rooms = [];
    private readonly Lock gate = new();
    private (string Reason, DateTimeOffset At)? last;

    public SpeechSnapshot Snapshot()
    {
        (string Reason, DateTimeOffset At)? error;
        lock (gate)
            error = last;
        return new SpeechSnapshot(
            speech.Description, speech.CanSpeak, all.Read(), cache.Bytes, cache.Count, cache.LetGo, error?.Reason, error?.At);
    }

    public SpeechFigures Of(RoomId room) => rooms.TryGetValue(room, out var tally) ? tally.Read() : new SpeechFigures(0, 0, 0, 0, 0, 0);

    internal void Count(RoomId room, SpeechOutcome outcome)
    {
        all.Count(outcome);
        rooms.GetOrAdd(room, _ => new Tally()).Count(outcome);
    }

    internal void Note(string error)
    {
        lock (gate)
            last = (error, clock.GetUtcNow());
    }

    private sealed class Tally
    {
        private readonly long[] counts = new long[Enum.GetValues<SpeechOutcome>().Length];

        public void Count(SpeechOutcome outcome) => Interlocked.Increment(ref counts[(int)outcome]);

        public SpeechFigures Read() => new(
            Of(SpeechOutcome.Made), Of(SpeechOutcome.Cached), Of(SpeechOutcome.Late),
            Of(SpeechOutcome.Failed), Of(SpeechOutcome.Silent), Of(SpeechOutcome.MadeAgain));

        private long Of(SpeechOutcome outcome) => Interlocked.Read(ref counts[(int)outcome]);
    }
}
