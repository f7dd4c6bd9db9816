using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class RecentLinesTests
{
    private const string Long = "The market rewards patience and punishes those who chase every candle they see on a chart";

    [Theory]
    [InlineData("Hello there!", "hello, THERE")]
    [InlineData("so cooool", "sooo cool")]
    [InlineData("naïve café", "naive cafe")]
    [InlineData("我思故我在。", "我思故我在")]
    [InlineData("😂😂", "😂😂")]
    [InlineData(Long, "Patience: the market rewards it, and punishes those who chase every candle they see on a chart!")]
    public void Nearly_the_same_again_is_dropped(string earlier, string line)
    {
        var verdict = Door.Person(line, "something else", earlier);

        Assert.Equal(Outcome.Dropped, verdict.Outcome);
        Assert.Equal(RuleNames.Repeat, verdict.Rules[^1]);
    }

    [Theory]
    [InlineData("Buy at 100", "Buy at 200")]
    [InlineData("man bites dog", "dog bites man")]
    [InlineData("😂😂", "😭😭")]
    [InlineData("I agree with you", "I agree with you entirely")]
    [InlineData("我思故我在", "我在故我思也许不是这样")]
    [InlineData(Long, "The market is a voting machine in the short run and a weighing machine in the long run")]
    public void Something_else_is_said(string earlier, string line)
    {
        var verdict = Door.Person(line, earlier);

        Assert.Equal(Outcome.Pass, verdict.Outcome);
    }

    [Fact]
    public void What_is_compared_is_what_would_be_said()
    {
        var verdict = Door.Person("mail me: b@c.example", "mail me: [email]");

        Assert.Equal(["email", RuleNames.Repeat], verdict.Rules);
    }

    [Fact]
    public void Remembered_lines_are_bounded_and_judge_alike()
    {
        var recent = new RecentLines(capacity: 2);
        recent.Add("one is forgotten");
        recent.Add("two");
        recent.Add("three");

        var forgotten = Door.Rules.Check(new Utterance("one is forgotten", AuthorKind.Persona) { Recent = recent });
        var known = Door.Rules.Check(new Utterance("Two!", AuthorKind.Persona) { Recent = recent });

        Assert.Equal(["two", "three"], recent);
        Assert.Equal(Outcome.Pass, forgotten.Outcome);
        Assert.Equal(Outcome.Dropped, known.Outcome);
    }
}
