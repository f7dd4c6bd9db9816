using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class MentionTests
{
    [Theory]
    [InlineData("@everyone look", "everyone look")]
    [InlineData("hey @HERE!", "hey HERE!")]
    [InlineData("@@@all of you", "all of you")]
    [InlineData("@every\u200Bone", "everyone")]
    [InlineData("＠everyone", "everyone")]
    [InlineData("<@123456> and <@!1> and <@&99>", "[mention] and [mention] and [mention]")]
    [InlineData("<#42> <!here> <!subteam^S1|team> <:kek:123> <a:x:1>", "[mention] [mention] [mention] [mention] [mention]")]
    public void Calls_to_everybody_and_to_other_platforms_are_defused(string line, string clean)
    {
        var verdict = Door.Person(line);

        Assert.Equal(clean, verdict.Text);
        Assert.Contains(RuleNames.Mention, verdict.Rules);
        Assert.Contains(RuleNames.Mention, verdict.Flags);
    }

    [Theory]
    [InlineData("@heretic, you are @allowed in @hereditary matters")]
    [InlineData("I agree with @somebody")]
    public void A_person_may_address_anybody_by_name(string line)
    {
        var verdict = Door.Person(line);

        Assert.Equal(line, verdict.Text);
    }

    [Fact]
    public void A_persona_addresses_only_those_in_the_room()
    {
        var verdict = Door.Persona("@Ayn Rand and @socrates disagree with @elonmusk, @Socratesfan", "Socrates", "Ayn Rand");

        Assert.Equal("@Ayn Rand and @socrates disagree with elonmusk, Socratesfan", verdict.Text);
        Assert.Equal([RuleNames.Mention], verdict.Rules);
    }

    [Fact]
    public void A_persona_named_like_a_crowd_can_still_be_addressed()
    {
        var verdict = Door.Persona("@Here, what say you?", "Here");

        Assert.Equal(Outcome.Pass, verdict.Outcome);
    }
}
