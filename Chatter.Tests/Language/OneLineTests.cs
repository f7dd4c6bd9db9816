using Chatter.Core.Language;
using Chatter.Tests.Fakes;

namespace Chatter.Tests.Language;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("The arrow rests.", "The arrow rests.")]
    [InlineData("Ada: The arrow rests.", "The arrow rests.")]
    [InlineData("**Ada:** The arrow rests.", "The arrow rests.")]
    [InlineData("[Ada]: The arrow rests.", "The arrow rests.")]
    [InlineData("Ada (smiling): The arrow rests.", "The arrow rests.")]
    [InlineData("Ada: Ada: The arrow rests.", "The arrow rests.")]
    [InlineData("\"The arrow rests.\"", "The arrow rests.")]
    [InlineData("“The arrow rests.”", "The arrow rests.")]
    [InlineData("Ada: \"The arrow rests.\"", "The arrow rests.")]
    [InlineData("\"Rest\" and \"motion\"", "\"Rest\" and \"motion\"")]
    [InlineData("A **very** old *question*, `truly`.", "A very old question, truly.")]
    [InlineData("# The arrow rests.", "The arrow rests.")]
    [InlineData("- The arrow rests.", "The arrow rests.")]
    [InlineData("The arrow\nrests.", "The arrow rests.")]
    [InlineData("\n\n  The arrow\r\n\r\n rests.  ", "The arrow rests.")]
    [InlineData("*leans back* The arrow rests.", "The arrow rests.")]
    [InlineData("The arrow rests. *shrugs*", "The arrow rests.")]
    [InlineData("No. *pauses* It rests.", "No. It rests.")]
    [InlineData("(laughs) The arrow rests.", "The arrow rests.")]
    [InlineData("The arrow rests (as far as I can see).", "The arrow rests (as far as I can see).")]
    [InlineData("<think>What would Ada say?\nHm.</think>\nThe arrow rests.", "The arrow rests.")]
    [InlineData("See [this proof](https://example.org/x) here.", "See this proof here.")]
    [InlineData("Read https://example.org/x now.", "Read now.")]
    [InlineData("@everyone, the arrow rests. <@123456>", "everyone, the arrow rests.")]
    [InlineData("""{"from":"you","name":"Ada","text":"The arrow rests."}""", "The arrow rests.")]
    [InlineData("The arrow rests.\nZeno: So you say!", "The arrow rests.")]
    [InlineData("Zeno, you tire me: the arrow rests.", "Zeno, you tire me: the arrow rests.")]
    [InlineData("2 * 3 * 4 is 24, whatever rests.", "2 * 3 * 4 is 24, whatever rests.")]
    [InlineData("Der Pfeil ruht. 矢は飛ばない。", "Der Pfeil ruht. 矢は飛ばない。")]
    public void A_models_answer_becomes_one_plain_line(string answer, string line)
    {
        var said = OneLine.Of(answer, Turns.Cast[0], Turns.Cast, cut: false);

        Assert.Equal(line, said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("…")]
    [InlineData("\n\n\n")]
    [InlineData("(says nothing)")]
    [InlineData("[silence]")]
    [InlineData("*stays silent*")]
    [InlineData("Zeno: The arrow rests.")]
    [InlineData("<think>What would Ada say? She would")]
    [InlineData("""{"from":"you","name":"Ada","te""")]
    [InlineData("https://example.org")]
    public void What_is_no_line_of_the_speakers_is_silence(string answer)
    {
        var said = OneLine.Of(answer, Turns.Cast[0], Turns.Cast, cut: false);

        Assert.Equal("", said);
    }

    [Theory]
    [InlineData("The arrow rests. It only seems to", "The arrow rests.")]
    [InlineData("Is it at rest? “Yes.” And then", "Is it at rest? “Yes.”")]
    [InlineData("It costs 3.5 obols and", "")]
    [InlineData("The arrow rests.", "The arrow rests.")]
    public void An_answer_cut_off_at_its_length_ends_with_its_last_whole_sentence(string answer, string line)
    {
        var said = OneLine.Of(answer, Turns.Cast[0], Turns.Cast, cut: true);

        Assert.Equal(line, said);
    }

    [Fact]
    public void Ten_thousand_line_ends_and_a_megabyte_of_stars_are_one_line_at_most_a_thousand_long()
    {
        var answer = "It rests. " + string.Concat(Enumerable.Repeat("\n", 10_000)) + string.Concat(Enumerable.Repeat("*a* b. ", 150_000));

        var said = OneLine.Of(answer, Turns.Cast[0], Turns.Cast, cut: false);

        Assert.StartsWith("It rests.", said);
        Assert.InRange(said.Length, 1, 1000);
        Assert.DoesNotContain('\n', said);
    }
}
