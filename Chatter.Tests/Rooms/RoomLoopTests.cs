using Chatter.Core.Domain;
using Chatter.Core.Language;
using Chatter.Core.Logs;
using Chatter.Core.Personas;
using Chatter.Core.Rooms;
using Chatter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatter.Tests.Rooms;

public sealed class RoomLoopTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private readonly CancellationTokenSource stop = new();
    private TestStore store = null!;
    private Room room = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        store = new TestStore(clock);
        var log = await store.OpenRoomAsync();
        var card = new RoomCard { Key = "philosophy", Slug = "philosophy", Name = "P", Description = "", Cast = [] };
        var settings = await Books.OpenAsync(log, card, """{"topics": ["time"], "sleepAfter": "00:05:00"}""");
        room = new Room(card, People.Cast("Ada", "Ben", "Cleo"), log, new RoomFeed(log, clock), settings, new Presence(clock));
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_written_while_nobody_watches()
    {
        var model = ScriptedModel.Saying();
        Start(model);

        await Eventually.Is(() => room.Phase.Phase == RoomPhase.Asleep, "the room sleeps");
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(model.Turns);
    }

    [Fact]
    public async Task The_first_viewer_wakes_the_room_and_finds_a_message_after_the_initial_delay()
    {
        Start(ScriptedModel.Saying("Good that you came."));
        await Eventually.Is(() => room.Phase.Phase == RoomPhase.Asleep, "the room sleeps");

        using var viewer = room.Presence.Enter();
        await Eventually.Is(() => room.Phase.Phase == RoomPhase.Talking && clock.Timers > 0, "the room wakes");
        clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.Is(() => room.Log.MessageCount == 1, "a first message is there");
    }

    [Fact]
    public async Task Between_two_messages_lies_a_delay_of_the_settings()
    {
        Start(ScriptedModel.Saying("One.", "Two.", "Three."));
        using var viewer = room.Presence.Enter();

        await TalkAsync(until: 3);

        var said = await room.Log.ReadMessagesBeforeAsync(null, 3, Reader.House, CancellationToken.None);
        var gaps = said.Zip(said.Skip(1), (a, b) => (b.At - a.At).TotalSeconds);
        Assert.All(gaps, gap => Assert.InRange(gap, 15, 31));
    }

    [Fact]
    public async Task A_model_that_fails_is_never_text_in_the_chat_and_the_room_says_why()
    {
        Start(new ScriptedModel(_ => throw new ModelUnavailableException("The model answers 500."), _ => new Draft("Back again.")));
        using var viewer = room.Presence.Enter();

        await AdvanceUntil(() => room.Phase.Phase == RoomPhase.Paused, "the room says that it pauses");

        Assert.Equal("The model answers 500.", room.Phase.Reason);
        Assert.Equal(0, room.Log.MessageCount);
        await TalkAsync(until: 1);
        Assert.Equal(RoomPhase.Talking, room.Phase.Phase);
    }

    [Fact]
    public async Task A_turn_that_falls_over_does_not_end_the_room()
    {
        Start(new ScriptedModel(_ => throw new FormatException("a bug"), _ => new Draft("Still here.")));
        using var viewer = room.Presence.Enter();

        await TalkAsync(until: 1);

        Assert.Equal(1, room.Log.MessageCount);
    }

    [Fact]
    public async Task A_wish_of_the_admin_is_spoken_at_once_and_by_whom_they_wanted()
    {
        var model = ScriptedModel.Saying("As you wish.");
        var loop = Start(model);
        await Eventually.Is(() => room.Phase.Phase == RoomPhase.Asleep, "the room sleeps");

        loop.Request(new TurnRequest(new PersonaId("cleo"), "tea"));
        await AdvanceUntil(() => room.Log.MessageCount == 1, "the wish is spoken");

        var turn = Assert.Single(model.Turns);
        Assert.Equal(("Cleo", "tea"), (turn.Persona.Name, turn.Wish));
    }

    [Fact]
    public async Task Silence_is_a_valid_answer()
    {
        Start(ScriptedModel.Saying("", "Now I speak."));
        using var viewer = room.Presence.Enter();

        await TalkAsync(until: 1);

        var said = await room.Log.ReadMessagesBeforeAsync(null, 5, Reader.House, CancellationToken.None);
        Assert.Equal("Now I speak.", Assert.Single(said).Message!.Text);
    }

    [Fact]
    public async Task One_who_is_named_and_stays_silent_does_not_silence_the_room()
    {
        Start(new ScriptedModel(Enumerable.Repeat((Func<Turn, Draft>)Speak, 40)));
        using var viewer = room.Presence.Enter();

        await TalkAsync(until: 4);

        static Draft Speak(Turn turn) =>
            new(turn.Persona.Name == "Ben" ? "" : $"Ben, what do you say to line {turn.Recent.Count} of mine?");
    }

    [Fact]
    public async Task A_line_that_the_door_drops_leaves_one_notice_of_its_new_topic()
    {
        Start(ScriptedModel.Saying("\u200b\u200b", "\u200b", "Something else then."));
        using var viewer = room.Presence.Enter();

        await TalkAsync(until: 1);

        var events = await room.Log.ReadAfterAsync(0, 20, Reader.House, CancellationToken.None);
        Assert.Single(events, e => e.Body is TopicChanged);
        Assert.Equal("time", room.Topic);
    }

    [Fact]
    public async Task A_clock_put_back_by_an_hour_makes_no_room_wait_for_it()
    {
        Start(ScriptedModel.Saying("One.", "Two.", "Three."));
        using var viewer = room.Presence.Enter();
        await TalkAsync(until: 1);
        await Eventually.Is(() => clock.Timers > 0, "the next delay is drawn");

        clock.Set(TimeSpan.FromHours(-1));
        for (var second = 0; second < 45 && room.Log.MessageCount < 2; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Eventually.Is(() => room.Log.MessageCount >= 2, "the second message is said in its time");
    }

    [Fact]
    public async Task A_clock_put_back_by_a_day_keeps_no_empty_room_awake()
    {
        room.Presence.Enter().Dispose();

        clock.Set(TimeSpan.FromDays(-1));
        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.False(room.Presence.SeenWithin(TimeSpan.FromMinutes(5)));
    }

    private RoomLoop Start(ILanguageModel model)
    {
        var turns = new RadioTurns(model, Doors.Open(), new Random(1));
        var loop = new RoomLoop(room, turns, store.Writer, clock, new Random(1), NullLogger.Instance);
        running = Task.Run(() => loop.RunAsync(stop.Token));
        return loop;
    }

    private Task TalkAsync(int until) => AdvanceUntil(() => room.Log.MessageCount >= until, $"{until} messages are said");

    private Task AdvanceUntil(Func<bool> condition, string what) =>
        Eventually.Is(
            () =>
            {
                if (condition())
                    return true;
                if (clock.Timers > 0)
                    clock.Advance(TimeSpan.FromSeconds(0.5));
                return condition();
            },
            what);
}
