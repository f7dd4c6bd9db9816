using System.Globalization;
using System.Text;
using Chatter.Core.Domain;
using Chatter.Core.Gateway.Safety;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Outcome = Chatter.Core.Gateway.Safety.Outcome;

namespace Chatter.Tests.Gateway.Safety;

/// <summary>What holds for every string there is: built of UTF-16 units at random and of pieces that the rules are after.</summary>
public sealed class AnyStringTests
{
    private static readonly string[] Pieces =
    [
        "https://", "www.", "Evil.com", "user:pw@", "/?utm_x=1&a=", "javascript:", "[a](", ")", "(", "<", ">", "<@12>", "<!here>", "@", "everyone", "@here",
        "a@b.co", "bob", "kill", " yourself", "f u c k", "sh1t", "fag", "g o t", "***", "[email]", "[key]", "sk-abcdefghijklmnop", "-----BEGIN PRIVATE KEY-----",
        "4111 1111 1111 1111", "+44 20 7946", " 0958", "555-123-4567", "007", " ", "  ", "\n", "\r", "\t", "\u2028", "\u00A0", ".", ",", "!", "-", "'", "1", "9",
        "\u200D", "\u200C", "\uFE0F", "\u20E3", "\u0301", "\u0336\u0336\u0336\u0336\u0336", "\u202E", "\u2066", "\uD83C", "\uDFF4", "🏴", "👍", "🏽", "👩", "❤",
        "\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "\U000E0041", "é", "e", "ß", "İ", "ﬁ", "ё", "я", "ک", "ا", "क", "्", "한", "ᄒ", "ᅡ", "我", "ｅ", "𝓴", "ⓚ",
        "\uFFFE", "\uFDD0", "\uE000", "\u0000", "\u3164", "\u2126", "\u0344", "xn--", "example.zip", "asp.net", "...", "eyJabcdefgh.abcdefgh",
    ];

    private static readonly Arbitrary<string> Strings = Gen.ListOf(
            Gen.OneOf(Gen.Elements(Pieces), Gen.Choose(0, 0xFFFF).Select(unit => ((char)unit).ToString()), Gen.Choose(32, 126).Select(unit => ((char)unit).ToString())))
        .Select(string.Concat)
        .ToArbitrary();

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(3_000);

    [Theory]
    [InlineData(AuthorKind.Member, 500)]
    [InlineData(AuthorKind.Persona, 600)]
    [InlineData(AuthorKind.Persona, 20)]
    public void Every_string_becomes_one_clean_short_line_that_stays_as_it_is(AuthorKind kind, int most)
    {
        Prop.ForAll(Strings, text =>
        {
            var said = new Utterance(text, kind) { MaxGraphemes = most, Names = ["Socrates", "kill"] };
            var verdict = Door.Rules.Check(said);
            var again = Door.Rules.Check(said with { Text = verdict.Text });

            Assert.DoesNotContain(verdict.Text, c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200B' or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F'));
            Assert.Equal(verdict.Text.Trim(), verdict.Text);
            Assert.DoesNotContain("  ", verdict.Text, StringComparison.Ordinal);
            Assert.True(verdict.Text.IsNormalized(NormalizationForm.FormC));
            Assert.True(new StringInfo(verdict.Text).LengthInTextElements <= most);
            Assert.True(Encoding.UTF8.GetByteCount(verdict.Text) <= (kind is AuthorKind.Persona ? 2_400 : 2_000));
            Assert.Equal(verdict.Outcome is Outcome.Dropped, verdict.Text.Length == 0);
            Assert.Equal(verdict.Outcome is Outcome.Pass, verdict.Text == text && text.Length > 0);
            Assert.DoesNotContain(RuleNames.Unsettled, verdict.Rules);
            Assert.Equal(verdict.Text, again.Text);
            Assert.True(verdict.Outcome is Outcome.Dropped || again.Outcome is Outcome.Pass);
        }).Check(Often);
    }
}
