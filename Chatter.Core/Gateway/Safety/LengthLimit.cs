using System.Globalization;
using System.Text;

namespace Chatter.Core.Gateway.Safety;

/// <summary>Cuts a line that is too long where a reader would: between graphemes, and never inside a link, which would then lead elsewhere.</summary>
internal static class LengthLimit
{
    /// <summary>Characters beyond this are not even looked at, so that the cost of a line has a bound.</summary>
    public const int MostCharacters = 4_096;

    /// <summary>More bytes than any UTF-16 unit becomes in UTF-8.</summary>
    private const int BytesPerUnit = 3;

    public static void ApplyRoughly(ref Draft draft)
    {
        if (draft.Text.Length > MostCharacters)
            draft.Become(draft.Text[..MostCharacters], RuleNames.Length);
    }

    public static void Apply(ref Draft draft, int graphemes, int bytes)
    {
        var text = draft.Text;
        if (text.Length <= graphemes && (text.Length * BytesPerUnit <= bytes || Encoding.UTF8.GetByteCount(text) <= bytes))
            return;

        var end = 0;
        for (var count = 0; count < graphemes && end < text.Length; count++)
        {
            var grapheme = StringInfo.GetNextTextElementLength(text.AsSpan(end));
            bytes -= Encoding.UTF8.GetByteCount(text.AsSpan(end, grapheme));
            if (bytes < 0)
                break;
            end += grapheme;
        }

        if (end < text.Length)
            draft.Become(text[..OutsideLinks(text, end)].TrimEnd(), RuleNames.Length);
    }

    private static int OutsideLinks(string text, int end)
    {
        if (end == 0 || text[end] == ' ')
            return end;
        var word = text.LastIndexOf(' ', end - 1) + 1;
        return Links.LooksLikeOne(text.AsSpan(word)) ? word : end;
    }
}
