using Chatter.Core.Domain;
using Chatter.Core.Personas;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Personas;

public sealed class RadioPolicyTests
{
    private static readonly IReadOnlyList<Persona> Cast = People.Cast("Ada", "Ben", "Cleo", "Dov");

    [Fact]
    public void A_persona_never_follows_itself()
    {
        var random = new Random(1);

        var speakers = Enumerable.Range(0, 500).Select(_ => RadioPolicy.NextSpeaker(Cast, [Said("ada")], random)!.Name);

        Assert.DoesNotContain("Ada", speakers);
    }

    [Fact]
    public void Whoever_the_last_message_named_speaks_next()
    {
        var last = Said("ada", "cleo");

        var next = RadioPolicy.NextSpeaker(Cast, [last], new Random(1));

        Assert.Equal("Cleo", next!.Name);
    }

    [Fact]
    public void Two_who_keep_naming_each_other_are_broken_up_after_four_lines()
    {
        var duet = new[] { Said("ada", "ben"), Said("ben", "ada"), Said("ada", "ben"), Said("ben", "ada") };
        var random = new Random(1);

        var speakers = Enumerable.Range(0, 200).Select(_ => RadioPolicy.NextSpeaker(Cast, duet, random)!.Name).ToHashSet();

        Assert.Contains("Cleo", speakers);
        Assert.Contains("Dov", speakers);
    }

    [Fact]
    public void The_muted_get_no_turn_even_when_named()
    {
        IReadOnlyList<Persona> cast = [Cast[0], Cast[1], Cast[2] with { Muted = true }];

        var next = RadioPolicy.NextSpeaker(cast, [Said("ada", "cleo")], new Random(1));

        Assert.Equal("Ben", next!.Name);
    }

    [Fact]
    public void Whoever_was_named_and_said_nothing_is_not_asked_again_before_the_others()
    {
        var random = new Random(1);

        var speakers = Enumerable.Range(0, 200)
            .Select(_ => RadioPolicy.NextSpeaker(Cast, [Said("ada", "ben")], random, [new PersonaId("ben")])!.Name).ToHashSet();

        Assert.Equal(["Cleo", "Dov"], speakers.Order());
    }

    [Fact]
    public void When_all_others_were_silent_they_are_asked_again()
    {
        var silent = Cast.Select(p => p.Id).ToList();

        var next = RadioPolicy.NextSpeaker(Cast, [Said("ada", "cleo")], new Random(1), silent);

        Assert.Equal("Cleo", next!.Name);
    }

    [Fact]
    public void A_topic_on_which_nobody_has_a_word_left_gives_way_however_young_it_is()
    {
        var settings = new RoomSettings { Topics = ["time", "truth"], TopicChange = 0 };

        Assert.Equal("time", RadioPolicy.NextTopic("time", 1, settings, new Random(1), silences: 2));
        Assert.Equal("truth", RadioPolicy.NextTopic("time", 1, settings, new Random(1), silences: 3));
    }

    [Fact]
    public void A_room_whose_whole_cast_is_muted_falls_silent()
    {
        var muted = Cast.Select(p => p with { Muted = true }).ToList();

        Assert.Null(RadioPolicy.NextSpeaker(muted, [], new Random(1)));
    }

    [Fact]
    public void The_talkative_speak_more_often_in_proportion()
    {
        IReadOnlyList<Persona> cast = [People.Named("Ada", 0.2), People.Named("Ben", 0.8), People.Named("Cleo", 0.5)];
        var random = new Random(7);

        var bens = Enumerable.Range(0, 4000).Count(_ => RadioPolicy.NextSpeaker(cast, [Said("cleo")], random)!.Name == "Ben");

        Assert.InRange(bens, 3000, 3400);
    }

    [Fact]
    public void A_topic_stays_for_eight_messages_and_changes_sooner_or_later()
    {
        var settings = new RoomSettings { Topics = ["time", "truth", "tea"], TopicChange = 0.5 };
        var random = new Random(3);

        var young = Enumerable.Range(0, 200).Select(_ => RadioPolicy.NextTopic("time", 7, settings, random));
        var old = Enumerable.Range(0, 200).Select(_ => RadioPolicy.NextTopic("time", 8, settings, random)).ToHashSet();

        Assert.All(young, topic => Assert.Equal("time", topic));
        Assert.Equal(["tea", "time", "truth"], old.Order());
    }

    [Fact]
    public void A_topic_the_admin_took_away_is_left_at_the_next_turn()
    {
        var settings = new RoomSettings { Topics = ["truth"], TopicChange = 0 };

        Assert.Equal("truth", RadioPolicy.NextTopic("time", 1, settings, new Random(1)));
    }

    private static RoomEvent Said(string speaker, params string[] mentions) => new()
    {
        Room = new RoomId(1),
        Seq = 1,
        Id = Guid.Empty,
        At = default,
        Body = Lines.By(speaker, "…") with { Mentions = mentions },
        Number = 1,
    };
}
