using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Providers;
using Chatter.Core.Language.Spending;
using Chatter.Core.Storage;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Language.Providers;

public sealed class ProviderCallsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Purchase Purchase = new(new RoomId(1), "ada", Purchase.Chat, "m", 0.01m, 1m, 10m);

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_once_more()
    {
        await using var bench = new Bench(new CallLimits { RetryDelay = TimeSpan.Zero });

        var answer = await bench.RunAsync(Fails(mayPass: true), Answers("yes"));

        Assert.Equal("yes", answer);
        Assert.Equal(2, bench.Made);
    }

    [Fact]
    public async Task A_failure_that_will_not_pass_is_not_tried_again()
    {
        await using var bench = new Bench();

        await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Fails(mayPass: false)));

        Assert.Equal(1, bench.Made);
    }

    [Fact]
    public async Task A_short_retry_after_is_waited_for_within_the_turn()
    {
        await using var bench = new Bench();

        var answer = bench.RunAsync(Fails(mayPass: true, retryAfter: TimeSpan.FromSeconds(7)), Answers("yes"));
        await Eventually.Is(() => bench.Made == 1 && bench.Waits(7), "it waits for seven seconds");
        bench.Clock.Advance(TimeSpan.FromSeconds(6.9));
        var before = bench.Made;
        bench.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("yes", await answer);
        Assert.Equal((1, 2), (before, bench.Made));
    }

    [Fact]
    public async Task A_long_retry_after_ends_the_turn_and_keeps_everyone_away_until_then()
    {
        await using var bench = new Bench();

        var first = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => bench.RunAsync(Fails(mayPass: true, retryAfter: TimeSpan.FromSeconds(90))));
        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        var second = await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Answers("too early")));
        bench.Clock.Advance(TimeSpan.FromSeconds(30));
        var third = await bench.RunAsync(Answers("welcome"));

        Assert.Equal(TimeSpan.FromSeconds(90), first.RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(30), second.RetryAfter);
        Assert.Contains("left alone until 12:01:30 UTC", second.Message);
        Assert.Equal("welcome", third);
        Assert.Equal(2, bench.Made);
    }

    [Fact]
    public async Task A_retry_after_of_a_year_is_believed_for_an_hour()
    {
        await using var bench = new Bench();

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => bench.RunAsync(Fails(mayPass: true, retryAfter: TimeSpan.FromDays(365))));

        Assert.Equal(TimeSpan.FromHours(1), refusal.RetryAfter);
    }

    [Fact]
    public async Task A_hanging_call_ends_after_ten_seconds_and_its_turn_after_twenty()
    {
        await using var bench = new Bench(new CallLimits { RetryDelay = TimeSpan.Zero });

        var answer = bench.RunAsync(Hangs, Hangs);
        await Eventually.Is(() => bench.Made == 1, "the first call is under way");
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Is(() => bench.Made == 2, "the second call is under way");
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => answer);

        Assert.Contains("did not answer within", refusal.Message);
        Assert.Equal(2, bench.Calls.Health.Current.Errors);
        Assert.Equal(0, bench.Calls.Health.Current.UnderWay);
    }

    [Fact]
    public async Task Five_failures_open_the_breaker_and_after_fifteen_seconds_one_good_call_closes_it()
    {
        await using var bench = new Bench();
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Fails(mayPass: false)));

        var alone = await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Answers("too early")));
        var standing = bench.Calls.Health.Current.Standing;
        bench.Clock.Advance(TimeSpan.FromSeconds(15.1));
        var answer = await bench.RunAsync(Answers("well again"));

        Assert.Contains("failed too often", alone.Message);
        Assert.Equal(ProviderStanding.LeftAlone, standing);
        Assert.Equal("well again", answer);
        Assert.Equal(ProviderStanding.Well, bench.Calls.Health.Current.Standing);
    }

    [Fact]
    public async Task A_breaker_whose_trial_call_fails_opens_again()
    {
        await using var bench = new Bench();
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Fails(mayPass: false)));
        bench.Clock.Advance(TimeSpan.FromSeconds(15.1));
        await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Fails(mayPass: false)));

        await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Answers("too early")));

        Assert.Equal(6, bench.Made);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_there_are_places()
    {
        await using var bench = new Bench(new CallLimits { MaxParallel = 3, CallsPerMinute = 6000 });
        var (now, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => bench.RunAsync(async token =>
        {
            var mine = Interlocked.Increment(ref now);
            InterlockedMax(ref most, mine);
            for (var i = 0; i < 20; i++)
                await Task.Yield();
            Interlocked.Decrement(ref now);
            return new Paid<string>("yes", default);
        })));

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Who_finds_no_place_within_the_turn_goes_without()
    {
        await using var bench = new Bench(new CallLimits { MaxParallel = 1, Attempt = TimeSpan.FromMinutes(1) });
        var first = bench.RunAsync(Hangs);
        await Eventually.Is(() => bench.Made == 1, "the first call is under way");

        var second = bench.RunAsync(Answers("never asked"));
        bench.Clock.Advance(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAsync<ModelUnavailableException>(() => second);
        await Assert.ThrowsAsync<ModelUnavailableException>(() => first);
        Assert.Equal(1, bench.Made);
    }

    [Fact]
    public async Task Calls_come_no_faster_than_the_rate_and_nobody_waits_longer_than_the_turn()
    {
        await using var bench = new Bench(new CallLimits { CallsPerMinute = 6 });
        await bench.RunAsync(Answers("first"));

        var second = bench.RunAsync(Answers("second"));
        var third = bench.RunAsync(Answers("third"));
        var fourth = await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Answers("fourth")));
        await Eventually.Is(() => bench.Waits(10) && bench.Waits(20), "two wait for their turn");
        bench.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("second", await second);
        Assert.Contains("6 calls a minute", fourth.Message);
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<ModelUnavailableException>(() => third);
    }

    [Fact]
    public async Task A_call_that_may_have_been_billed_is_booked_at_its_worst_case_and_a_refused_one_costs_nothing()
    {
        await using var bench = new Bench();

        await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Fails(mayPass: false, billed: true)));
        await Assert.ThrowsAsync<ModelUnavailableException>(() => bench.RunAsync(Fails(mayPass: false, billed: false)));

        var total = await bench.Book.TotalAsync(null, None);
        Assert.Equal((2, 2, 0.01m), (total.Calls, total.Errors, total.Cost));
    }

    [Fact]
    public async Task A_turn_broken_off_by_the_caller_ends_at_once_and_is_booked_at_its_worst_case()
    {
        await using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        var answer = bench.Calls.RunAsync<string>(Purchase, bench.Counted(Hangs), stop.Token);
        await Eventually.Is(() => bench.Made == 1, "the call is under way");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(0.01m, (await bench.Book.TotalAsync(null, None)).Cost);
    }

    [Fact]
    public async Task Nothing_is_called_while_spending_cannot_be_recorded()
    {
        await using var bench = new Bench();
        await bench.Store.Writer.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => bench.RunAsync(Answers("unpaid")));

        Assert.Equal(0, bench.Made);
    }

    [Fact]
    public async Task With_parallel_turns_spending_stops_at_the_ceiling()
    {
        await using var bench = new Bench(new CallLimits { MaxParallel = 8, CallsPerMinute = 6000 });
        var purchase = Purchase with { DailyCeiling = 0.055m };

        var turns = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            try
            {
                return await bench.Calls.RunAsync(
                    purchase, bench.Counted(_ => Task.FromResult(new Paid<string>("yes", new Used(1, 1, 0.005m)))), None);
            }
            catch (ModelUnavailableException)
            {
                return "no";
            }
        }));

        var total = await bench.Book.TodayAsync(null, None);
        Assert.InRange(total.Cost, 0.02m, 0.055m);
        Assert.Equal(turns.Count(t => t == "yes"), bench.Made);
    }

    private static Func<CancellationToken, Task<Paid<string>>> Answers(string text) =>
        _ => Task.FromResult(new Paid<string>(text, new Used(10, 5, 0.001m)));

    private static Func<CancellationToken, Task<Paid<string>>> Fails(bool mayPass, TimeSpan? retryAfter = null, bool billed = false) =>
        _ => throw new ProviderFaultException("It did not work out.") { MayPass = mayPass, RetryAfter = retryAfter, MayBeBilled = billed };

    private static async Task<Paid<string>> Hangs(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException("It hung for ever.");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    /// <summary>Calls on a clock moved by hand, paid from a real store.</summary>
    private sealed class Bench : IAsyncDisposable
    {
        private int made;

        public Bench(CallLimits? limits = null)
        {
            Store = new TestStore(Clock);
            Book = new UsageBook(Store.Reader, Clock);
            var budget = new Budget(Store.Writer, new BudgetOptions(), Clock, NullLogger<Budget>.Instance);
            Calls = new ProviderCalls("the model's server", limits ?? new CallLimits(), budget, Clock, NullLogger.Instance);
        }

        public ManualClock Clock { get; } = new();

        public TestStore Store { get; }

        public UsageBook Book { get; }

        public ProviderCalls Calls { get; }

        /// <summary>How many calls have reached the provider.</summary>
        public int Made => Volatile.Read(ref made);

        /// <summary>Whether something waits for a time so many seconds from now.</summary>
        public bool Waits(double seconds) => Clock.NextTimers.Any(t => t - Clock.GetUtcNow() == TimeSpan.FromSeconds(seconds));

        /// <summary>One turn whose attempts go as given.</summary>
        public Task<string> RunAsync(params Func<CancellationToken, Task<Paid<string>>>[] attempts)
        {
            var next = -1;
            return Calls.RunAsync(Purchase, Counted(token => attempts[Interlocked.Increment(ref next)](token)), None);
        }

        public Func<CancellationToken, Task<Paid<string>>> Counted(Func<CancellationToken, Task<Paid<string>>> call) => token =>
        {
            Interlocked.Increment(ref made);
            return call(token);
        };

        public async ValueTask DisposeAsync()
        {
            Calls.Dispose();
            await Store.DisposeAsync();
        }
    }
}
