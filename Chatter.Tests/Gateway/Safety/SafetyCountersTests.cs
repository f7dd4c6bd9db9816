using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class SafetyCountersTests
{
    [Fact]
    public void Each_verdict_is_counted_with_its_rules()
    {
        var counters = new SafetyCounters();

        counters.Count("philosophy", MessageOrigin.Bot, Door.Persona("Hello"));
        counters.Count("philosophy", MessageOrigin.Bot, Door.Persona("Hello"));
        counters.Count("philosophy", MessageOrigin.Human, Door.Person("a@b.example  x"));
        counters.Count("cryptoana", MessageOrigin.Human, Door.Person(" "));

        Assert.Equal(
            [
                new("cryptoana", MessageOrigin.Human, Outcome.Dropped, "", 1),
                new("cryptoana", MessageOrigin.Human, Outcome.Dropped, RuleNames.Empty, 1),
                new("cryptoana", MessageOrigin.Human, Outcome.Dropped, RuleNames.Space, 1),
                new("philosophy", MessageOrigin.Bot, Outcome.Pass, "", 2),
                new("philosophy", MessageOrigin.Human, Outcome.Sanitised, "", 1),
                new("philosophy", MessageOrigin.Human, Outcome.Sanitised, "email", 1),
                new("philosophy", MessageOrigin.Human, Outcome.Sanitised, RuleNames.Space, 1),
            ],
            counters.Snapshot());
        Assert.Equal(3, counters.Snapshot("cryptoana").Count);
    }

    [Fact]
    public void No_count_is_lost_between_threads()
    {
        var counters = new SafetyCounters();
        var verdict = Door.Persona("Hello");

        Parallel.For(0, 10_000, _ => counters.Count("philosophy", MessageOrigin.Bot, verdict));

        Assert.Equal(10_000, Assert.Single(counters.Snapshot()).Count);
    }

    [Fact]
    public void Rooms_beyond_the_bound_are_counted_together()
    {
        var counters = new SafetyCounters();
        var verdict = Door.Persona("Hello");

        for (var i = 0; i < SafetyCounters.MostRooms + 10; i++)
            counters.Count($"room{i}", MessageOrigin.Bot, verdict);

        Assert.Equal(SafetyCounters.MostRooms + 1, counters.Snapshot().Count);
        Assert.Equal(10, Assert.Single(counters.Snapshot(SafetyCounters.OtherRooms)).Count);
    }
}
