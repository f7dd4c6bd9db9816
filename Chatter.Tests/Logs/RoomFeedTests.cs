using System.Collections.Concurrent;
using System.Text;
using Chatter.Core.Domain;
using Chatter.Core.Logs;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Logs;

public sealed class RoomFeedTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock clock = new();
    private readonly ConcurrentQueue<RoomBatch> heard = [];
    private TestStore store = null!;
    private RoomLog log = null!;
    private RoomFeed feed = null!;

    public async Task InitializeAsync()
    {
        store = new TestStore(clock);
        log = await store.OpenRoomAsync();
        feed = new RoomFeed(log, clock);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task The_first_event_after_a_rest_goes_out_at_once_and_those_that_follow_go_together()
    {
        using var subscription = feed.Subscribe(heard.Enqueue);

        await SayAsync(1);
        await Eventually.Is(() => heard.Count == 1, "the first event is handed out");
        await SayAsync(5);
        await AdvanceUntil(() => heard.Count == 2, "the others are handed out");

        Assert.Equal([1, 5], heard.Select(b => b.Events.Count));
    }

    [Fact]
    public async Task Batches_join_on_without_holes_or_doubles_however_fast_the_room_grows()
    {
        using var swift = feed.Subscribe(heard.Enqueue, FeedPace.Swift);

        var saying = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SayAsync(250))));
        await AdvanceUntil(() => heard.Sum(b => b.Events.Count) == 2000 && saying.IsCompleted, "all are handed out");

        Assert.Equal(Enumerable.Range(1, 2000).Select(i => (long)i), heard.SelectMany(b => b.Events).Select(e => e.Seq));
    }

    [Fact]
    public async Task A_listener_that_fails_takes_nothing_from_the_others()
    {
        using var bad = feed.Subscribe(_ => throw new InvalidOperationException("on purpose"));
        using var good = feed.Subscribe(heard.Enqueue);

        await SayAsync(1);

        await Eventually.Is(() => heard.Count == 1, "the good listener hears");
    }

    [Fact]
    public async Task All_listeners_of_a_pace_get_the_same_batch_and_share_what_is_made_of_it()
    {
        var others = new ConcurrentQueue<RoomBatch>();
        using var one = feed.Subscribe(heard.Enqueue);
        using var two = feed.Subscribe(others.Enqueue);
        var made = 0;

        await SayAsync(1);
        await Eventually.Is(() => others.Count == 1, "the second listener hears");
        var first = heard.Single().GetOrAdd(b => new StringBuilder("made " + ++made));
        var second = others.Single().GetOrAdd(b => new StringBuilder("made " + ++made));

        Assert.Same(first, second);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task What_only_admins_may_see_reaches_listeners_as_a_bare_number()
    {
        using var subscription = feed.Subscribe(heard.Enqueue);

        await log.AppendAsync(new SettingsChanged("{}", "admin", "x"), null, None);
        await Eventually.Is(() => heard.Count == 1, "the event is handed out");

        Assert.IsType<Hidden>(heard.Single().Events.Single().Body);
    }

    [Fact]
    public async Task Of_several_signals_of_a_kind_only_the_latest_is_shown()
    {
        using var subscription = feed.Subscribe(heard.Enqueue);
        await SayAsync(1);
        await Eventually.Is(() => heard.Count == 1, "the first event is handed out");

        for (var viewers = 1; viewers <= 1000; viewers++)
            feed.Signal(new StatsChanged(new RoomStats(viewers, 0, 0, 0, 0, 0)));
        feed.Signal(new RoomPhaseChanged(RoomPhase.Talking, null));
        await AdvanceUntil(() => heard.Count == 2, "the signals are handed out");

        Assert.Equal(
            [new StatsChanged(new RoomStats(1000, 0, 0, 0, 0, 0)), new RoomPhaseChanged(RoomPhase.Talking, null)],
            heard.Last().Signals);
    }

    [Fact]
    public async Task Who_has_spoken_is_no_longer_shown_as_typing()
    {
        using var subscription = feed.Subscribe(heard.Enqueue);
        await SayAsync(1);
        await Eventually.Is(() => heard.Count == 1, "the first event is handed out");

        feed.Signal(new Typing(Lines.By("ada", "").Author, TimeSpan.FromSeconds(2)));
        await SayAsync(1);
        await AdvanceUntil(() => heard.Sum(b => b.Events.Count) == 2, "the line is handed out");

        Assert.Empty(heard.SelectMany(b => b.Signals));
    }

    [Fact]
    public async Task The_pump_rests_while_nobody_listens_and_starts_at_the_present_for_the_next_who_does()
    {
        feed.Subscribe(heard.Enqueue).Dispose();
        await SayAsync(300);
        Assert.Equal(0, feed.Listeners);
        Assert.Empty(heard);

        using var subscription = feed.Subscribe(heard.Enqueue);
        await SayAsync(1);
        await AdvanceUntil(() => heard.Count == 1, "the newcomer hears");

        Assert.Equal(301, heard.Single().First);
    }

    [Fact]
    public async Task A_herd_coming_back_is_served_the_same_encoded_events_from_memory()
    {
        using var subscription = feed.Subscribe(heard.Enqueue);
        await SayAsync(600);

        var one = await feed.ReadAsync(150, 300, None);
        var two = await feed.ReadAsync(150, 300, None);

        Assert.Equal(Enumerable.Range(151, 300).Select(i => (long)i), one.Select(e => e.Seq));
        Assert.All(one.Zip(two), pair => Assert.Same(pair.First, pair.Second));
    }

    [Fact]
    public async Task A_position_far_back_is_read_from_the_store_in_pages()
    {
        await SayAsync(1200);

        var page = await feed.ReadAsync(0, 10_000, None);

        Assert.Equal(Enumerable.Range(1, RoomFeed.Page).Select(i => (long)i), page.Select(e => e.Seq));
    }

    [Fact]
    public async Task Words_taken_back_are_no_longer_served_from_memory_either()
    {
        using var subscription = feed.Subscribe(heard.Enqueue);
        await SayAsync(200);
        var before = await feed.ReadAsync(0, 200, None);
        Assert.NotNull(before[49].Event.Message);

        await log.AppendAsync(new Retracted(50, "admin", null), null, None);
        await AdvanceUntil(() => heard.Sum(b => b.Events.Count) == 201, "the retraction is handed out");

        var after = await feed.ReadAsync(0, 200, None);
        Assert.IsType<ErasedMessage>(after[49].Event.Body);
        Assert.DoesNotContain("line", Encoding.UTF8.GetString(after[49].Json.Span));
    }

    private async Task SayAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
            await log.AppendAsync(Lines.By("ada", "line"), null, None);
    }

    private Task AdvanceUntil(Func<bool> condition, string what) => Eventually.Is(
        () =>
        {
            if (condition())
                return true;
            clock.Advance(TimeSpan.FromMilliseconds(10));
            return false;
        },
        what);
}
