using System.Globalization;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Finds payment card numbers in a run of digit groups: whole groups of 13 to 19 digits together, an issuer's first digits, and the checksum of ISO/IEC 7812.</summary>
internal static class CardNumbers
{
    private const int Shortest = 13;
    private const int Longest = 19;

    /// <summary>Covers each card number in one run of the text; what lies before it is copied to the result.</summary>
    public static void Cover(string text, int start, int length, string cover, ref StringBuilder? result, ref int copied)
    {
        var end = start + length;
        for (var from = start; from < end; from = NextGroup(text, from, end))
        {
            var to = EndOfCard(text, from, end);
            if (to < 0)
                continue;
            (result ??= new StringBuilder(text.Length)).Append(text, copied, from - copied).Append(cover);
            copied = from = to;
        }
    }

    /// <summary>Where the first whole card number that starts here ends, or -1.</summary>
    private static int EndOfCard(string text, int from, int end)
    {
        Span<int> digits = stackalloc int[Longest];
        var count = 0;
        for (var i = from; i < end; i++)
        {
            var digit = Digit(text[i]);
            if (digit < 0)
                continue;
            if (count == Longest)
                break;
            digits[count++] = digit;
            var groupEnds = i + 1 == end || Digit(text[i + 1]) < 0;
            if (groupEnds && count >= Shortest && HasIssuer(digits, count) && PassesChecksum(digits[..count]))
                return i + 1;
        }

        return -1;
    }

    private static int NextGroup(string text, int from, int end)
    {
        while (from < end && Digit(text[from]) >= 0)
            from++;
        while (from < end && Digit(text[from]) < 0)
            from++;
        return from;
    }

    private static bool HasIssuer(ReadOnlySpan<int> digits, int count)
    {
        var two = digits[0] * 10 + digits[1];
        var four = two * 100 + digits[2] * 10 + digits[3];
        return digits[0] == 4
            || two is (>= 50 and <= 58) or 30 or 34 or 35 or 36 or 37 or 38 or 39 or 60 or 62 or 63 or 64 or 65 or 67
            || (four is >= 2200 and <= 2720 && count == 16);
    }

    private static bool PassesChecksum(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)];
            sum += i % 2 == 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
        }

        return sum % 10 == 0;
    }

    private static int Digit(char c) => CharUnicodeInfo.GetDecimalDigitValue(c);
}
