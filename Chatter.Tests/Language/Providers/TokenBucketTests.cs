using Chatter.Core.Language.Providers;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Language.Providers;

public sealed class TokenBucketTests
{
    [Fact]
    public void A_sixth_of_a_minutes_calls_may_come_at_once_and_then_one_a_step()
    {
        var bucket = new TokenBucket(60, new ManualClock());

        var waits = Enumerable.Range(0, 13).Select(_ => bucket.Take(TimeSpan.FromSeconds(20))!.Value.TotalSeconds).ToList();

        Assert.All(waits.Take(10), wait => Assert.Equal(0, wait));
        Assert.Equal([1, 2, 3], waits.Skip(10));
    }

    [Fact]
    public void Who_would_wait_too_long_takes_no_place()
    {
        var clock = new ManualClock();
        var bucket = new TokenBucket(1, clock);
        bucket.Take(TimeSpan.Zero);

        var refused = Enumerable.Range(0, 5).Select(_ => bucket.Take(TimeSpan.FromSeconds(20))).ToList();
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.All(refused, wait => Assert.Null(wait));
        Assert.Equal(TimeSpan.Zero, bucket.Take(TimeSpan.Zero));
    }

    [Fact]
    public void A_long_silence_saves_up_no_more_than_one_burst()
    {
        var clock = new ManualClock();
        var bucket = new TokenBucket(60, clock);
        clock.Advance(TimeSpan.FromHours(5));

        var atOnce = Enumerable.Range(0, 100).Count(_ => bucket.Take(TimeSpan.Zero) is not null);

        Assert.Equal(10, atOnce);
    }
}
