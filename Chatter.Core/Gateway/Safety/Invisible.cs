using System.Globalization;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Which characters a reader cannot see, and where one of them is needed all the same.</summary>
internal static class Invisible
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int BlackFlag = 0x1F3F4;
    private const int KeycapMark = 0x20E3;
    private const int TagEnd = 0xE007F;

    /// <summary>The flags drawn with tag characters (England, Scotland, Wales); any other use of these hides text from the eye.</summary>
    private static readonly string[] TaggedFlags = ["gbeng", "gbsct", "gbwls"];

    private const int LongestTag = 5;

    /// <summary>False for what has no place in a line.</summary>
    /// <param name="rune">The character in question.</param>
    /// <param name="category">Its general category.</param>
    /// <param name="before">The last character that stayed, or the default.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="next">Where the text goes on after the character.</param>
    public static bool MayStay(Rune rune, UnicodeCategory category, Rune before, ReadOnlySpan<char> text, int next)
    {
        var code = rune.Value;
        if (code < 0x7F || IsBlank(rune, category))
            return code >= ' ' || IsBlank(rune, category);
        if (code is 0xFE0E or 0xFE0F)
            return IsPictograph(before) || (IsKeycapBase(before) && After(text, next).Value == KeycapMark);
        if (code is ZeroWidthJoiner && (IsPictograph(before) || IsPictographEnd(before)))
            return IsPictograph(After(text, next));
        if (code is ZeroWidthJoiner or ZeroWidthNonJoiner)
            return JoinsLetters(before) && JoinsLetters(After(text, next));
        if (code is >= 0xE0020 and <= TagEnd)
            return IsInTaggedFlag(text, next - rune.Utf16SequenceLength);
        if (IsIgnorable(code) || (code & 0xFFFE) == 0xFFFE || code is >= 0xFDD0 and <= 0xFDEF)
            return false;
        return category switch
        {
            UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
            UnicodeCategory.Format => IsVisibleFormat(code),
            _ => true,
        };
    }

    /// <summary>True for every kind of space and line break, and for the pattern of Braille without a dot.</summary>
    public static bool IsBlank(Rune rune, UnicodeCategory category) =>
        category is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is >= 0x09 and <= 0x0D or 0x85 or 0x2800;

    public static bool IsVariation(Rune rune) => rune.Value is 0xFE0E or 0xFE0F;

    /// <summary>Nearly the emoji of the standard; what it holds beside them (arrows, dingbats) does no harm with a selector.</summary>
    private static bool IsPictograph(Rune rune) => rune.Value is 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139
        or (>= 0x2190 and <= 0x2BFF and not 0x2800) or 0x3030 or 0x303D or 0x3297 or 0x3299 or (>= 0x1F000 and <= 0x1FAFF);

    private static bool IsPictographEnd(Rune rune) => rune.Value is 0xFE0F or TagEnd;

    private static bool IsKeycapBase(Rune rune) => rune.Value is (>= '0' and <= '9') or '#' or '*';

    /// <summary>Letters of scripts in which a joiner changes how a word is written: Arabic's kin and the scripts of South and South-East Asia.</summary>
    private static bool JoinsLetters(Rune rune) =>
        rune.Value is (>= 0x0620 and <= 0x0DFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x18AF)
        && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
        && !IsIgnorable(rune.Value);

    /// <summary>Characters that draw nothing although some count as letters or marks: fillers, selectors, shy hyphens, the tag plane.</summary>
    private static bool IsIgnorable(int code) => code is 0xAD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F)
        or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFFB)
        or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>Signs that Unicode files under "format" although they are drawn: number and verse signs.</summary>
    private static bool IsVisibleFormat(int code) => code is (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891
        or 0x08E2 or 0x110BD or 0x110CD;

    private static bool IsInTaggedFlag(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        for (var steps = 0; steps <= LongestTag && start >= 2 && IsTag(text, start - 2); steps++)
            start -= 2;
        if (start < 2 || After(text, start - 2).Value != BlackFlag)
            return false;

        foreach (var name in TaggedFlags)
        {
            if (Spells(text[start..], name) && at < start + 2 * (name.Length + 1))
                return true;
        }

        return false;
    }

    private static bool Spells(ReadOnlySpan<char> tags, string name)
    {
        for (var i = 0; i <= name.Length; i++)
        {
            var expected = i == name.Length ? TagEnd : 0xE0000 + name[i];
            if (After(tags, 2 * i).Value != expected)
                return false;
        }

        return true;
    }

    private static bool IsTag(ReadOnlySpan<char> text, int at) => After(text, at).Value is >= 0xE0020 and <= TagEnd;

    private static Rune After(ReadOnlySpan<char> text, int next)
    {
        Rune.DecodeFromUtf16(text[Math.Min(next, text.Length)..], out var rune, out _);
        return rune;
    }
}
