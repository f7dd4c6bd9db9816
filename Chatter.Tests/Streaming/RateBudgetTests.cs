using Chatter.Tests.Fakes;
using Chatter.Web.Streaming;

namespace Chatter.Tests.Streaming;

public sealed class RateBudgetTests
{
    [Fact]
    public void No_span_of_ten_seconds_has_more_than_twenty_wherever_it_begins()
    {
        var clock = new ManualClock();
        var budget = RateBudget.OfClient(clock);
        var spent = new List<DateTimeOffset>();

        for (var i = 0; i < 600; i++)
        {
            if (budget.TrySpend())
                spent.Add(clock.GetUtcNow());
            clock.Advance(TimeSpan.FromMilliseconds(70 + (i % 7 * 30)));
        }

        Assert.All(spent, from => Assert.InRange(spent.Count(at => at >= from && at < from + TimeSpan.FromSeconds(10)), 1, 20));
        Assert.True(spent.Count > 100);
    }
}
