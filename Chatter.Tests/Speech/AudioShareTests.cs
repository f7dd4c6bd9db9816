using Chatter.Core.Domain;
using Chatter.Core.Speech;

namespace Chatter.Tests.Speech;

public sealed class AudioShareTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Of_two_thousand_messages_about_the_share_asked_for_is_heard(double share)
    {
        // Four standard deviations of an honest draw.
        var width = 4 * Math.Sqrt(2000 * share * (1 - share));

        for (var room = 1; room <= 10; room++)
        {
            var taken = Enumerable.Range(1, 2000).Count(seq => AudioShare.Takes(new RoomId(room), seq, share));
            Assert.InRange(taken, (2000 * share) - width, (2000 * share) + width);
        }
    }

    [Fact]
    public void Nothing_is_heard_at_zero_and_everything_at_one()
    {
        Assert.DoesNotContain(true, Enumerable.Range(1, 2000).Select(seq => AudioShare.Takes(new RoomId(1), seq, 0)));
        Assert.DoesNotContain(false, Enumerable.Range(1, 2000).Select(seq => AudioShare.Takes(new RoomId(1), seq, 1)));
    }

    [Fact]
    public void A_larger_share_adds_messages_and_takes_none_away()
    {
        for (var seq = 1; seq <= 2000; seq++)
        {
            if (AudioShare.Takes(new RoomId(3), seq, 0.3))
                Assert.True(AudioShare.Takes(new RoomId(3), seq, 0.4));
        }
    }

    [Fact]
    public void Chosen_messages_do_not_come_in_long_runs()
    {
        var taken = Enumerable.Range(1, 2000).Select(seq => AudioShare.Takes(new RoomId(1), seq, 0.3)).ToList();

        var longest = 0;
        for (int i = 0, run = 0; i < taken.Count; i++)
            longest = Math.Max(longest, run = taken[i] ? 0 : run + 1);
        Assert.InRange(longest, 5, 40);
    }
}
