using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Takes private matters (addresses, numbers, keys) out of lines, as the redaction list says.</summary>
internal sealed class Redaction(RedactionFile file)
{
    private readonly Kind[] _kinds = [.. file.Rules.Select(Checked)];

    /// <summary>Applies the kinds that look into links too, or those that do not: they run before and after links are put straight.</summary>
    public void Apply(ref Draft draft, bool insideLinks)
    {
        foreach (var kind in _kinds)
        {
            if (kind.Entry.NotInLinks != insideLinks && kind.MayBeIn(draft.Text))
                kind.Apply(ref draft);
        }
    }

    private static Kind Checked(RedactionEntry entry, int index)
    {
        var name = string.IsNullOrWhiteSpace(entry.Name) ? $"rule {index + 1}" : entry.Name;
        if (string.IsNullOrWhiteSpace(entry.Name))
            throw new SafetyListException(RedactionFile.Name, name, "it has no name to be counted under");
        if (entry.Patterns.Count == 0)
            throw new SafetyListException(RedactionFile.Name, name, "it has no patterns");
        if (entry.Needs.Any(string.IsNullOrEmpty))
            throw new SafetyListException(RedactionFile.Name, name, "an empty text in \"needs\" is in every line; leave \"needs\" out instead");
        if (entry.MinDigits < 0 || entry.MaxDigits < 0 || (entry.MaxDigits > 0 && entry.MaxDigits < entry.MinDigits))
            throw new SafetyListException(RedactionFile.Name, name, "minDigits and maxDigits are not a range");

        var patterns = entry.Patterns.Select(pattern => Patterns.Listed(RedactionFile.Name, name, pattern, entry.CaseMatters)).ToArray();
        return patterns.Any(pattern => pattern.IsMatch(entry.Replace))
            ? throw new SafetyListException(RedactionFile.Name, name, $"its own replacement {entry.Replace} would be redacted again")
            : new Kind(entry, patterns);
    }

    private sealed class Kind(RedactionEntry entry, Regex[] patterns)
    {
        private readonly SearchValues<string>? _needs = entry.Needs.Count == 0
            ? null
            : SearchValues.Create([.. entry.Needs], entry.CaseMatters ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

        public RedactionEntry Entry => entry;

        public bool MayBeIn(string text) =>
            (_needs is null || text.AsSpan().ContainsAny(_needs)) && (entry.MinDigits == 0 || HasDigits(text, entry.MinDigits));

        public void Apply(ref Draft draft)
        {
            foreach (var pattern in patterns)
            {
                var redacted = Replaced(draft.Text, pattern);
                if (redacted is null)
                    continue;
                draft.Become(redacted, entry.Name);
                draft.Flag(entry.Name);
            }
        }

        private string? Replaced(string text, Regex pattern)
        {
            StringBuilder? result = null;
            var copied = 0;
            foreach (var match in pattern.EnumerateMatches(text))
            {
                if (!Counts(text, match))
                    continue;
                if (entry.Cards)
                {
                    CardNumbers.Cover(text, match.Index, match.Length, entry.Replace, ref result, ref copied);
                    continue;
                }

                (result ??= new StringBuilder(text.Length)).Append(text, copied, match.Index - copied).Append(entry.Replace);
                copied = match.Index + match.Length;
            }

            return result?.Append(text, copied, text.Length - copied).ToString();
        }

        private bool Counts(string text, ValueMatch match)
        {
            if (entry.MinDigits > 0 || entry.MaxDigits > 0)
            {
                var digits = Digits(text.AsSpan(match.Index, match.Length));
                if (digits < entry.MinDigits || (entry.MaxDigits > 0 && digits > entry.MaxDigits))
                    return false;
            }

            // In https://name:word@host the last two look like an e-mail address; the link's own rule takes the name and word out.
            return entry.NotInLinks
                ? !Links.IsInLink(text, match.Index)
                : !(text.AsSpan(match.Index, match.Length).Contains('@') && Links.IsInAuthority(text, match.Index));
        }

        private static bool HasDigits(string text, int least) =>
            text.AsSpan().IndexOfAnyInRange('0', '9') is >= 0 and var first && Digits(text.AsSpan(first)) >= least
            || (!Ascii.IsValid(text) && Digits(text) >= least);

        private static int Digits(ReadOnlySpan<char> text)
        {
            var count = 0;
            foreach (var c in text)
            {
                if (char.IsDigit(c))
                    count++;
            }

            return count;
        }
    }
}
