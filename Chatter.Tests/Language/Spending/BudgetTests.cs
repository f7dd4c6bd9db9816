using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Language.Spending;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Language.Spending;

public sealed class BudgetTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_call_whose_worst_case_would_pass_the_rooms_day_is_refused_until_midnight()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 1, 5, 21, 0, 0, TimeSpan.Zero));
        await using var store = new TestStore(clock);
        var budget = Purse(store);
        await SpendAsync(budget, Chat(worst: 0.05m, day: 0.10m), 0.06m);

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => budget.ReserveAsync(Chat(worst: 0.05m, day: 0.10m), None));

        Assert.Contains("This room has spent what may be spent today ($0.1)", refusal.Message);
        Assert.Equal(TimeSpan.FromHours(3), refusal.RetryAfter);
    }

    [Fact]
    public async Task The_next_day_has_its_own_ceiling_and_the_month_goes_on_counting()
    {
        var clock = new ManualClock();
        await using var store = new TestStore(clock);
        var budget = Purse(store);
        await SpendAsync(budget, Chat(worst: 0.08m, day: 0.10m, month: 0.15m), 0.08m);
        clock.Advance(TimeSpan.FromDays(1));

        await SpendAsync(budget, Chat(worst: 0.05m, day: 0.10m, month: 0.15m), 0.05m);
        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => budget.ReserveAsync(Chat(worst: 0.05m, day: 0.10m, month: 0.15m), None));

        Assert.Contains("this month", refusal.Message);
    }

    [Fact]
    public async Task The_ceiling_of_all_rooms_counts_each_of_them()
    {
        await using var store = new TestStore(new ManualClock());
        var budget = Purse(store, daily: 0.10m);
        await SpendAsync(budget, Chat(worst: 0.06m), 0.06m);

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => budget.ReserveAsync(Chat(worst: 0.06m) with { Room = new RoomId(2) }, None));

        Assert.StartsWith("All rooms together", refusal.Message);
    }

    [Fact]
    public async Task Calls_in_parallel_never_set_aside_more_than_the_ceiling()
    {
        await using var store = new TestStore(new ManualClock());
        var budget = Purse(store);

        var granted = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
        {
            try
            {
                await budget.ReserveAsync(Chat(worst: 0.03m, day: 0.10m), None);
                return 1;
            }
            catch (ModelUnavailableException)
            {
                return 0;
            }
        })));

        Assert.Equal(3, granted.Sum());
    }

    [Fact]
    public async Task Refused_only_because_of_calls_under_way_names_no_hour_to_come_back()
    {
        await using var store = new TestStore(new ManualClock());
        var budget = Purse(store);
        await budget.ReserveAsync(Chat(worst: 0.08m, day: 0.10m), None);

        var refusal = await Assert.ThrowsAsync<ModelUnavailableException>(() => budget.ReserveAsync(Chat(worst: 0.08m, day: 0.10m), None));

        Assert.Null(refusal.RetryAfter);
    }

    [Fact]
    public async Task What_was_set_aside_gives_way_to_the_true_cost()
    {
        await using var store = new TestStore(new ManualClock());
        var budget = Purse(store);

        await SpendAsync(budget, Chat(worst: 0.09m, day: 0.10m), 0.01m);
        await SpendAsync(budget, Chat(worst: 0.09m, day: 0.10m), 0.01m);

        var total = await new UsageBook(store.Reader, store.Clock).TotalAsync(new RoomId(1), None);
        Assert.Equal(0.02m, total.Cost);
        Assert.Equal(2, total.Calls);
    }

    [Fact]
    public async Task A_call_the_program_died_in_stays_counted_at_its_worst_case()
    {
        var folder = Directory.CreateTempSubdirectory("chatter-test-").FullName;
        await using (var before = new TestStore(new ManualClock(), folder))
        {
            await SpendAsync(Purse(before), Chat(worst: 0.05m, day: 0.10m), 0.03m);
            await Purse(before).ReserveAsync(Chat(worst: 0.05m, day: 0.10m), None);
        }

        await using var after = new TestStore(new ManualClock(), folder);
        await Assert.ThrowsAsync<ModelUnavailableException>(() => Purse(after).ReserveAsync(Chat(worst: 0.03m, day: 0.10m), None));

        await Purse(after).ReserveAsync(Chat(worst: 0.02m, day: 0.10m), None);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_model_that_costs_nothing_may_speak_under_a_ceiling_of_nothing()
    {
        await using var store = new TestStore(new ManualClock());
        var budget = Purse(store, daily: 0);

        await SpendAsync(budget, Chat(worst: 0, day: 0, month: 0), 0);

        Assert.Equal(1, (await new UsageBook(store.Reader, store.Clock).TotalAsync(null, None)).Calls);
    }

    [Fact]
    public async Task Usage_is_told_by_room_day_month_and_persona()
    {
        var clock = new ManualClock();
        await using var store = new TestStore(clock);
        var (budget, book) = (Purse(store), new UsageBook(store.Reader, clock));
        await SpendAsync(budget, Chat(worst: 0.01m), 0.01m);
        clock.Advance(TimeSpan.FromDays(1));
        await SpendAsync(budget, Chat(worst: 0.02m) with { Persona = "zeno" }, 0.02m);
        await SpendAsync(budget, Chat(worst: 0.04m) with { Persona = "zeno", Purpose = Purchase.Speech }, 0.04m);
        await SpendAsync(budget, Chat(worst: 0.08m) with { Room = new RoomId(2) }, 0.08m);

        var room = new RoomId(1);
        Assert.Equal(0.06m, (await book.TodayAsync(room, None)).Cost);
        Assert.Equal(0.07m, (await book.ThisMonthAsync(room, None)).Cost);
        Assert.Equal(0.15m, (await book.TotalAsync(null, None)).Cost);
        Assert.Equal([("2026-01-06", 0.06m), ("2026-01-05", 0.01m)], (await book.ByDayAsync(room, 30, None)).Select(l => (l.Name, l.Cost)));
        Assert.Equal(
            [("zeno", 0.02m), ("ada", 0.01m)],
            (await book.ByPersonaAsync(room, new DateOnly(2026, 1, 1), Purchase.Chat, None)).Select(l => (l.Name, l.Cost)));
    }

    private static Budget Purse(TestStore store, decimal daily = 1, decimal monthly = 10) => new(
        store.Writer, new BudgetOptions { Daily = daily, Monthly = monthly }, store.Clock, NullLogger<Budget>.Instance);

    private static Purchase Chat(decimal worst, decimal day = 1, decimal month = 10) =>
        new(new RoomId(1), "ada", Purchase.Chat, "gpt-4o-mini", worst, day, month);

    private static async Task SpendAsync(Budget budget, Purchase purchase, decimal cost) =>
        await budget.SettleAsync(await budget.ReserveAsync(purchase, None), new Used(100, 20, cost), failed: false);
}
