using System.Buffers;
using System.Globalization;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Makes any string one clean line: composed letters, nothing invisible or direction-changing, few marks, single blanks.</summary>
internal static class CleanText
{
    /// <summary>Characters that need no look at all: visible, composed, and unable to join what stands before them.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainCharacters());

    public static void Apply(ref Draft draft, int marksPerBase)
    {
        var text = draft.Text;
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            if (text.Contains("  ", StringComparison.Ordinal) || text.StartsWith(' ') || text.EndsWith(' '))
                Rewrite(ref draft, marksPerBase);
            return;
        }

        Rewrite(ref draft, marksPerBase);
        if (!draft.Text.IsNormalized(NormalizationForm.FormC))
            draft.Become(draft.Text.Normalize(NormalizationForm.FormC), RuleNames.Unicode);
    }

    /// <summary>Several rules in one walk, so that each is told apart in the counts without a copy a rule.</summary>
    private static void Rewrite(ref Draft draft, int marksPerBase)
    {
        var text = draft.Text.AsSpan();
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var (length, blanks, marks) = (0, 0, 0);
        var (spaced, removed, capped) = (false, false, false);
        var before = default(Rune);
        for (var i = 0; i < text.Length;)
        {
            var status = Rune.DecodeFromUtf16(text[i..], out var rune, out var consumed);
            var next = i + consumed;
            var category = Rune.GetUnicodeCategory(rune);
            if (status is not OperationStatus.Done || !Invisible.MayStay(rune, category, before, text, next))
            {
                removed = true;
            }
            else if (Invisible.IsBlank(rune, category))
            {
                blanks++;
                spaced |= blanks > 1 || length == 0 || rune.Value != ' ';
                before = default;
            }
            else if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                && !Invisible.IsVariation(rune)
                && (length == 0 || blanks > 0 || ++marks > marksPerBase))
            {
                capped = true;
            }
            else
            {
                if (blanks > 0 && length > 0)
                    rented[length++] = ' ';
                if (category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
                    marks = 0;
                blanks = 0;
                length += rune.EncodeToUtf16(rented.AsSpan(length));
                before = rune;
            }

            i = next;
        }

        var clean = new string(rented, 0, length);
        ArrayPool<char>.Shared.Return(rented);
        Note(ref draft, clean, removed, RuleNames.Characters);
        Note(ref draft, clean, capped, RuleNames.Marks);
        Note(ref draft, clean, spaced || blanks > 0, RuleNames.Space);
    }

    private static void Note(ref Draft draft, string clean, bool acted, string rule)
    {
        if (acted)
            draft.Became(clean, rule);
    }

    private static string PlainCharacters()
    {
        var plain = new StringBuilder();
        for (var c = ' '; c <= '~'; c++)
            plain.Append(c);
        for (var c = '\u00A1'; c <= '\u017F'; c++)
        {
            // The soft hyphen is invisible; U+0149 is on its way out of Unicode.
            if (c is not ('\u00AD' or '\u0149'))
                plain.Append(c);
        }

        return plain.Append("–—‘’“”„†•…‹›€™").ToString();
    }
}
