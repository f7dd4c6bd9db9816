using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class BlocklistTests
{
    private static readonly SafetyRules Rules = new(new SafetyLists
    {
        Blocklist = new BlocklistFile
        {
            Drop = ["villain", "coon", "no good liar", "spit"],
            Mask = ["darn", "heck", "kill"],
            Allow = ["spit and polish", "sspit"],
        },
    });

    [Theory]
    [InlineData("you villain")]
    [InlineData("VILLAINS!")]
    [InlineData("v1lla1n")]
    [InlineData("v!ll@!n")]
    [InlineData("vi||ain")]
    [InlineData("víllàîn")]
    [InlineData("ｖｉｌｌａｉｎ")]
    [InlineData("𝓿𝓲𝓵𝓵𝓪𝓲𝓷")]
    [InlineData("ⓥⓘⓛⓛⓐⓘⓝ")]
    [InlineData("villаin")]
    [InlineData("v i l l a i n")]
    [InlineData("v.i.l.l.a.i.n")]
    [InlineData("oh v-i-l-l-a-i-n you")]
    [InlineData("vill-ain")]
    [InlineData("viiiillllaaain")]
    [InlineData("vi\u200Bll\u200Cain")]
    [InlineData("v\u0336i\u0336l\u0336l\u0336a\u0336i\u0336n\u0336")]
    [InlineData("n0 g00d |iar")]
    [InlineData("nogoodliar")]
    [InlineData("No, good liar")]
    [InlineData("$pit")]
    [InlineData("villain's")]
    public void A_blocked_word_is_found_in_any_disguise(string line)
    {
        var verdict = Check(line);

        Assert.Equal(Outcome.Dropped, verdict.Outcome);
        Assert.Equal(RuleNames.Blocked, verdict.Rules[^1]);
    }

    [Theory]
    [InlineData("villainous villainy in the villa in Rome")]
    [InlineData("a con man and a racoon in a cocoon")]
    [InlineData("hospital, despite, spite")]
    [InlineData("with spit and polish")]
    [InlineData("no liar is good")]
    [InlineData("Scunthorpe, Penistone, Essex, assassin, classic, cockpit, therapist, analysis")]
    [InlineData("skills killed the killer; darning a sock; $11, 1111, 5p20")]
    [InlineData("a b c d, F A G E, I. I. D. x y z")]
    public void An_innocent_word_is_left_alone(string line)
    {
        var verdict = Check(line);

        Assert.Equal(line, verdict.Text);
    }

    [Theory]
    [InlineData("darn it", "*** it")]
    [InlineData("what the h3ck!", "what the ***")]
    [InlineData("d a r n it, heck.", "*** it, ***.")]
    [InlineData("ki11", "***")]
    public void A_coarse_word_is_covered(string line, string covered)
    {
        var verdict = Check(line);

        Assert.Equal(covered.TrimEnd('!'), verdict.Text.TrimEnd('!'));
        Assert.Equal([RuleNames.Masked], verdict.Rules);
        Assert.Equal([RuleNames.Masked], verdict.Flags);
    }

    [Fact]
    public void A_persona_is_never_covered_whatever_its_name()
    {
        var verdict = Rules.Check(new Utterance("Villain and Heck agree", AuthorKind.Persona) { Names = ["Villain", "Jan Heck"] });

        Assert.Equal(Outcome.Pass, verdict.Outcome);
    }

    [Theory]
    [InlineData("Niger and Nigeria, says Nigel; snigger, spicy, Pakistan, shiitake")]
    [InlineData("Scunthorpe United, Essex, assess, bass, mass, title, competition, Dick Cheney")]
    [InlineData("I will kill your argument; where you live matters; skill yourself up")]
    [InlineData("Rae Fagg kept the place spic and span, a fire retardant; retarded potentials")]
    [InlineData("to kill time is to kill yourselves slowly? a white powerful man")]
    public void The_lists_that_ship_leave_innocent_lines_alone(string line)
    {
        var verdict = Door.Person(line);

        Assert.Equal(line, verdict.Text);
    }

    [Theory]
    [InlineData("go k1ll y0ur$elf")]
    [InlineData("i'll kill you")]
    [InlineData("I’ll kill you")]
    [InlineData("K Y S ... k.y.s kys")]
    public void The_lists_that_ship_know_a_threat(string line)
    {
        var verdict = Door.Person(line);

        Assert.Equal(Outcome.Dropped, verdict.Outcome);
    }

    private static Verdict Check(string line) => Rules.Check(new Utterance(line, AuthorKind.Member));
}
