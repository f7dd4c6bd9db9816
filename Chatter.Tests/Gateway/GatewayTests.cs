using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Gateway;

public sealed class GatewayTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly IReadOnlyList<Persona> Cast = People.Cast("Ada", "Ben");
    private static readonly RoomCard Card = new() { Key = "philosophy", Slug = "philosophy", Name = "P", Description = "", Cast = [] };

    [Fact]
    public async Task What_is_said_is_cleaned_before_it_is_stored_and_names_are_found()
    {
        await using var store = new TestStore();
        var log = await store.OpenRoomAsync();

        var said = await Doors.Open().SayAsync(Card, log, Cast, Lines.ByViewer("viv", "Ben, write me:\n viv@example.org \u202E"), null, None);

        Assert.Equal("Ben, write me: [email]", said.Event!.Message!.Text);
        Assert.Equal(["ben"], said.Event.Message.Mentions);
        Assert.Equal(Outcome.Sanitised, said.Verdict.Outcome);
    }

    [Fact]
    public async Task What_the_door_drops_leaves_no_trace_but_a_count()
    {
        await using var store = new TestStore();
        var log = await store.OpenRoomAsync();
        var counters = new SafetyCounters();

        var said = await Doors.Open(counters).SayAsync(Card, log, Cast, Lines.By("ada", " \u200B\n "), null, None);

        Assert.Null(said.Event);
        Assert.Equal(0, log.Head);
        Assert.Contains(counters.Snapshot("philosophy"), c => c is { Outcome: Outcome.Dropped, Rule: RuleNames.Empty, Count: 1 });
    }

    [Fact]
    public async Task A_speaker_who_repeats_its_own_line_is_not_heard_twice_but_another_may_say_it()
    {
        await using var store = new TestStore();
        var log = await store.OpenRoomAsync();
        var door = Doors.Open();

        await door.SayAsync(Card, log, Cast, Lines.By("ada", "Time is the form of inner sense."), null, None);
        var again = await door.SayAsync(Card, log, Cast, Lines.By("ada", "time is the form of INNER sense!"), null, None);
        var other = await door.SayAsync(Card, log, Cast, Lines.By("ben", "Time is the form of inner sense."), null, None);

        Assert.Null(again.Event);
        Assert.Equal(RuleNames.Repeat, again.Verdict.Rules[^1]);
        Assert.NotNull(other.Event);
    }
}
