using System.Globalization;
using System.Text;
using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using Xunit;

namespace Chatter.Tests.Gateway.Safety;

public sealed class CharacterTests
{
    [Theory]
    [InlineData("Virtue is knowledge, said Socrates; is it?")]
    [InlineData("“Well…” — it’s 3% of €4.20, naïve café, ½ à la carte")]
    [InlineData("Ёлки-палки, 你好世界, こんにちは、한국어, สวัสดี, שלום, مرحبا")]
    [InlineData("BTC at $67,123.45 on 2026-11-20, +3.2% (24h), block 840000")]
    [InlineData("👨‍👩‍👧‍👦 ❤️ 1️⃣ 🏳️‍🌈 👍🏽 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ⚕️")]
    [InlineData("می‌خواهم क्‍ष")]
    [InlineData("<script>alert('x')</script> & \"quotes\" {json} [x]")]
    [InlineData("1 < 2 && 3 > 2; a*b_c ~ #4 | 5")]
    public void An_ordinary_line_passes_as_it_is(string line)
    {
        var verdict = Door.Person(line);

        Assert.Equal(line, verdict.Text);
        Assert.Equal(Outcome.Pass, verdict.Outcome);
        Assert.Empty(verdict.Rules);
        Assert.Empty(verdict.Flags);
    }

    [Theory]
    [InlineData("a\u202Egnp.exe", "agnp.exe")]
    [InlineData("a\u2066b\u2069c\u200F", "abc")]
    [InlineData("a\u200Bb\u200Cc\u200Dd\uFEFFe\u00ADf\u2060", "abcdef")]
    [InlineData("a\u0000b\u0007c\u001B[31m\u007F", "abc[31m")]
    [InlineData("a\uE000b\uFDD0c\uFFFEd", "abcd")]
    [InlineData("hi\U000E0068\U000E0069", "hi")]
    [InlineData("🏴\U000E0068\U000E0069\U000E007F", "🏴")]
    [InlineData("a\uFE0Fb\uFE01", "ab")]
    [InlineData("\u3164\u115Fx", "x")]
    [InlineData("1\uFE0F2", "12")]
    [InlineData("👍\u200D\u200D\u200Dx", "👍x")]
    public void What_cannot_be_seen_is_taken_out(string line, string clean)
    {
        var verdict = Door.Person(line);

        Assert.Equal(clean, verdict.Text);
        Assert.Equal(Outcome.Sanitised, verdict.Outcome);
        Assert.Contains(RuleNames.Characters, verdict.Rules);
    }

    [Fact]
    public void Halves_of_characters_are_taken_out()
    {
        // Attributes cannot hold them.
        string[] lines = ["a\uD800b\uDFFFc", "abc\uD83D", "\uDC00\uD83Dabc"];

        var verdicts = lines.Select(line => Door.Person(line));

        Assert.All(verdicts, verdict => Assert.Equal("abc", verdict.Text));
    }

    [Theory]
    [InlineData("one\ntwo\r\n\r\nthree", "one two three")]
    [InlineData("  a \t b\u2028c\u0085d\u00A0e\u3000f  ", "a b c d e f")]
    public void A_line_is_one_line_with_single_blanks(string line, string clean)
    {
        var verdict = Door.Person(line);

        Assert.Equal(clean, verdict.Text);
        Assert.Equal([RuleNames.Space], verdict.Rules);
    }

    [Fact]
    public void Letters_are_composed()
    {
        var verdict = Door.Person("cafe\u0301");

        Assert.Equal("café", verdict.Text);
        Assert.Equal([RuleNames.Unicode], verdict.Rules);
    }

    [Fact]
    public void A_letter_keeps_four_marks()
    {
        var verdict = Door.Person("x" + new string('\u0336', 40) + "y");

        Assert.Equal("x" + new string('\u0336', 4) + "y", verdict.Text);
        Assert.Equal([RuleNames.Marks], verdict.Rules);
    }

    [Fact]
    public void A_mark_needs_a_letter_to_stand_on()
    {
        var verdict = Door.Person("\u0336a \u0336b");

        Assert.Equal("a b", verdict.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n ")]
    [InlineData("\u200B\u200B\u2060")]
    [InlineData("\u3164")]
    public void A_line_with_nothing_left_is_dropped_as_empty(string line)
    {
        var verdict = Door.Person(line);

        Assert.Equal(Outcome.Dropped, verdict.Outcome);
        Assert.Equal(RuleNames.Empty, verdict.Rules[^1]);
        Assert.Equal("", verdict.Text);
    }

    [Fact]
    public void A_person_has_500_graphemes()
    {
        var verdict = Door.Person(string.Concat(Enumerable.Repeat("é ", 300)));

        Assert.Equal(499, new StringInfo(verdict.Text).LengthInTextElements);
        Assert.Equal([RuleNames.Length], verdict.Rules.Except([RuleNames.Space]));
    }

    [Fact]
    public void A_person_has_2000_bytes_and_no_grapheme_is_cut_in_two()
    {
        const string Family = "👨‍👩‍👧‍👦";

        var verdict = Door.Person(string.Concat(Enumerable.Repeat(Family, 100)));

        Assert.Equal(string.Concat(Enumerable.Repeat(Family, 80)), verdict.Text);
        Assert.Equal(2_000, Encoding.UTF8.GetByteCount(verdict.Text));
    }

    [Fact]
    public void A_persona_has_600_graphemes_or_what_the_room_allows()
    {
        var line = string.Concat(Enumerable.Repeat("ab, ", 200));

        var usual = Door.Rules.Check(new Utterance(line, AuthorKind.Persona));
        var shorter = Door.Rules.Check(new Utterance(line, AuthorKind.Persona) { MaxGraphemes = 7 });

        Assert.Equal(599, usual.Text.Length);
        Assert.Equal("ab, ab,", shorter.Text);
    }

    [Fact]
    public void A_cut_leaves_no_half_link_that_leads_elsewhere()
    {
        var verdict = Door.Person(new string('a', 485) + " https://good.example.com/path");

        Assert.Equal(new string('a', 485), verdict.Text);
        Assert.Equal([RuleNames.Length], verdict.Rules);
    }

    [Theory]
    [InlineData(1_000_000, 'a')]
    [InlineData(1_000_000, '\u200B')]
    [InlineData(1_000_000, '1')]
    [InlineData(1_000_000, '.')]
    [InlineData(1_000_000, '\n')]
    [InlineData(1_000_000, '\u0336')]
    [InlineData(1_000_000, '\uDB40')]
    public void A_flood_ends_as_a_short_line_or_none(int length, char c)
    {
        var verdict = Door.Person(new string(c, length));

        Assert.True(verdict.Text.Length <= 500);
        Assert.NotEqual(Outcome.Pass, verdict.Outcome);
    }
}
