using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Core.Language;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Chatter.Core.Rooms;
using Chatter.Core.Speech;
using Chatter.Core.Storage;

namespace Chatter.Web.Admin;

/// <summary>Looks at the house once a second at most, however many admins watch.</summary>
internal sealed class HouseReader(
    RoomDirectory rooms, MoneyReader money, VoicesReader voices, SafetyCounters safety, StoreWriter store, TimeProvider clock)
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

    /// <summary>The next look is a new one: something was just changed.</summary>
    public void Forget() => Volatile.Write(ref last, null);

    private async Task<HouseReport> LookAsync(CancellationToken cancellationToken)
    {
        var reports = new List<RoomReport>();
        foreach (var room in rooms.All(Reader.Admin))
        {
            var spent = await money.OfAsync(room, cancellationToken).ConfigureAwait(false);
            var (voice, reason) = voices.Of(room);
            reports.Add(new RoomReport(room, room.Phase, room.Statistics.Current, spent, voices.ClipsOf(room), voice, reason));
        }

        return new HouseReport(
            store.State.Records ? null : store.State.Reason ?? "Nothing can be recorded.",
            voices.Model,
            voices.Speech,
            await money.OfAllAsync(cancellationToken).ConfigureAwait(false),
            reports,
            [.. safety.Snapshot().GroupBy(c => c.Rule).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Rule)],
            [.. rooms.Problems.Select(p => p.ToString())]);
    }

    private static SafetyReport Rule(IGrouping<string, SafetyCount> counts) => new(
        counts.Key, Sum(counts, Outcome.Pass), Sum(counts, Outcome.Sanitised), Sum(counts, Outcome.Dropped));

    private static long Sum(IEnumerable<SafetyCount> counts, Outcome outcome) => counts.Where(c => c.Outcome == outcome).Sum(c => c.Count);
}

/// <summary>What was spent, beside what may be.</summary>
internal sealed class MoneyReader(UsageBook usage, BudgetOptions budget)
{
    public Task<MoneyReport> OfAllAsync(CancellationToken cancellationToken) => ReadAsync(null, budget.Daily, budget.Monthly, cancellationToken);

    public Task<MoneyReport> OfAsync(Room room, CancellationToken cancellationToken) =>
        ReadAsync(room.Log.Room, room.Settings.Current.DailyCeiling, room.Settings.Current.MonthlyCeiling, cancellationToken);

    private async Task<MoneyReport> ReadAsync(RoomId? room, decimal daily, decimal monthly, CancellationToken cancellationToken)
    {
        var today = await usage.TodayAsync(room, cancellationToken).ConfigureAwait(false);
        var month = await usage.ThisMonthAsync(room, cancellationToken).ConfigureAwait(false);
        return new MoneyReport(today.Calls, today.Errors, today.Tokens, today.Cost, daily, month.Cost, monthly);
    }
}

/// <summary>Who finds the words and who speaks them aloud, and how that goes.</summary>
internal sealed class VoicesReader(RoomVoice voice, SpeechCounters speech)
{
    public ModelReport Model => voice.Server is { } server
        ? new ModelReport(voice.Name, Word(server.Standing), server.Standing is ProviderStanding.Failing or ProviderStanding.LeftAlone ? server.Trouble : null, server.P50)
        : new ModelReport(voice.Name, "", null, null);

    public SpeechReport Speech
    {
        get
        {
            var now = speech.Snapshot();
            return new SpeechReport(now.Provider, now.CanSpeak, Clips(now.All), now.LastError);
        }
    }

    public (string Voice, string? InsteadBecause) Of(Room room)
    {
        var state = voice.StateOf(room.Log.Room);
        return (state.Voice, state.Reason);
    }

    public ClipsReport ClipsOf(Room room) => Clips(speech.Of(room.Log.Room));

    private static ClipsReport Clips(SpeechFigures figures) => new(figures.Made + figures.Cached, figures.Late, figures.Failed);

    private static string Word(ProviderStanding standing) => standing switch
    {
        ProviderStanding.Well => "answers",
        ProviderStanding.Failing => "fails",
        ProviderStanding.LeftAlone => "is left alone for a while",
        _ => "has not been asked yet",
    };
}
