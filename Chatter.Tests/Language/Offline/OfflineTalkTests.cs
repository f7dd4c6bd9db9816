using System.Text.RegularExpressions;
using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Chatter.Core.Language.Offline;

namespace Chatter.Tests.Language.Offline;

/// <summary>What the offline voice promises of any long talk in the two rooms.</summary>
public sealed partial class OfflineTalkTests
{
    public static TheoryData<string, int> Rooms => new()
    {
        { "philosophy", 1 }, { "philosophy", 2 }, { "philosophy", 3 },
        { "cryptoana", 1 }, { "cryptoana", 2 }, { "cryptoana", 3 },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void No_sentence_of_five_words_comes_twice_within_two_thousand_messages(string room, int seed)
    {
        var messages = Content.LongTalk(room, seed);

        var last = new Dictionary<string, int>();
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var sentence in SentencesOf(messages[i].Text))
            {
                Assert.False(last.TryGetValue(sentence, out var before) && i - before < 2000, $"\"{sentence}\" at {before} and {i}");
                last[sentence] = i;
            }
        }

        Assert.True(messages.Count > 2590, $"only {messages.Count} lines came in 2,600 turns");
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void A_room_kept_on_one_topic_does_not_run_dry_either(string room)
    {
        var talk = Content.Rehearse(room, 5, 2100, topicChange: 0);

        var sentences = Messages(talk).TakeLast(2000).SelectMany(m => SentencesOf(m.Text)).ToList();
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.True(talk.Silences < 100, $"{talk.Silences} silences");
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_line_is_one_line_of_fair_length_without_links_or_mass_mentions(string room, int seed)
    {
        var messages = Content.LongTalk(room, seed);

        Assert.All(messages, m =>
        {
            Assert.InRange(m.Text.Length, 24, 340);
            Assert.Equal(m.Text.Trim(), m.Text);
            Assert.DoesNotMatch(@"[\r\n\t]|https?:|www\.|@(everyone|here|all)\b", m.Text);
            Assert.DoesNotMatch(@"[{}]|  |\.\.\.\.|[,;:] ?[.,;:!]|!\.|\?\.|\.,", m.Text);
        });
        Assert.InRange(messages.Average(m => m.Text.Length), 90, 210);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_question_is_answered_within_two_turns_by_somebody_else(string room, int seed)
    {
        var messages = Content.LongTalk(room, seed);

        var asked = 0;
        for (var i = 0; i < messages.Count - 2; i++)
        {
            if (!messages[i].Trace.ContainsKey("asks"))
                continue;
            asked++;
            var seq = (i + 1).ToString();
            Assert.Contains(messages.Skip(i + 1).Take(2), m => m.Trace.GetValueOrDefault("answers") == seq && m.Author.Id != messages[i].Author.Id);
        }

        Assert.InRange(asked, 60, 800);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void At_most_three_challenges_come_in_a_row_and_threads_are_drawn_together(string room, int seed)
    {
        var messages = Content.LongTalk(room, seed);

        var moves = messages.Select(m => m.Trace["move"]).ToList();
        var run = 0;
        Assert.All(moves, move => Assert.True((run = move == "challenge" ? run + 1 : 0) <= 3));
        Assert.InRange(moves.Count(m => m == "draw"), 100, 380);
        Assert.InRange(moves.Count(m => m is "quip" or "joke"), 50, 380);
        Assert.InRange(moves.Count(m => m is "recall" or "echo"), 30, 320);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_new_topic_is_opened_before_anything_is_claimed_of_it(string room, int seed)
    {
        var messages = Content.LongTalk(room, seed);

        for (var i = 1; i < messages.Count; i++)
        {
            if (messages[i].Topic != messages[i - 1].Topic)
                Assert.Contains(messages.Skip(i).Take(2), m => m.Trace["move"] is "open");
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void What_is_called_back_was_said_at_least_twenty_messages_before(string room, int seed)
    {
        var messages = Content.LongTalk(room, seed);

        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].ReplyTo is { } to && messages[i].Trace["move"] is "recall" or "echo")
                Assert.True(i + 1 - to > Asides.LongAgo, $"{i + 1} calls back {to}");
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Every_line_passes_the_real_door_as_it_is(string room, int seed)
    {
        var rules = SafetyRules.Load(Content.Folder);
        var names = Content.Rehearse(room, seed, 0).Cast.SelectMany(p => (IEnumerable<string>)[p.Name, .. p.Aliases]).ToList();
        var own = new Dictionary<string, RecentLines>();

        Assert.All(Content.LongTalk(room, seed), m =>
        {
            var recent = own.TryGetValue(m.Author.Id, out var lines) ? lines : own[m.Author.Id] = new RecentLines();
            var verdict = rules.Check(new Utterance(m.Text, AuthorKind.Persona) { Recent = recent, Names = names });
            recent.Add(m.Text);
            Assert.True(verdict.Outcome == Outcome.Pass, $"{string.Join(", ", verdict.Rules)}: {verdict.Text}");
        });
    }

    [Fact]
    public void No_price_is_ever_named()
    {
        var messages = Content.LongTalk("cryptoana", 1);

        Assert.All(messages, m => Assert.DoesNotMatch(@"\d|[$€£]|\bper ?cent today\b", m.Text));
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void The_same_seed_says_the_same(string room)
    {
        var one = Content.Rehearse(room, 7, 300);
        var other = Content.Rehearse(room, 7, 300);

        Assert.Equal(Messages(one).Select(m => m.Text), Messages(other).Select(m => m.Text));
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void Two_runs_with_different_seeds_differ(string room)
    {
        var one = Messages(Content.Rehearse(room, 7, 100)).Select(m => m.Text);
        var other = Messages(Content.Rehearse(room, 8, 100)).Select(m => m.Text);

        Assert.True(one.Intersect(other).Count() < 15);
    }

    private static List<Message> Messages(Chatter.Bench.Talk.Rehearsal talk) => [.. talk.Events.Select(e => e.Message!)];

    /// <summary>Written anew here, so that the voice is not measured with its own ruler.</summary>
    private static IEnumerable<string> SentencesOf(string text) =>
        SentenceEnd().Split(text.ToLowerInvariant())
            .Select(s => string.Join(' ', Word().Matches(s).Select(w => w.Value)))
            .Where(s => s.Count(c => c == ' ') >= 4);

    [GeneratedRegex(@"(?<=[.!?…])\s+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[\p{L}\p{N}'’-]+")]
    private static partial Regex Word();
}
