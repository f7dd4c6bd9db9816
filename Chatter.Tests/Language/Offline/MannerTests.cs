using System.Text.RegularExpressions;
using Chatter.Bench.Talk;
using Chatter.Core.Domain;

namespace Chatter.Tests.Language.Offline;

/// <summary>If two personas' lines could change places unnoticed, their manners are too alike.</summary>
public sealed class MannerTests
{
    /// <summary>Measured: 0.77 to 0.84; by chance it would be an eighth.</summary>
    private const double ClearlyTold = 0.7;

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void Who_speaks_can_be_told_on_topics_never_heard_before(string room)
    {
        var talk = Content.Rehearse(room, 21, 0);
        var strip = NamesAndCatchphrases(talk.Cast);
        var lines = Content.LongTalk(room, 1).Select(m => (m.Author.Id, Text: strip.Replace(m.Text, " "), m.Topic)).ToList();
        var topics = lines.Select(l => l.Topic).Distinct().Order().ToList();
        var learned = topics.Take(topics.Count / 2).ToHashSet();

        var judge = new SpeakerJudge();
        foreach (var line in lines.Where(l => learned.Contains(l.Topic)))
            judge.Learn(line.Id, line.Text);
        var asked = lines.Where(l => !learned.Contains(l.Topic)).ToList();
        var told = asked.Count(l => judge.WhoSaid(l.Text) == l.Id);

        Assert.True(told > ClearlyTold * asked.Count, $"{told} of {asked.Count} told");
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void Colours_are_distinct_and_readable_on_dark(string room)
    {
        var cast = Content.Rehearse(room, 1, 0).Cast;

        Assert.Equal(cast.Count, cast.Select(p => p.Color).Distinct().Count());
        Assert.All(cast, p => Assert.True(Contrast(p.Color, "#15171c") >= 4.5, $"{p.Name} {Contrast(p.Color, "#15171c"):F2}"));
        Assert.All(cast, p => Assert.True(Contrast(p.Color, "#ffffff") >= 3, $"{p.Name} {Contrast(p.Color, "#ffffff"):F2}"));
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void No_two_of_a_cast_sound_alike(string room)
    {
        var cast = Content.Rehearse(room, 1, 0).Cast;

        Assert.Equal(cast.Count, cast.Select(p => p.Voice.Espeak).Distinct().Count());
        Assert.Equal(cast.Count, cast.Select(p => (p.Voice.Pitch, p.Voice.Speed)).Distinct().Count());
        Assert.Equal(cast.Count, cast.Select(p => p.Voice.OpenAi).Distinct().Count());
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void A_catchphrase_is_short_enough_to_come_again(string room)
    {
        var cast = Content.Rehearse(room, 1, 0).Cast;

        Assert.All(cast.SelectMany(p => p.Manner.Catchphrases), c => Assert.True(c.Split(' ').Length <= 4, c));
    }

    [Theory]
    [InlineData("philosophy")]
    [InlineData("cryptoana")]
    public void A_frame_has_no_long_sentence_that_is_always_the_same(string room)
    {
        var talk = Content.Rehearse(room, 1, 0);

        var frames = talk.Cast.SelectMany(p => p.Manner.Frames.Values).Concat(talk.Material.Frames.Values).SelectMany(f => f);
        var fixedSentences = frames.SelectMany(f => Regex.Split(f, @"(?<=[.!?…])\s+")).Where(s => !s.Contains('{') && s.Split(' ').Length > 4);

        Assert.Empty(fixedSentences);
    }

    private static Regex NamesAndCatchphrases(IReadOnlyList<Persona> cast)
    {
        var words = cast.SelectMany(p => (IEnumerable<string>)[p.Name, .. p.Aliases, .. p.Manner.Calls.Values, .. p.Manner.Catchphrases, .. p.Manner.Signs]);
        return new Regex(string.Join('|', words.Distinct().OrderByDescending(w => w.Length).Select(Regex.Escape)), RegexOptions.IgnoreCase);
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string color)
    {
        double Part(int at)
        {
            var c = Convert.ToInt32(color.Substring(at, 2), 16) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5));
    }
}
