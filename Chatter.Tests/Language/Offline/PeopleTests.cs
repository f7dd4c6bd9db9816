using Chatter.Bench.Talk;
using Chatter.Core.Domain;

namespace Chatter.Tests.Language.Offline;

/// <summary>People get answers: what they asked is looked for in the material, and a dodge never comes twice in a row.</summary>
public sealed class PeopleTests
{
    [Theory]
    [InlineData("cryptoana", "why do liquidations cascade when everyone uses leverage?", "leverage/")]
    [InlineData("cryptoana", "What happens to my stablecoin if the issuer stops redemption?", "stablecoins/")]
    [InlineData("cryptoana", "is it safer to keep my seed phrase on a hardware wallet", "custody/")]
    [InlineData("cryptoana", "how can a price oracle be manipulated with a flash loan?", "oracles/")]
    [InlineData("cryptoana", "I got sandwiched on my swap yesterday, is that even legal?", "mev/")]
    [InlineData("philosophy", "But if everything is determined, how can anyone be responsible?", "free-will/")]
    [InlineData("philosophy", "Isn't it sometimes kind to tell a white lie?", "lies/")]
    [InlineData("philosophy", "could a computer ever be conscious?", "machines/")]
    [InlineData("philosophy", "I am afraid of dying. Should I be?", "death/")]
    [InlineData("philosophy", "I think beauty is totally subjective, it's just taste", "beauty/")]
    public void A_question_gets_an_answer_on_its_own_topic_at_the_next_turn(string room, string text, string material)
    {
        var talk = Content.Rehearse(room, 31, 40);

        Ask(talk, text);
        var answer = talk.Step()!;

        Assert.StartsWith(material, answer.Trace.GetValueOrDefault("argument", ""), StringComparison.Ordinal);
        Assert.Equal(talk.Events.Count - 1, answer.ReplyTo);
    }

    [Fact]
    public void One_answer_is_enough_unless_others_were_named()
    {
        var talk = Content.Rehearse("philosophy", 32, 40);

        Ask(talk, "Can anyone be free if everything has a cause?");
        var first = talk.Step()!;
        var second = talk.Step()!;

        Assert.Equal("41", first.Trace["answers"]);
        Assert.NotEqual("41", second.Trace.GetValueOrDefault("answers"));
    }

    [Fact]
    public void The_one_named_answers_in_person()
    {
        var talk = Content.Rehearse("philosophy", 33, 40);

        Ask(talk, "Rosalind, is lying ever right?");
        var answer = talk.Step()!;

        Assert.Equal("rosalind", answer.Author.Id);
        Assert.StartsWith("lies/", answer.Trace["argument"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello everyone!", "greet")]
    [InlineData("thanks, that helped a lot", "thanks")]
    [InlineData("bye all, good night", "farewell")]
    [InlineData("wait, are you all bots?", "self")]
    [InlineData("is this AI?", "self")]
    public void Small_talk_gets_small_talk(string text, string move)
    {
        var talk = Content.Rehearse("philosophy", 34, 40);

        Ask(talk, text);
        var answer = talk.Step()!;

        Assert.Equal(move, answer.Trace["move"]);
    }

    [Fact]
    public void Asked_whether_it_is_a_machine_it_says_so()
    {
        var talk = Content.Rehearse("cryptoana", 35, 40);

        for (var i = 0; i < 6; i++)
        {
            Ask(talk, "are you a real person or an AI?");
            Assert.Matches("program|software", talk.Step()!.Text);
        }
    }

    [Theory]
    [InlineData("what's the price of bitcoin going to be next week?")]
    [InlineData("should I buy now or wait?")]
    [InlineData("is it a good time to invest?")]
    public void Asked_for_a_price_or_advice_it_gives_neither(string text)
    {
        var talk = Content.Rehearse("cryptoana", 36, 40);

        Ask(talk, text);
        var answer = talk.Step()!;

        Assert.Equal("advice", answer.Trace["move"]);
        Assert.DoesNotMatch(@"\d", answer.Text);
    }

    [Fact]
    public void What_it_does_not_know_it_admits_and_never_with_the_same_words_twice_in_a_row()
    {
        var talk = Content.Rehearse("philosophy", 37, 40);
        var dodges = new List<string>();

        for (var i = 0; i < 20; i++)
        {
            Ask(talk, "which football club plays at Wembley tonight?");
            dodges.Add(talk.Step()!.Text);
            talk.Step();
        }

        Assert.Equal(dodges.Count, dodges.Distinct().Count());
        Assert.All(dodges.Take(5), d => Assert.EndsWith("?", d, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_is_only_ever_letters_in_a_line()
    {
        var talk = Content.Rehearse("philosophy", 38, 40);

        talk.Say(Person("<img src=x> https://evil.example {c}"), "Is death bad for the one who dies?");
        var answer = talk.Step()!;

        Assert.DoesNotMatch(@"[<>{}]|http|evil", answer.Text);
    }

    [Fact]
    public void A_wish_of_the_admin_is_spoken_to()
    {
        var talk = Content.Rehearse("cryptoana", 39, 40);

        var line = talk.Step(wish: "say something about slashing and validators")!;

        Assert.StartsWith("security/", line.Trace["argument"], StringComparison.Ordinal);
    }

    private static void Ask(Rehearsal talk, string text) => talk.Say(Person("Mira"), text);

    private static Author Person(string name) => new(AuthorKind.Viewer, "v1", name, "#ffffff", []);
}
