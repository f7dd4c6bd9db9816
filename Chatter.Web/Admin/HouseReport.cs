using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Core.Language.Spending;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;
using Chatter.Core.Storage;

namespace Chatter.Web.Admin;

/// <summary>How the house stands at one moment, for the admin's eyes.</summary>
/// <param name="Store">What the store says: null while it records, else why it cannot.</param>
/// <param name="Safety">What the door decided since the start.</param>
public sealed record HouseReport(
    string? Store,
    SpeechReport Speech,
    MoneyReport Money,
    IReadOnlyList<RoomReport> Rooms,
    IReadOnlyList<SafetyReport> Safety,
    IReadOnlyList<string> Problems);

/// <summary>Who speaks aloud, and how that went since the start.</summary>
public sealed record SpeechReport(string Provider, bool CanSpeak, ClipsReport Clips, string? LastError);

/// <summary>Messages made into sound since the start.</summary>
/// <param name="Made">New sounds, and those that were there already from an equal line.</param>
public sealed record ClipsReport(long Made, long Late, long Failed);

/// <summary>Calls, tokens and dollars of a room, or of all.</summary>
public sealed record MoneyReport(long CallsToday, long ErrorsToday, long TokensToday, decimal Today, decimal Month);

/// <summary>One room at one moment.</summary>
public sealed record RoomReport(Room Room, RoomPhaseChanged Phase, RoomStats Stats, MoneyReport Money, ClipsReport Clips);

/// <summary>What one rule of the door did since the start, in all rooms together.</summary>
/// <param name="Rule">Empty: all verdicts, whatever the rule.</param>
public sealed record SafetyReport(string Rule, long Passed, long Sanitised, long Dropped);

/// <summary>Looks at the house once a second at most, however many admins watch.</summary>
internal sealed class HouseReader(
    RoomDirectory rooms, UsageBook usage, SafetyCounters safety, SpeechCounters speech, StoreWriter store, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(900);

    private readonly SemaphoreSlim looking = new(1, 1);
    private HouseReport? last;
    private long lookedAt;

    public async Task<HouseReport> ReadAsync(CancellationToken cancellationToken)
    {
        await looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (last is null || clock.GetElapsedTime(lookedAt) >= Fresh)
            {
                last = await LookAsync(cancellationToken).ConfigureAwait(false);
                lookedAt = clock.GetTimestamp();
            }

            return last;
        }
        finally
        {
            looking.Release();
        }
    }

    private async Task<HouseReport> LookAsync(CancellationToken cancellationToken)
    {
        var reports = new List<RoomReport>();
        foreach (var room in rooms.All(Reader.Admin))
        {
            var money = await MoneyAsync(room.Log.Room, cancellationToken).ConfigureAwait(false);
            reports.Add(new RoomReport(room, room.Phase, room.Statistics.Current, money, Clips(speech.Of(room.Log.Room))));
        }

        var voice = speech.Snapshot();
        return new HouseReport(
            store.State.Records ? null : store.State.Reason ?? "Nothing can be recorded.",
            new SpeechReport(voice.Provider, voice.CanSpeak, Clips(voice.All), voice.LastError),
            await MoneyAsync(null, cancellationToken).ConfigureAwait(false),
            reports,
            [.. safety.Snapshot().GroupBy(c => c.Rule).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Rule)],
            [.. rooms.Problems.Select(p => p.ToString())]);
    }

    private async Task<MoneyReport> MoneyAsync(RoomId? room, CancellationToken cancellationToken)
    {
        var today = await usage.TodayAsync(room, cancellationToken).ConfigureAwait(false);
        var month = await usage.ThisMonthAsync(room, cancellationToken).ConfigureAwait(false);
        return new MoneyReport(today.Calls, today.Errors, today.Tokens, today.Cost, month.Cost);
    }

    private static ClipsReport Clips(SpeechFigures figures) => new(figures.Made + figures.Cached, figures.Late, figures.Failed);

    private static SafetyReport Rule(IGrouping<string, SafetyCount> counts) => new(
        counts.Key, Sum(counts, Outcome.Pass), Sum(counts, Outcome.Sanitised), Sum(counts, Outcome.Dropped));

    private static long Sum(IEnumerable<SafetyCount> counts, Outcome outcome) => counts.Where(c => c.Outcome == outcome).Sum(c => c.Count);
}
