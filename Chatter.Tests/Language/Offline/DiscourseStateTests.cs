using Chatter.Core.Domain;
using Chatter.Core.Language.Offline;

namespace Chatter.Tests.Language.Offline;

/// <summary>A restart forgets nothing: the state is a fold over the last messages of the log.</summary>
public sealed class DiscourseStateTests
{
    [Theory]
    [InlineData("philosophy", 40)]
    [InlineData("philosophy", 2400)]
    [InlineData("cryptoana", 2400)]
    public void A_state_rebuilt_from_the_log_is_the_state_carried_on(string room, int messages)
    {
        var talk = Content.Rehearse(room, 11, messages);

        var rebuilt = Rebuild(talk.Events);

        Assert.Equal(talk.State.Describe(), rebuilt.Describe());
    }

    [Fact]
    public void A_room_that_restarts_every_hundred_messages_says_the_same()
    {
        var carried = Content.Rehearse("philosophy", 12, 700);
        var restarted = Content.Rehearse("philosophy", 12, 0);

        for (var i = 0; i < 700; i++)
        {
            if (i % 100 == 99)
                restarted.State = Rebuild(restarted.Events);
            restarted.Step();
        }

        Assert.Equal(carried.Events.Select(e => e.Message!.Text), restarted.Events.Select(e => e.Message!.Text));
    }

    [Fact]
    public void A_retracted_message_leaves_nothing_but_its_place()
    {
        var talk = Content.Rehearse("cryptoana", 13, 120);
        talk.Append(new Retracted(90, "admin", null));
        talk.Append(new Retracted(118, "admin", null));

        var asStored = talk.Events.Select(e => e.Seq is 90 or 118 ? e with { Body = new ErasedMessage() } : e);

        Assert.Equal(talk.State.Describe(), Rebuild([.. asStored]).Describe());
    }

    [Fact]
    public void Events_come_in_order_and_once()
    {
        var talk = Content.Rehearse("philosophy", 14, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => talk.State.Fold(talk.Events[2]));
    }

    /// <summary>As <see cref="OfflineVoice"/> does after a start: the last messages, then what came behind them.</summary>
    private static DiscourseState Rebuild(IReadOnlyList<RoomEvent> events)
    {
        var state = new DiscourseState();
        foreach (var e in events.Where(e => e.Body is Message or ErasedMessage).TakeLast(DiscourseState.Window))
            state.Fold(e);
        foreach (var e in events.Where(e => e.Seq > state.Seq))
            state.Fold(e);
        return state;
    }
}
